// Pages as the wikis themselves show them: every word as it was written, whatever it looks like; no link into nothing.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { before, describe, test } from 'node:test';
import { absent, broken, built, dokuwiki, ids, kit, mediawiki, sample, seen } from './wikis.mjs';

// Words that mean something in one wiki or another.
const HOSTILE = [
  ']]>', '</ac:parameter>', '{{x}}', '{{{1}}}', '<nowiki>', '</nowiki>', 'a </nowiki> 50% %% b', '~~NOCACHE~~', '~~~~~', '[[x|y]]',
  `''x''`, `'''x'''`, `it's 'x'`, '__TOC__', '__NOTOC__', '----', '=h=', '== h ==', '%%x%%', '\\\\ x', '((note))', '//x//', '**x**',
  'a :-) 8-) =) b', 'LOL FIXME', '-> <- => (c) (tm) ... -- ---', '#REDIRECT [[x]]', '* x', '# x', ': x', '; x : y', 'https://a.example/x y',
  'www.a.example', 'mailto:a@b.example', '🎉 x', 'a | b', 'a ^ b', 'a !! b || c', '640x480', 'ISBN 0306406152',
  'RFC 1234', '&amp; &#91; &nbsp;', '<b>x</b>', '<script>alert(1)</script>', '<!-- x -->', '[https://a.example x]', '-{x}-', '"x"', '>> x',
  '~~INFO:syntaxplugins~~', '[[Category:x]]', 'x]]]', '^ x ^', '<code>x</code>', 'C:\\dir', '\\\\host\\share', 'a_b__c', '<html>x</html>',
  '{{rss>https://a.example}}', '[[File:x.png]]', '{| x', '|}', '! x', '+ x', '> x', 'a  b', '&lt;b>', '<ref>x</ref>', '{{PAGENAME}}',
  'שלום (x)', 'مرحبا', "''", "'''''", '__', '!!', '==', '<<', 'x<sub>2</sub>', '~', '=', '%', '<file>x</file>', '</code>', 'a</file>b',
];
// As Markdown of an author who means the words.
const literally = (words) => words.replace(/[!-/:-@[-`{-~]/g, '\\$&');
const one = (words) => words.trim().replace(/ +/g, ' ');
const count = (text, pattern) => text.match(pattern)?.length ?? 0;
// Cells of the page's own table of facts.
const FACTS = 2;
const CELLS = /<t[dh][ >]/g;
// The words that are an address are made a link by Markdown itself.
const ADDRESSES = /href="https?:\/\/(?:www\.)?a\.example/g;

/** A kit with the words in every place that a text has. */
function hostile() {
  const text = HOSTILE.map((words, n) => {
    const w = literally(words);
    return `q${n}p\n\n${w}\n\n## q${n}h ${w} h${n}q\n\n- ${w}\n\n**${w}** q *${w}* q ~~${w}~~\n\n[q ${w} q](https://link.example/${n})\n\n| q${n}c | ${w} |\n|---|---|\n| ${w} | ${w} **x** |\n\n> ${w}\n\n    q${n}k ${words} k${n}q`;
  }).join('\n\n');
  return kit({ 'content/pages/p.yaml': { title: 'Page', text } });
}

/** Whether each of the words stands on the page as often as it was written. */
function assertSeen(html, from) {
  const lines = seen(html);
  HOSTILE.forEach((words, n) => {
    const start = lines.indexOf(`q${n}p`);
    const end = n + 1 < HOSTILE.length ? lines.indexOf(`q${n + 1}p`) : lines.length;
    assert.ok(start >= 0 && end > start, `${from}: nothing is left of ${words}`);
    const part = lines.slice(start, end).join('\n');
    const w = one(words);
    const wanted = [`q${n}p\n${w}`, `q${n}h ${w} h${n}q`, `${w} q ${w} q ${w}`, `q ${w} q`, `q${n}c\n${w}\n${w}\n${w} x\n${w}`, `q${n}k ${w} k${n}q`];
    for (const line of wanted) assert.ok(part.includes(line), `${from}: \`${line}\` is not in:\n${part}`);
  });
}

