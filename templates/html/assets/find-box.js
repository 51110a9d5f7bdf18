// Find: what they said, and what to say. A build made the index; words are looked up and weighed here as in the terminal
// (src/find.rs), and only what a search asks for is loaded.
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

  // Words as one looks them up: `asked_terms` of src/text/terms.rs.
  const UNSPACED = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\u30fc\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}';
  const CUT = new RegExp(`([${UNSPACED}]+)|(?:(?![${UNSPACED}])[\\p{L}\\p{N}])+`, 'gu');
  const SPELLED = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };
  const folded = (text) => /^[\x00-\x7f]*$/.test(text) ? text.toLowerCase()
    : text.normalize('NFKD').replace(/[^\P{M}\u3099\u309a]/gu, '').toLowerCase().normalize('NFC')
      .replace(/[ßæœøłđðþı]/g, (letter) => SPELLED[letter]).replace(/[\u30a1-\u30f6]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60));
  const terms = (text) => [...folded(text).matchAll(CUT)].flatMap(([word, run]) => {
    const signs = [...run ?? ''];
    return signs.length > 1 ? signs.slice(1).map((sign, i) => signs[i] + sign) : [word];
  });

  // What was loaded, by name: `find` tells where words lead from, `w0` and so on where to, `words` are all words, `0` and
  // so on answers.
  let known = {}, coming = {}, chosen = -1;
  page.tell = (name, said) => { known[name] = said; };
  if (page.single) known = JSON.parse(one('#s_told').textContent);
  const file = (name) => known.find?.files?.[name] ?? name;
  const path = (name) => name === 'find' ? 'assets/find.js' : `assets/find/${file(name)}.js`;
  const get = (name) => coming[name] ??= (page.single ? Promise.resolve() : load(path(name)))
    .then(() => known[file(name)], (slip) => { delete coming[name]; throw slip; });
  const told = async (place) => {
    const { blocks } = await get('find');
    let block = 0;
    while (place >= blocks[block]) place -= blocks[block++];
    return (await get(block))[place];
  };

  // The words that begin so, each with where it leads.
  const beginning = async (start) => {
    const { starts } = await get('find');
    const first = Math.max(0, starts.findLastIndex((word) => word <= start));
    const files = starts.flatMap((word, n) => n === first || (n > first && word.startsWith(start)) ? [n] : []);
    const parts = await Promise.all(files.map((n) => get(`w${n}`)));
    return parts.flatMap((part) => Object.entries(part).filter(([word]) => word.startsWith(start)));
  };
  const same = async (word) => (await beginning(word)).flatMap(([other, leads]) => other === word ? [leads] : []);
  // Walks over the answers that a word leads to, with what it weighs there.
  const walk = ([, ...leads], act) => {
    let place = 0;
    for (const lead of leads) act(place += Math.floor(lead / 256), lead % 256);
  };
  // The words of the name on the card that is open.
  const cardNames = () => terms([...document.querySelectorAll('.battlecard h1')].find((name) => name.getClientRects().length)?.textContent ?? '');
  // How many slips of the finger lie between what was typed and the beginning of a word, and how many letters follow.
  const slips = (typed, word, forgiven) => {
    let before, row = [...word, 0].map((_, j) => j);
    for (let i = 1; i <= typed.length; i++) {
      const next = [i];
      for (let j = 1; j <= word.length; j++) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (typed[i - 1] !== word[j - 1]));
        if (i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      [before, row] = [row, next];
      if (Math.min(...row) > forgiven) return [Infinity];
    }
    const least = Math.min(...row);
    return [least, word.length - row.lastIndexOf(least)];
  };
  // What a term may mean: how near that comes, and where it leads. What begins with it, else what it may be a slip of.
  const meant = async (term) => {
    const typed = [...term], { length } = typed;
    const begins = await beginning(term);
    const near = (more) => more ? Math.floor(72 * length / (3 * length + more)) : 60;
    if (length < 4 || begins.length) return begins.map(([word, leads]) => [near([...word].length - length), leads]);
    const forgiven = Math.floor((2 * length + 5) / 10);
    const all = (await get('words')).split(' ').map((word) => [word, ...slips(typed, [...word], forgiven)]);
    const found = all.filter(([, least]) => least <= forgiven).map(async ([word, least, more]) => {
      const near = Math.floor(81 * length / (3 * length + 3 * least + more));
      return (await same(word)).map((leads) => [near, leads]);
    });
    return (await Promise.all(found)).flat();
  };
  // The places of the answers to some words, best first.
  const sought = async (words) => {
    const { blocks, lately, opens } = await get('find');
    if (!words.trim()) return lately;
    const all = terms(words);
    if (all.length === 1 && Object.hasOwn(opens, all[0])) return opens[all[0]];
    const scores = new Float64Array(blocks.reduce((sum, answers) => sum + answers, 0));
    const meanings = await Promise.all([...all.map(meant), ...cardNames().map(same)]);
    for (const [near, leads] of meanings.slice(0, all.length).flat()) {
      walk(leads, (place, weight) => { scores[place] += near * leads[0] * weight; });
    }
    // On a card, half as much again for what is about its rival.
    const names = meanings.slice(all.length);
    const named = new Uint8Array(scores.length);
    for (const leads of names.flat()) walk(leads, (place) => { named[place]++; });
    named.forEach((many, place) => { if (many && many === names.length) scores[place] *= 1.5; });
    const best = scores.reduce((most, score) => Math.max(most, score), 0);
    const hits = [];
    scores.forEach((score, place) => { if (score * 5 > best) hits.push(place); });
    return hits.sort((a, b) => scores[b] - scores[a] || a - b).slice(0, MOST);
  };

  const answer = (row, parts) => {
    const list = make('dl');
    for (const [label, words, spoken] of parts) {
      const part = make('div', spoken ? 'say' : '');
      part.append(make('dt', 'k', known.find.labels[label]), ...words.map((text) => make('dd', '', text)));
      part.dataset.label = label;
      list.append(part);
    }
    row.append(list);
  };
  const option = ([kind, title, about, also, to, says], place) => {
    const row = make(to ? 'a' : 'div', 'hit');
    if (to) row.href = root + to;
    row.role = 'option';
    row.id = `s_hit_${place}`;
    row.tabIndex = -1;
    const head = make('p');
    head.append(make('span', 'says', title), make('span', 'note', [known.find.labels[kind], ...about].join(' · ')));
    row.append(head);
    if (also.length && kind !== 'find-objection') row.append(make('p', 'note', also.join(' · ')));
    answer(row, says);
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
  // What was asked last is shown, whatever is loaded first. What cannot be loaded is left out, and not called missing.
  let turn = 0, looking;
  const show = async () => {
    const mine = ++turn;
    found.ariaBusy = 'true';
    const places = await sought(input.value).catch(() => undefined);
    if (mine !== turn) return;
    const answers = await Promise.allSettled(places?.map(told) ?? []);
    if (mine !== turn) return;
    found.replaceChildren(...answers.flatMap(({ value }) => value ? [value] : []).map(option));
    found.scrollTop = 0;
    none.textContent = input.value.trim() && places?.length === 0 ? none.dataset.none : '';
    choose(0);
    found.ariaBusy = 'false';
  };
  const look = () => { looking = show(); };
  // A small kit has one file of words, which may as well be there before it is asked for.
  get('find').then(({ starts }) => starts.length === 1 && get('w0')).catch(() => {});
  // Pages that change while they are open read anew what can be found, when it is asked for; what is being read stays.
  page.refresh = () => {
    [known, coming] = [{}, {}];
    turn++;
    if (box.open && chosen < 1) look();
  };

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
  input.addEventListener('keydown', async (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step || event.key === 'Enter') event.preventDefault();
    if (step) choose(chosen + step);
    if (event.key !== 'Enter') return;
    await looking;
    const hit = found.children[chosen];
    if (!hit) return;
    const said = one('[data-label=answer]', hit) ?? one('.say', hit) ?? hit;
    if (event.shiftKey) page.copy([...said.querySelectorAll('dd')].map((dd) => dd.textContent).join('\n'), one('.note', hit));
    else hit.click();
  });
})();
