// Find: what they said, and what to say. The index comes with this script, answers as they are shown.
(() => {
  'use strict';
  const page = globalThis.talktrack;
  const { box, load, root } = page;
  const one = (query, of = document) => of.querySelector(query);
  const make = (name, as, text) => Object.assign(document.createElement(name), { className: as ?? '', textContent: text ?? '' });
  const input = one('input', box);
  const found = one('#s_found');
  const none = one('.none', box);
  const MOST = 12;

  // Words as one looks them up. The terminal cuts them in the same way (src/text/terms.rs).
  const UNSPACED = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\u30fc\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}';
  const CUT = new RegExp(`([${UNSPACED}]+)|(?:(?![${UNSPACED}])[\\p{L}\\p{N}])+`, 'gu');
  const folded = (text) => /^[\x00-\x7f]*$/.test(text) ? text.toLowerCase()
    : text.normalize('NFKD').replace(/[^\P{M}\u3099\u309a]/gu, '').toLowerCase().normalize('NFC')
      .replace(/[\u30a1-\u30f6]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60));
  const terms = (text, asked) => {
    const all = [];
    for (const [word, run] of folded(text).matchAll(CUT)) {
      if (!run) { all.push(word); continue; }
      const signs = [...run];
      for (let i = 1; i < signs.length; i++) all.push(signs[i - 1] + signs[i]);
      if (!asked || signs.length === 1) all.push(signs.at(-1));
    }
    return all;
  };

  let index, engine, chosen = -1;
  const told = [], coming = [];
  page.learn = (said) => { index = said; };
  page.tell = (block, answers) => { told[block] = answers; };
  const inside = (id) => JSON.parse(document.getElementById(id).textContent);
  const fetched = async () => {
    if (!page.single) return Promise.all([load('assets/minisearch.js'), load('assets/find.js')]);
    page.learn(inside('s_index'));
    inside('s_answers').forEach((answers, block) => page.tell(block, answers));
  };
  const SORTS = { 'find-objection': 1.3, 'find-competitor': 1.3, 'find-claim': .8, 'find-row': .8 };
  const FIELDS = { title: (r) => r[1], also: (r) => r[2].join(' / '), keys: (r) => r[3] };
  const NAMES = ['find-competitor', 'find-product', 'find-persona'];
  // Of a large kit one need not wait for all: answers of this page come first, then names.
  const inTurn = (records) => {
    const turn = ([kind, , , , to]) => to && location.pathname.endsWith(`/${to.split('#')[0]}`) ? 0 : NAMES.includes(kind) ? 1 : 2;
    const turns = [[], [], []];
    records.forEach((record, i) => turns[turn(record)].push(i));
    return turns.flat();
  };
  const pause = () => new Promise((go) => setTimeout(go));
  const build = async () => {
    await fetched();
    const { records } = index;
    const mine = engine = new MiniSearch({
      fields: Object.keys(FIELDS),
      extractField: (i, name) => name === 'id' ? i : FIELDS[name](records[i]),
      tokenize: (text) => terms(text),
      processTerm: (term) => term,
      searchOptions: {
        tokenize: (text) => terms(text, true),
        prefix: true,
        fuzzy: (term) => term.length > 3 ? .2 : false,
        boost: { title: 3, also: 2.5 },
        boostDocument: (i) => (SORTS[records[i][0]] ?? 1) * (1 + Math.log1p(records[i][5] / 100) / 4),
      },
    });
    found.ariaBusy = 'true';
    const all = inTurn(records);
    let next = 0;
    for (let seen = 0; next < all.length && engine === mine; await pause()) {
      const until = performance.now() + 40;
      for (; next < all.length && performance.now() < until; next += 100) mine.addAll(all.slice(next, next + 100));
      if (next < 2 * seen) continue;
      seen = next;
      grown();
    }
    if (engine !== mine) return;
    found.ariaBusy = 'false';
    grown();
  };
  build();
  // Pages that change while they are open read anew what can be found.
  page.refresh = () => {
    [told, coming].forEach((list) => list.splice(0));
    chosen = -1;
    return build();
  };

  // One letter begins nearly everything: names that begin with it will do, then all else that does.
  const beginning = (letter) => {
    const hits = index.records.flatMap((r, i) => folded(r[1]).startsWith(letter) ? [i] : []);
    const is = (i) => NAMES.includes(index.records[i][0]);
    return [...hits.filter(is), ...hits.filter((i) => !is(i))].slice(0, MOST);
  };
  const sought = (words) => {
    if (!engine) return [];
    if (!words.trim()) return index.records.flatMap((r, i) => r[5] > 0 ? [i] : []).slice(0, MOST / 2);
    const [word, more] = terms(words, true);
    if (word?.length === 1 && !more && word < '\u3000') return beginning(word);
    const hits = engine.search(words).sort((a, b) => b.score - a.score || a.id - b.id);
    return hits.filter((hit) => hit.score > hits[0].score * .2).slice(0, MOST).map((hit) => hit.id);
  };
  const answer = (row, parts) => {
    const list = make('dl');
    for (const [label, words, spoken] of parts) {
      const part = make('div', spoken ? 'say' : '');
      part.append(make('dt', 'k', index.words[label]), ...words.map((text) => make('dd', '', text)));
      part.dataset.label = label;
      list.append(part);
    }
    row.append(list);
  };
  const option = (i, place) => {
    const [kind, title, also, , to] = index.records[i];
    const row = make(to ? 'a' : 'div', 'hit');
    if (to) row.href = root + to;
    row.role = 'option';
    row.id = `s_hit_${place}`;
    row.tabIndex = -1;
    const head = make('p');
    head.append(make('span', 'says', title), make('span', 'note', index.words[kind]));
    row.append(head);
    if (also.length && kind !== 'find-objection') row.append(make('p', 'note', also.join(' · ')));
    const block = Math.floor(i / index.block);
    const fill = () => answer(row, told[block][i % index.block]);
    if (told[block]) fill();
    else (coming[block] ??= load(`assets/find/${index.files?.[block] ?? block}.js`)).then(fill);
    return row;
  };
  const choose = (place) => {
    const hits = found.children;
    hits[chosen]?.setAttribute('aria-selected', 'false');
    chosen = hits.length ? (place + hits.length) % hits.length : -1;
    if (chosen < 0) return input.removeAttribute('aria-activedescendant');
    hits[chosen].setAttribute('aria-selected', 'true');
    hits[chosen].scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', hits[chosen].id);
  };
  const look = () => {
    if (!engine) return;
    chosen = -1;
    found.replaceChildren(...sought(input.value).map(option));
    found.scrollTop = 0;
    none.textContent = input.value.trim() && !found.children.length && found.ariaBusy === 'false' ? none.dataset.none : '';
    choose(0);
  };
  // What is being read stays as it is.
  const grown = () => box.open && chosen < 1 && look();

  page.ask = (first) => {
    if (!box.open) box.showModal();
    input.focus();
    if (first === undefined) input.select();
    else input.value = first;
    look();
  };
  input.addEventListener('input', look);
  one('.close', box).addEventListener('click', () => box.close());
  box.addEventListener('click', (event) => {
    if (event.target === box || event.target.closest('.hit')) box.close();
  });
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); choose(chosen + step); }
    const hit = event.key === 'Enter' && found.children[chosen];
    if (!hit) return;
    event.preventDefault();
    const said = one('[data-label=answer]', hit) ?? one('.say', hit) ?? hit;
    if (event.shiftKey) page.copy([...said.querySelectorAll('dd')].map((dd) => dd.textContent).join('\n'), one('.note', hit));
    else hit.click();
  });
})();
