// A card in a frame beside another: without what stands around every page, as the page around both has it; links lead out
// of the frame.
(() => {
  'use strict';
  if (top === self) return;
  const { root } = globalThis.talktrack;
  const put = (name, of) => document.head.append(Object.assign(document.createElement(name), of));
  put('link', { rel: 'stylesheet', href: root + 'assets/framed.css' });
  put('base', { target: '_top' });
  document.documentElement.classList.add('framed');
})();
