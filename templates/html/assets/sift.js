// Sifts tables: rows by their words, columns by their names. The differences alone are a matter of the style sheet.
(() => {
  'use strict';
  const plain = (text) => ` ${text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')}`;
  // Words by their beginning; in scripts without spaces, anywhere.
  const holds = (text, word) => text.includes(` ${word}`) || (/[\u0e00-\u{3ffff}]/u.test(word) && text.includes(word));
  for (const sift of document.querySelectorAll('.sift')) {
    const table = sift.parentElement.querySelector('.matrix');
    sift.querySelector('.rows input').addEventListener('input', ({ target }) => {
      const wanted = plain(target.value).split(' ').filter(Boolean);
      for (const body of table.tBodies) {
        const rows = [...body.rows].filter((row) => !row.classList.contains('group'));
        for (const row of rows) row.hidden = !wanted.every((word) => holds(plain(row.cells[0].textContent), word));
        body.hidden = wanted.length > 0 && rows.every((row) => row.hidden);
      }
    });
    sift.querySelector('.columns')?.addEventListener('change', ({ target }) => {
      for (const row of table.rows) if (row.cells.length > 1) row.cells[target.value].hidden = !target.checked;
    });
  }
})();
