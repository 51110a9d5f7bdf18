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
    const place = (id) => cards.findIndex((card) => name(card) === id);
    const show = () => {
      const [left, right] = picks.map((pick) => Number(pick.value));
      cards.forEach((card, i) => {
        card.hidden = i !== left && i !== right;
        card.style.order = i === left ? 0 : 1;
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
