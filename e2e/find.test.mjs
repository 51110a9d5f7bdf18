// A rep on a call: types what the prospect said, from any page, and reads what to answer.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { TODAY, build, crowded, folder, launch, listen, pages, program, root, violations } from './browser.mjs';

let browser, out;
before(async () => {
  browser = await launch();
  out = build();
});

/** Opens a page, and waits until everything that can be found is there. */
async function open(path, of = out, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, ...options });
  const page = await context.newPage();
  const said = listen(page);
  await page.goto(`file://${join(of, path)}`);
  return { page, said };
}

const first = (page) => page.locator('#s_found [aria-selected=true]');

test('what a prospect says is found from any page by typing it, slips and all, with everything to answer', async () => {
  for (const path of pages(out)) {
    const { page, said } = await open(path);
    await page.keyboard.type('third more expensve', { delay: 15 });
    await first(page).getByText('You are 30 % more expensive than Ticketron.').waitFor();
    const words = await first(page).innerText();
    for (const part of ['What it means', 'defend this number', 'Acknowledge', 'Ask', 'What does finance compare us with?', 'Answer', 'On list price', 'Proof', '2026-10-12']) {
      assert.ok(words.includes(part), `${path}: ${part} is not in the answer: ${words}`);
    }
    assert.equal(await page.locator('#s_find input').inputValue(), 'third more expensve', path);
    assert.deepEqual(said, [], path);
    await page.context().close();
  }
});

test('arrows choose, Enter opens the permanent link, Esc goes back to the page', async () => {
  const { page, said } = await open('index.html');
  await page.keyboard.press('/');
  await page.locator('#s_find').waitFor();
  await page.locator('.hit').first().waitFor();
  const lately = await page.locator('.hit .says').allInnerTexts();
  assert.ok(lately.length >= 3, 'what was heard lately is there before a word is typed');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('#s_find').isVisible(), false);
  await page.keyboard.type('price');
  await page.locator('.hit').nth(1).waitFor();
  const second = await page.locator('.hit').nth(1).getAttribute('href');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  assert.equal(await first(page).getAttribute('href'), second);
  assert.equal(await page.locator('#s_find input').getAttribute('aria-activedescendant'), await first(page).getAttribute('id'));
  await page.keyboard.press('Enter');
  await page.waitForURL(second);
  const target = decodeURIComponent(new URL(second).hash.slice(1));
  assert.ok(await page.locator(`[id="${target}"]`).isVisible());
  assert.deepEqual(said, []);
  await page.context().close();
});

test('rivals by their other names, questions, claims, people and features of a table are found', async () => {
  const { page } = await open('battlecard/chatly.html');
  const looks = { TT: 'Ticketron', yearly: 'Can we pay yearly?', cfo: 'CFO', '41 %': 'In the median team, 41 % of questions are answered without an agent.', 'phone queues': 'Phone queues', 'how many call': 'Out of ten customers, how many call first?' };
  for (const [words, title] of Object.entries(looks)) {
    await page.keyboard.press('/');
    await page.locator('#s_find input').fill(words);
    const titles = page.locator('.hit .says', { hasText: title });
    await titles.first().waitFor({ timeout: 5000 }).catch(async () => assert.fail(`${words}: ${await page.locator('.hit .says').allInnerTexts()}`));
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('/');
  await page.locator('#s_find input').fill('qqqqqq');
  assert.match(await page.locator('.none').innerText(), /Nothing found/);
  await page.context().close();
});

test('the box is accessible in light and dark, and fits a phone', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const { page } = await open('index.html', out, { colorScheme, viewport: { width: 360, height: 740 } });
    await page.locator('button.find').click();
    await page.locator('#s_find input').fill('pric');
    await page.locator('.hit dl').first().waitFor();
    assert.deepEqual(await violations(page), [], colorScheme);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360));
    await page.context().close();
  }
});

