// Sifts tables: rows by their words, columns by their names. The differences alone are a matter of the style sheet.
(() => {
  'use strict';
  const plain = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  for (const sift of document.querySelectorAll('.sift')) {
    const table = sift.parentElement.querySelector('.matrix');
    sift.querySelector('.rows input').addEventListener('input', ({ target }) => {
      const wanted = plain(target.value).split(/\s+/).filter(Boolean);
      for (const body of table.tBodies) {
        const rows = [...body.rows].filter((row) => !row.classList.contains('group'));
        for (const row of rows) row.hidden = !wanted.every((word) => plain(row.cells[0].textContent).includes(word));
        body.hidden = wanted.length > 0 && rows.every((row) => row.hidden);
      }
    });
    sift.querySelector('.columns')?.addEventListener('change', ({ target }) => {
      for (const row of table.rows) if (row.cells.length > 1) row.cells[target.value].hidden = !target.checked;
    });
  }
})();
