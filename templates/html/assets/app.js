// What every page does beyond showing itself: keys, and copying what is said aloud. Finding is in find-box.js, which
// comes when the page has nothing else to do, or with the first wish. Loads nothing but the scripts beside it, so it
// works from a disk; whatever it shows is text, never markup.
(() => {
  'use strict';
  const own = document.currentScript;
  const root = own.src ? new URL('..', own.src).href : '';
  const box = document.getElementById('s_find');
  const load = (path) => new Promise((done, failed) => {
    const script = Object.assign(document.createElement('script'), { src: root + path, onload: done, onerror: failed });
    document.head.append(script);
  });
  const style = (path) => {
    document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: root + path }));
  };

  if (location.search === '?framed') load('assets/framed.js');

  // Copy what is said aloud. A page on an old address without https has no clipboard of its own.
  const write = async (text) => {
    try { await navigator.clipboard.writeText(text); } catch {
      const area = Object.assign(document.createElement('textarea'), { className: 'vh', value: text });
      (box?.open ? box : document.body).append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
  };
  const copy = async (text, sign) => {
    await write(text);
    sign.dataset.before ??= sign.textContent;
    sign.textContent = document.body.dataset.copied;
    setTimeout(() => { sign.textContent = sign.dataset.before; }, 1500);
  };
  addEventListener('click', (event) => {
    const button = event.target.closest?.('button.copy');
    const said = button?.parentElement.querySelector(':scope > :is(.v, .short, .prose, .pitch)');
    if (!said) return;
    // What is for insiders stays behind, whatever is copied.
    const insiders = [...said.querySelectorAll('.insider')];
    insiders.forEach((passage) => { passage.hidden = true; });
    const text = said.innerText.trim();
    insiders.forEach((passage) => { passage.hidden = false; });
    copy(text, button);
  });

  // Find.
  const page = globalThis.talktrack = { root, box, load, copy, single: !own.src };
  let wished;
  const wish = () => wished ??= page.single ? Promise.resolve() : (style('assets/find-box.css'), load('assets/find-box.js'));
  const ask = (first) => wish().then(() => page.ask(first));
  const soon = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 200));
  if (box && !navigator.connection?.saveData) addEventListener('load', () => soon(wish));
  document.querySelector('button.find')?.addEventListener('click', () => ask());

  // Keys, from anywhere on a page: type to find, arrows to turn to the card before or after.
  let typed = '';
  addEventListener('keydown', (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented || box?.open) return;
    if (target.closest('textarea, select, [contenteditable], input:not([type=checkbox])')) return;
    if (box && (key === '/' || (key.length === 1 && /[\p{L}\p{N}]/u.test(key)) || (typed && key === ' '))) {
      event.preventDefault();
      typed += key === '/' && !typed ? '' : key;
      return ask(typed).then(() => { typed = ''; });
    }
    if (box && key === 'Process') return ask('');
    const turn = { ArrowLeft: 'prev', ArrowRight: 'next' }[key];
    if (turn && !target.closest('.scroll, .beside')) {
      [...document.querySelectorAll(`a[rel=${turn}]`)].find((a) => a.getClientRects().length)?.click();
    }
  });
})();
