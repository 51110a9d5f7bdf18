// Added to pages while one writes: reloads when the kit has changed, tells what is wrong, switches between readers.
(() => {
  'use strict';
  const { audience } = document.currentScript.dataset;
  const make = (name, as, text) => Object.assign(document.createElement(name), { className: as ?? '', textContent: text ?? '' });
  const bar = make('aside', 't-bar');
  bar.setAttribute('aria-label', 'talktrack serve');
  const readers = make('nav', 't-readers');
  readers.setAttribute('aria-label', 'Readers');
  for (const name of ['internal', 'partner', 'public']) {
    const link = make('a', '', name);
    link.href = location.pathname.replace(/^\/[^/]*/, `/${name}`) + location.hash;
    if (name === audience) link.setAttribute('aria-current', 'true');
    readers.append(link);
  }
  const problems = make('section', 't-problems');
  problems.setAttribute('role', 'alert');
  bar.append(problems, readers);
  document.body.append(bar);

  // What stays when only words change: then the words are put in place, and everything else is left as it is.
  const frame = (page) => [...page.head.children, page.querySelector('header.top')].map((part) => part?.outerHTML).join('');
  const own = frame(document);
  const renew = async () => {
    const reply = await fetch(location.href, { cache: 'no-store' });
    const fresh = new DOMParser().parseFromString(await reply.text(), 'text/html');
    const [before, after] = [document, fresh].map((page) => page.querySelector('main'));
    if (!reply.ok || !after || frame(fresh) !== own || document.querySelector('.sift, .beside')) return location.reload();
    const open = [...before.querySelectorAll('details')].map((details) => details.open);
    before.replaceWith(document.adoptNode(after));
    [...after.querySelectorAll('details')].forEach((details, i) => { if (open[i]) details.open = true; });
    document.title = fresh.title;
    globalThis.talktrack?.refresh?.();
  };

  let version, design;
  const said = new EventSource('/~talktrack/state');
  said.onmessage = ({ data }) => {
    const state = JSON.parse(data);
    if (design !== undefined && state.design !== design) return location.reload();
    if (version !== undefined && state.version !== version) renew().catch(() => location.reload());
    ({ version, design } = state);
    const wasOpen = !bar.classList.contains('t-stale') && problems.querySelector('details')?.open === true;
    problems.replaceChildren();
    bar.classList.toggle('t-stale', state.stale);
    if (!state.problems) return;
    // Errors are told at once; what is only worth a look waits until somebody does.
    const panel = make('details');
    panel.open = state.stale || wasOpen;
    const words = make('pre', '', state.problems);
    words.tabIndex = 0;
    panel.append(make('summary', '', state.stale ? 'The kit has errors. These are the last good pages.' : 'Worth a look'), words);
    problems.append(panel);
  };
  said.onerror = () => bar.classList.add('t-lost');
  said.onopen = () => bar.classList.remove('t-lost');
})();