test('an answer is copied without what is for insiders', async () => {
  const { page } = await open('objections.html', out, { permissions: ['clipboard-read', 'clipboard-write'] });
  const insider = page.locator('.objection', { hasText: 'Match their price' }).locator('button.copy');
  await insider.click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(copied.startsWith('Teams your size pay the same') && !copied.includes('Internal') && !copied.includes('quarter'), copied);
  await page.keyboard.type('match their price');
  await first(page).getByText('Match their price').waitFor();
  await first(page).locator('dl').waitFor();
  await page.keyboard.press('Shift+Enter');
  await page.getByText('Copied').first().waitFor();
  const found = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(found.startsWith('Teams your size pay the same') && !found.includes('quarter'), found);
  await page.context().close();
});

test('one key turns to the next card, and two cards stand side by side', async () => {
  const { page, said } = await open('battlecard/ticketron.html');
  const next = await page.locator('a[rel=next]').getAttribute('href');
  await page.keyboard.press('ArrowRight');
  await page.waitForURL(`**/${next.split('/').at(-1)}`);
  await page.keyboard.press('ArrowLeft');
  await page.waitForURL('**/ticketron.html');
  await page.getByRole('link', { name: 'Side by side' }).last().click();
  await page.waitForURL('**/compare.html#ticketron');
  const names = () => page.locator('.beside > article:visible h2').allInnerTexts();
  assert.ok((await names()).includes('Ticketron') && (await names()).length === 2, String(await names()));
  await page.locator('.pick select').last().selectOption({ label: 'A shared inbox' });
  assert.match(page.url(), /#ticketron\+shared-inbox$/);
  await page.reload();
  assert.deepEqual((await names()).sort(), ['A shared inbox', 'Ticketron']);
  assert.deepEqual(said, []);
  await page.context().close();
});

test('of too many cards two come side by side from their own pages, and out of one file', async () => {
  const kit = crowded();
  const { page, said } = await open('compare.html#chatly+ticketron', build(kit));
  const cards = page.locator('.beside > article:visible');
  assert.deepEqual(await cards.locator('h2').allInnerTexts(), ['Chatly', 'Ticketron']);
  const framed = (name) => page.frameLocator(`iframe[title="${name}"]`);
  await framed('Ticketron').getByText('Why we win').first().waitFor();
  for (const around of ['header.top', 'h1', 'nav.turn', 'footer.foot']) assert.equal(await framed('Ticketron').locator(around).isVisible(), false, around);
  await page.locator('.pick select').first().selectOption({ label: 'A shared inbox' });
  await framed('A shared inbox').getByText('Our shared inbox works fine.').first().waitFor();
  assert.equal(await page.locator('iframe').count(), 2);
  assert.deepEqual(said, []);
  // The examiner talks to frames in a way that pages from a disk may not.
  assert.deepEqual(await violations(page), []);
  said.length = 0;
  await framed('Ticketron').locator('.whole a[href^="../"]:visible').first().click();
  await page.waitForURL((url) => !url.pathname.endsWith('compare.html'));
  assert.deepEqual(said, []);
  await page.context().close();
  const single = build(kit, '--single-file');
  const one = await open(`${pages(single)[0]}#compare/chatly+ticketron`, single);
  assert.deepEqual(await one.page.locator('.beside:visible > article:visible h2').allInnerTexts(), ['Chatly', 'Ticketron']);
  assert.equal(await one.page.locator('.beside > article:visible .win').count(), 2);
  assert.deepEqual(one.said, []);
  await one.page.context().close();
});

test('a wide table is sifted by rows and columns, keeps its heads in sight, and its notes lead there and back', async () => {
  const kit = folder();
  const columns = Array.from({ length: 40 }, (_, i) => `c${i}`);
  const rows = Array.from({ length: 80 }, (_, i) => ({ name: `Feature ${i}`, cells: Object.fromEntries(columns.map((c, j) => [c, i % 2 ? 'yes' : { value: j % 2 ? 'no' : 'yes', ...(i === 0 && j === 1 ? { note: 'Only on Mondays.' } : {}) }])) }));
  mkdirSync(join(kit, 'content/comparisons'), { recursive: true });
  writeFileSync(join(kit, 'talktrack.yaml'), 'title: T\n');
  writeFileSync(join(kit, 'content/comparisons/wide.yaml'), JSON.stringify({ title: 'Wide', columns: columns.map((id) => ({ id, name: `Column ${id}` })), rows }));
  const { page, said } = await open('comparison/wide.html', build(kit), { viewport: { width: 360, height: 740 } });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360), 'the page itself is not wider than a phone');
  await page.evaluate(() => document.querySelector('.scroll').scrollTo(900, 900));
  const heads = await page.evaluate(() => {
    const box = document.querySelector('.scroll').getBoundingClientRect();
    const head = document.querySelector('thead th').getBoundingClientRect();
    return [Math.round(head.top - box.top), Math.round(head.left - box.left)];
  });
  assert.ok(heads.every((gap) => Math.abs(gap) <= 2), `the corner of the table went away: ${heads}`);
  const visible = () => page.locator('.matrix tbody tr:visible').count();
  assert.equal(await visible(), 80);
  await page.locator('.differs').check();
  assert.equal(await visible(), 40);
  await page.locator('.differs').uncheck();
  await page.locator('.rows input').fill('feature 7');
  assert.equal(await visible(), 11);
  await page.locator('.rows input').fill('');
  await page.locator('.columns summary').click();
  await page.getByLabel('Column c3', { exact: true }).uncheck();
  assert.equal(await page.locator('thead th', { hasText: 'Column c3' }).first().isVisible(), false);
  await page.locator('.columns summary').click();
  await page.locator('sup a').first().click();
  assert.ok(await page.locator('.notes li:target').isVisible());
  await page.locator('.notes li:target .back').click();
  assert.ok(await page.locator('sup a:target').isVisible());
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(said, []);
  await page.context().close();
});