describe('MediaWiki', { skip: absent }, () => {
  test('shows hostile words as they are, and takes none for markup', async () => {
    const from = hostile();
    const page = await mediawiki('Page', built(from, 'mediawiki', '.wiki')['page/p']);
    assertSeen(page.text, 'MediaWiki');
    for (const what of ['templates', 'categories', 'langlinks', 'iwlinks', 'images']) assert.deepEqual(page[what], [], what);
    assert.equal(count(page.text, ADDRESSES), count(built(from, 'html', '.html')['page/p'], ADDRESSES));
    assert.equal(count(page.text, /class="external/g), count(page.text, ADDRESSES) + HOSTILE.length);
    assert.equal(page.sections.length, HOSTILE.length);
    assert.equal(count(page.text, CELLS), HOSTILE.length * 4 + FACTS);
  });

  test('shows the sample kit with every link to a place leading there', async () => {
    const pages = built(sample, 'mediawiki', '.wiki');
    const shown = {};
    for (const [path, text] of Object.entries(pages)) {
      const { text: html, templates, categories } = await mediawiki(`Talktrack ${path}`, text);
      assert.deepEqual(templates, []);
      // Pictures are not there yet.
      assert.deepEqual(categories.filter(({ category }) => category !== 'Pages_with_broken_file_links'), []);
      assert.deepEqual(broken(html), [], path);
      shown[path] = ids(html);
    }
    assert.ok(shown.objections.size > 5 && Object.keys(pages).length > 10);
    const claims = [...Object.values(pages).join('\n').matchAll(/\[\[Claims#([^|]*)\|/g)].map((match) => match[1]);
    assert.ok(claims.length > 5);
    assert.deepEqual(claims.filter((place) => !shown.claims.has(place)), []);
  });
});

describe('DokuWiki', { skip: absent }, () => {
  test('shows hostile words as they are, and takes none for markup', async () => {
    const from = hostile();
    const html = await dokuwiki('page/p', built(from, 'dokuwiki', '.txt')['page/p']);
    assertSeen(html, 'DokuWiki');
    assert.equal(count(html, CELLS), HOSTILE.length * 4 + FACTS);
    assert.ok(!/class="[^"]*(?:smiley|interwiki|windows|mail|media|rss|fn_)/.test(html), html.match(/.*class="[^"]*(?:smiley|interwiki|windows|mail|media|rss|fn_).*/)?.[0]);
    // Headings of DokuWiki hold no links.
    const plain = built(from, 'html', '.html')['page/p'].replace(/<h\d[^]*?<\/h\d>/g, '');
    assert.equal(count(html, ADDRESSES), count(plain, ADDRESSES));
    assert.equal(count(html, /class="urlextern/g), count(html, ADDRESSES) + HOSTILE.length);
  });

  test('shows the sample kit with every link to a place leading there', async () => {
    const pages = built(sample, 'dokuwiki', '.txt');
    const shown = {};
    for (const [path, text] of Object.entries(pages)) {
      const html = await dokuwiki(path, text);
      assert.deepEqual(broken(html), [], path);
      shown[path.replaceAll('/', ':')] = ids(html);
    }
    assertPlaces(pages, shown);
  });

  test('names the places of headings as we foretell, whatever signs they hold', async () => {
    const ranges = [[0xa1, 0x24f], [0x2010, 0x2027], [0x2030, 0x205e], [0x20a0, 0x20bf], [0x2100, 0x27bf], [0x3001, 0x303f], [0x391, 0x3c9], [0x410, 0x44f], [0x1e00, 0x1eff], [0xff01, 0xff9f]];
    const signs = ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, n) => from + n)).filter((sign) => /[^\p{Cn}\p{M}\p{Cf}]/u.test(String.fromCodePoint(sign)));
    const questions = signs.map((sign) => ({ id: `u${sign.toString(16)}`, ask: `Is a${String.fromCodePoint(sign)}b there?`, short: 'Yes.' }));
    const text = signs.map((sign) => `[[faq:f#u${sign.toString(16)}|x]]`).join(' ');
    const pages = built(kit({ 'content/faqs/f.yaml': { title: 'Signs', questions }, 'content/pages/p.yaml': { title: 'P', text } }), 'dokuwiki', '.txt');
    const there = ids(await dokuwiki('faq/f', pages['faq/f']));
    const foretold = [...pages['page/p'].matchAll(/\[\[:faq:f#([^|]*)\|/g)].map((match) => match[1]);
    assert.equal(foretold.length, signs.length);
    assert.deepEqual(foretold.filter((place) => !there.has(place)), []);
  });
});

/** Every place on another page that pages link to is there. */
function assertPlaces(pages, shown) {
  const links = [...Object.values(pages).join('\n').matchAll(/\[\[:([^#|\]]*)#([^|]*)\|/g)];
  assert.ok(links.length > 20);
  for (const [, page, place] of links) assert.ok(shown[page]?.has(place), `${page}#${place}`);
}

describe('Confluence', { skip: absent }, () => {
  // A parser of its storage format that is not ours: the bodies, as the words in them and the macros they use.
  const READ = `
import json, sys
from md2conf.csf import elements_from_string
def read(body):
    root = elements_from_string(body)
    name = '{http://atlassian.com/content}name'
    macros = sorted({e.get(name) for e in root.iter('{http://atlassian.com/content}structured-macro')})
    return {'macros': macros, 'words': ''.join(root.itertext()), 'ids': [p.text for m in root.iter('{http://atlassian.com/content}structured-macro') if m.get(name) == 'anchor' for p in m], 'links': [l.get('{http://atlassian.com/content}anchor') for l in root.iter('{http://atlassian.com/content}link') if l.get('{http://atlassian.com/content}anchor') and l[0].tag.endswith('link-body')]}
print(json.dumps({path: read(body) for path, body in json.load(sys.stdin).items()}))
`;
  const read = (pages) => JSON.parse(execFileSync('python3', ['-c', READ], { input: JSON.stringify(pages), maxBuffer: 1 << 28 }));
  let pages;
  before(() => { pages = read(built(sample, 'confluence', '.xml')); });

  test('bodies are well-formed, with macros that every Confluence has', () => {
    const known = ['anchor', 'code', 'details', 'expand', 'info', 'note', 'status', 'tip', 'toc', 'warning'];
    for (const [path, { macros }] of Object.entries(pages)) assert.deepEqual(macros.filter((name) => !known.includes(name)), [], path);
  });

  test('links to a place on the page find an anchor there', () => {
    for (const [path, { ids, links }] of Object.entries(pages)) assert.deepEqual(links.filter((place) => !ids.includes(place)), [], path);
  });

  test('hostile words come back as they were', () => {
    const { 'page/p': { words } } = read(built(hostile(), 'confluence', '.xml'));
    HOSTILE.forEach((w, n) => {
      assert.ok(words.includes(`q${n}h ${one(w)} h${n}q`), w);
      assert.ok(words.includes(`q${n}k ${w} k${n}q`), w);
    });
  });
});
