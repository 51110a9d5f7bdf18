// One file, many pages: shows the one that the address names. Without scripts all stand one below the other.
(() => {
  'use strict';
  const pages = [...document.querySelectorAll('main > .page')];
  const title = document.title;
  const named = () => {
    const raw = location.hash.slice(1);
    try { return decodeURIComponent(raw); } catch { return raw; }
  };
  const show = () => {
    const at = named();
    const page = pages.find(({ id }) => at === id || at.startsWith(`${id}/`)) ?? pages[0];
    for (const other of pages) other.hidden = other !== page;
    document.title = page === pages[0] ? title : `${page.dataset.title} · ${title}`;
    for (const link of document.querySelectorAll('.bar nav a')) {
      if (link.hash === `#${page.id}`) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    const place = at === page.id ? null : document.getElementById(at);
    if (place) place.scrollIntoView(); else scrollTo(0, 0);
  };
  addEventListener('hashchange', show);
  show();
})();