test('Japanese and Chinese words are found, by single characters too', async () => {
  const kit = folder();
  mkdirSync(join(kit, 'content/objections'), { recursive: true });
  writeFileSync(join(kit, 'talktrack.yaml'), 'title: 手引き\nlanguage: ja\n');
  writeFileSync(join(kit, 'content/objections/all.yaml'), JSON.stringify([
    { id: 'price', says: '御社の価格が高いです', also: ['コストが合わない'], acknowledge: 'ごもっともです' },
    { id: 'speed', says: '导入太慢了', acknowledge: '我理解' },
    { id: 'other', says: 'いまは忙しい', acknowledge: 'はい' },
  ]));
  const { page } = await open('index.html', build(kit));
  for (const [words, title] of [['高い', '御社の価格が高いです'], ['価', '御社の価格が高いです'], ['こすと', '御社の価格が高いです'], ['太慢', '导入太慢了'], ['ｺｽﾄ', '御社の価格が高いです']]) {
    await page.keyboard.press('/');
    await page.locator('#s_find input').fill(words);
    await first(page).getByText(title).waitFor({ timeout: 5000 });
    await page.keyboard.press('Escape');
  }
  await page.context().close();
});

test('the terminal and the pages find the same, in the same order', async () => {
  const { page } = await open('index.html');
  await page.keyboard.press('/');
  for (const words of ['third more expensive', 'expensve', 'ticketon', 'GDPR', 'no phone', 'head of support', 'pay yearly', 'open api', 'call me after', 'p', 'pr', 'pric', 'the price of it', 'qqqqqq']) {
    const found = JSON.parse(execFileSync(program, ['find', '--root', root, '--today', TODAY, '--report', 'json', '-n', '12', words]));
    await page.locator('#s_find input').fill(words);
    await page.locator('#s_found[aria-busy=false]').waitFor();
    assert.deepEqual(await page.locator('.hit .says').allTextContents(), found.map((answer) => answer.title), words);
  }
  await page.context().close();
});

test('assets that are kept for ever are asked for by names that tell their content, and everything is found as before', async () => {
  const hashed = build(undefined, '--hashed-assets');
  const { page, said } = await open('battlecard/chatly.html', hashed);
  const asked = [];
  page.on('request', (request) => asked.push(request.url().slice(`file://${hashed}/`.length)));
  await page.reload();
  await page.keyboard.type('third more expensve', { delay: 15 });
  await first(page).getByText('You are 30 % more expensive than Ticketron.').waitFor();
  assert.match(await first(page).innerText(), /On list price/);
  const assets = asked.filter((path) => path.startsWith('assets/'));
  for (const start of ['style', 'app', 'find-box', 'find/w0', 'find/words', 'find/said']) {
    assert.ok(assets.some((path) => path.startsWith(`assets/${start}`)), `${start}: ${assets}`);
  }
  assert.deepEqual([...new Set(assets.filter((path) => !/\.[0-9a-f]{10}\.(css|js|svg)$/.test(path)))], ['assets/find.js']);
  assert.deepEqual(said, []);
  await page.context().close();
});

