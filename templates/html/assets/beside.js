// Two cards side by side; the address says which.
(() => {
  'use strict';
  const named = () => {
    const raw = location.hash.slice(1);
    try { return decodeURIComponent(raw); } catch { return raw; }
  };
  for (const beside of document.querySelectorAll('.beside')) {
    const cards = [...beside.children];
    const picks = [...beside.parentElement.querySelectorAll('.pick select')];
    const name = (card) => card.id.split('/').at(-1);
    // A page for too many cards holds only their names: what is shown of a card comes from its own page, which is in the
    // same file or framed.
    const fill = (card) => {
      const link = card.querySelector('h2 a');
      if (!link || card.childElementCount > 1) return;
      const within = link.hash && document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (within) return card.append(...[...within.querySelectorAll('.boxes > .box')].map((box) => box.cloneNode(true)));
      card.append(Object.assign(document.createElement('iframe'), { src: `${link.href}?framed`, title: link.textContent }));
    };
    const place = (id) => cards.findIndex((card) => name(card) === id);
    const show = () => {
      const [left, right] = picks.map((pick) => Number(pick.value));
      cards.forEach((card, i) => {
        card.hidden = i !== left && i !== right;
        card.style.order = i === left ? 0 : 1;
        if (card.hidden) card.querySelector('iframe')?.remove();
        else if ('names' in beside.dataset) fill(card);
      });
    };
    const read = () => {
      const [left, right] = named().split('/').at(-1).split('+').map(place);
      picks[0].value = Math.max(left, 0);
      picks[1].value = right >= 0 && right !== left ? right : (Math.max(left, 0) + 1) % cards.length;
      show();
    };
    picks.forEach((pick) => {
      pick.append(...cards.map((card, i) => new Option(card.querySelector('h2').textContent, i)));
      pick.addEventListener('change', () => {
        show();
        const before = location.hash.includes('/') ? location.hash.slice(0, location.hash.lastIndexOf('/') + 1) : '#';
        history.replaceState(null, '', before + picks.map((p) => name(cards[p.value])).join('+'));
      });
    });
    addEventListener('hashchange', read);
    read();
  }
})();