test('in a large kit a search loads what it asks for, and finds the same as the terminal', async () => {
  const kit = folder();
  for (const part of ['content', 'static', 'talktrack.yaml']) cpSync(join(root, part), join(kit, part), { recursive: true });
  const many = Array.from({ length: 40_000 }, (_, n) => `  - {ask: "Does part ${n} fit module ${n * 7} of line ${n % 90}?", answer: "Yes, since ${n}."}`);
  writeFileSync(join(kit, 'content/faqs/parts.yaml'), `title: Parts\nquestions:\n${many.join('\n')}\n`);
  const out = build(kit, '--only', 'battlecard,faq');
  const { page, said } = await open('index.html', out);
  const loaded = new Set();
  page.on('request', (request) => loaded.add(request.url().slice(`file://${out}/`.length)));
  const size = () => [...loaded].reduce((sum, path) => sum + statSync(join(out, path)).size, 0);
  const shown = async (words) => {
    await page.locator('#s_find input').fill(words);
    await page.locator('#s_found[aria-busy=false]').waitFor();
    return page.locator('#s_found .says').allTextContents();
  };
  await page.keyboard.press('/');
  for (const words of ['third more expensve', 'part 39876', 'par', 'line 12', 'does part fit', 'mdule 70', 'ticketon', 't', '4', 'zyxwv', 'expensv']) {
    loaded.clear();
    const terminal = JSON.parse(execFileSync(program, ['find', '--root', kit, '--today', TODAY, '--report', 'json', '-n', '12', words]));
    assert.deepEqual(await shown(words), terminal.map((answer) => answer.title), words);
    assert.ok(size() < 4_000_000, `${words} loads ${[...loaded]}`);
    assert.equal(await page.locator('#s_find .none').innerText() !== '', words === 'zyxwv', words);
  }
  assert.deepEqual(said, []);
  await page.context().close();
});

test('answers in the same words say whom they are about, and those about the rival of the open card come first', async () => {
  const kit = folder();
  for (const part of ['competitors', 'objections']) mkdirSync(join(kit, 'content', part), { recursive: true });
  writeFileSync(join(kit, 'talktrack.yaml'), 'title: T\n');
  const names = ['Alder', 'Birch', 'Cedar Grove', 'Cedar Hill'];
  const id = (name) => name.toLowerCase().replace(' ', '-');
  for (const name of names) writeFileSync(join(kit, `content/competitors/${id(name)}.yaml`), `name: ${name}\n`);
  const against = (competitors, n) => ({ id: `dear-${n}`, says: 'You are too dear.', competitors, respond: 'Look at the bill.' });
  writeFileSync(join(kit, 'content/objections/o.yaml'), JSON.stringify([...names.map((name) => [id(name)]), names.map(id)].map(against)));
  const [site, alone] = [build(kit), build(kit, '--single-file')];
  const shown = async (path, of, words) => {
    const { page, said } = await open(path, of);
    await page.keyboard.press('/');
    await page.locator('#s_find input').fill(words);
    await page.locator('.hit').first().waitFor();
    await page.locator('#s_found[aria-busy=false]').waitFor();
    const told = await page.locator('.hit > p:first-child').allInnerTexts();
    assert.deepEqual(said, []);
    await page.context().close();
    return told.map((head) => head.split('\n').filter(Boolean).join(' | '));
  };
  const about = (names) => `You are too dear. | Objection · ${names}`;
  const all = about('Alder · Birch · Cedar Grove · +1');
  assert.deepEqual(await shown('index.html', site, 'dear'), [...names.map(about), all]);
  for (const name of names) {
    const own = [about(name), all];
    assert.deepEqual((await shown(`battlecard/${id(name)}.html`, site, 'dear')).slice(0, 2), own, name);
    assert.deepEqual((await shown(`${pages(alone)[0]}#battlecard/${id(name)}`, alone, 'too de')).slice(0, 2), own, name);
  }
  assert.match((await shown('battlecard/alder.html', site, 'dear birch'))[0], /Birch/, 'who is named comes first');
});

test('a search that was begun is ended before Enter opens what it found', async () => {
  const { page } = await open('index.html');
  await page.keyboard.press('/');
  await page.locator('.hit').first().waitFor();
  await page.evaluate(() => {
    const input = document.querySelector('#s_find input');
    input.value = 'no phone';
    input.dispatchEvent(new Event('input'));
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
  });
  await page.waitForURL('**#**');
  const found = JSON.parse(execFileSync(program, ['find', '--root', root, '--today', TODAY, '--report', 'json', '-n', '1', 'no phone']));
  assert.ok(page.url().endsWith(found[0].page.replace('#', '.html#')), page.url());
  await page.context().close();
});

test('where some answers cannot be loaded the others are shown, and nothing is called missing', async () => {
  const kit = folder();
  mkdirSync(join(kit, 'content/faqs'), { recursive: true });
  writeFileSync(join(kit, 'talktrack.yaml'), 'title: T\n');
  const questions = Array.from({ length: 600 }, (_, n) => ({ ask: `Does part ${n} fit${n % 599 ? '' : ' Fernway'}?`, short: 'Yes.' }));
  writeFileSync(join(kit, 'content/faqs/parts.yaml'), JSON.stringify({ title: 'Parts', questions }));
  const out = build(kit);
  const last = Math.max(...readdirSync(join(out, 'assets/find')).map((name) => parseInt(name, 10)).filter((n) => n >= 0));
  rmSync(join(out, `assets/find/${last}.js`));
  rmSync(join(out, 'assets/find/words.js'));
  const { page } = await open('index.html', out);
  const shown = async (words) => {
    await page.locator('#s_find input').fill(words);
    await page.locator('#s_found[aria-busy=false]').waitFor();
    assert.equal(await page.locator('#s_find .none').textContent(), '');
    return page.locator('#s_found .says').allTextContents();
  };
  await page.keyboard.press('/');
  assert.deepEqual(await shown('fernway'), ['Does part 0 fit Fernway?']);
  assert.deepEqual(await shown('fernwxy'), []);
  assert.equal((await shown('part')).length, 12);
  await page.context().close();
});

test('one file holds it all: it is found, opened, compared and read without the folder, and without scripts', async () => {
  const alone = build(undefined, '--single-file');
  const [file] = pages(alone);
  assert.deepEqual(pages(alone), ['fernway-field-guide.html']);
  const { page, said } = await open(file, alone);
  await page.keyboard.type('third more expensve');
  await first(page).getByText('You are 30 % more expensive').waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL('**#objections/price');
  assert.equal(await page.locator('main > .page:visible').count(), 1);
  assert.ok(await page.locator('[id="objections/price"]').isVisible());
  await page.goto(`file://${join(alone, file)}#battlecard/ticketron`);
  await page.locator('.hear:visible summary').first().click();
  assert.ok(await page.locator('.hear:visible .heard-out .spoken').first().isVisible());
  await page.locator('img:visible').first().evaluate((img) => img.decode());
  await page.keyboard.press('ArrowRight');
  await page.waitForURL('**#battlecard/chatly');
  await page.goto(`file://${join(alone, file)}#compare/chatly+ticketron`);
  assert.deepEqual(await page.locator('.beside:visible > article:visible h2').allInnerTexts(), ['Chatly', 'Ticketron']);
  await page.goto('about:blank');
  await page.goto(`file://${join(alone, file)}#100%`);
  assert.equal(await page.locator('main > .page:visible').count(), 1, 'an address with a slip shows the front page');
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(said, []);
  await page.context().close();

  const still = await open(file, alone, { javaScriptEnabled: false });
  await still.page.locator('.bar nav a').nth(2).click();
  assert.ok((await still.page.locator('main > .page').count()) > 15);
  assert.ok(await still.page.locator('[id="objections/price"]').isVisible());
  assert.deepEqual(still.said, []);
  await still.page.context().close();
});
