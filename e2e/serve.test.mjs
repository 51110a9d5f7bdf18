// An author writes, and looks at the page: changes come at once, slips are told in the page, nothing is ever lost.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { folder, launch, listen, root, serve, violations } from './browser.mjs';

let browser;
before(async () => { browser = await launch(); });

function kit() {
  const made = folder();
  for (const part of ['talktrack.yaml', 'content', 'static']) cpSync(join(root, part), join(made, part), { recursive: true });
  return made;
}

const edit = (file, change) => writeFileSync(file, change(readFileSync(file, 'utf8')));
const liner = (words) => (text) => text.replace(/^one_liner:.*$/m, `one_liner: ${words}`);

/** Asks the server for a path, with any `Host`. */
const ask = (address, path, host) => new Promise((done, failed) => {
  const { port } = new URL(address);
  request({ port, host: '127.0.0.1', path, headers: host ? { host } : {} }, (reply) => {
    let text = '';
    reply.on('data', (data) => { text += data; });
    reply.on('end', () => done({ status: reply.statusCode, text }));
  }).on('error', failed).end();
});

test('a change is in the page without a reload, what was open stays open, and search finds the new words', async () => {
  const made = kit();
  const { address } = await serve(made);
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  const said = listen(page, address);
  await page.goto(`${address}internal/battlecard/ticketron.html`);
  await page.locator('.hear summary').first().click();
  await page.evaluate(() => { globalThis.same = true; });
  const card = join(made, 'content/competitors/ticketron.yaml');
  edit(card, liner('Words nobody wrote before.'));
  await page.getByText('Words nobody wrote before.').waitFor({ timeout: 5000 });
  assert.equal(await page.evaluate(() => globalThis.same), true, 'the page was loaded anew');
  assert.ok(await page.locator('.hear .spoken').first().isVisible(), 'what was open has closed');
  edit(join(made, 'content/objections/need.yaml'), (text) => `${text}\n- {id: brand-new, says: We dislike zebras., acknowledge: Many do.}\n`);
  await page.waitForTimeout(500);
  await page.keyboard.type('zebras');
  await page.locator('.hit', { hasText: 'We dislike zebras.' }).waitFor({ timeout: 5000 });
  assert.deepEqual(said, []);
  await page.close();
});

test('a slip is told in the page with file and line beside the last good words, and goes when it is mended', async () => {
  const made = kit();
  const { address } = await serve(made);
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  await page.goto(`${address}internal/battlecard/chatly.html`);
  const card = join(made, 'content/competitors/chatly.yaml');
  const good = readFileSync(card, 'utf8');
  writeFileSync(card, `${good}\nwhy_we_wim: [x]\n`);
  const problems = page.locator('.t-problems');
  await problems.getByText('last good pages').waitFor({ timeout: 5000 });
  const words = await problems.innerText();
  assert.ok(words.includes('content/competitors/chatly.yaml:') && words.includes('did you mean `why_we_win`?'), words);
  assert.ok(await page.getByText('A friendly chat widget for web shops.').isVisible());
  assert.deepEqual(await violations(page), []);
  for (const half of [good.slice(0, good.length / 2), '', 'name: [', good.slice(0, 30), '\u0000\u0001']) writeFileSync(card, half);
  writeFileSync(card, liner('Mended.')(good));
  await page.getByText('Mended.', { exact: true }).waitFor({ timeout: 5000 });
  await page.waitForFunction(() => !document.querySelector('.t-problems').textContent.includes('chatly.yaml'));

  mkdirSync(join(made, 'templates/html'), { recursive: true });
  writeFileSync(join(made, 'templates/html/battlecard.html'), '{% extends "builtin/battlecard.html" %}\n{% block glance %}{{ it.quick_dismis }}{% endblock %}\n');
  await page.locator('.t-problems', { hasText: 'templates/html/battlecard.html:2' }).waitFor({ timeout: 5000 });
  rmSync(join(made, 'templates/html/battlecard.html'));
  await page.getByText('Mended.', { exact: true }).waitFor({ timeout: 5000 });
  await page.close();
});

test('folders that are renamed and kits that vanish do no harm, and come back', async () => {
  const made = kit();
  const server = await serve(made);
  const page = await browser.newPage();
  await page.goto(`${server.address}internal/battlecard/chatly.html`);
  renameSync(join(made, 'content/competitors'), join(made, 'content/rivals'));
  await page.locator('.t-problems', { hasText: 'content/rivals' }).waitFor({ timeout: 5000 });
  renameSync(join(made, 'content/rivals'), join(made, 'content/competitors'));
  await page.waitForFunction(() => !document.querySelector('.t-problems').textContent, undefined, { timeout: 5000 });
  const away = `${made}-away`;
  renameSync(made, away);
  await page.locator('.t-problems', { hasText: 'talktrack.yaml' }).waitFor({ timeout: 5000 });
  assert.equal((await ask(server.address, '/internal/battlecard/chatly.html')).status, 200, 'the last good pages are gone');
  renameSync(away, made);
  await page.waitForFunction(() => !document.querySelector('.t-problems').textContent, undefined, { timeout: 5000 });
  edit(join(made, 'content/competitors/chatly.yaml'), liner('Back again.'));
  await page.getByText('Back again.').waitFor({ timeout: 5000 });
  assert.equal(server.server.exitCode, null, server.text);
  await page.close();
});

test('the reader is switched in the page, and what is withheld from one is not there', async () => {
  const { address } = await serve(kit());
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  await page.goto(`${address}internal/battlecard/ticketron.html`);
  assert.ok(await page.getByText('Where we lose').first().isVisible());
  await page.getByRole('link', { name: 'partner', exact: true }).click();
  await page.waitForURL('**/partner/battlecard/ticketron.html');
  assert.equal(await page.locator('h1').innerText(), 'Ticketron');
  assert.equal(await page.getByText('Where we lose').count(), 0);
  await page.getByRole('link', { name: 'public', exact: true }).click();
  await page.getByText('There is no such page for these readers.').waitFor();
  assert.equal((await ask(address, '/public/objections.html')).status, 404);
  const index = (await ask(address, '/public/assets/find/0.js')).text;
  assert.ok(index.includes('Ticketron') && !index.includes('You are 30 %'), 'what is withheld can be found');
  await page.close();
});

test('it answers only to its own name, on this machine, from the kit alone; a taken port is no trouble; Ctrl-C ends it', async () => {
  const made = kit();
  const one = await serve(made);
  const two = await serve(made);
  assert.notEqual(one.address, two.address);
  assert.match(one.address, /^http:\/\/127\.0\.0\.1:\d+\/$/);
  assert.equal((await ask(one.address, '/internal/', 'evil.example')).status, 421);
  assert.equal((await ask(one.address, '/internal/', `localhost:${new URL(one.address).port}`)).status, 200);
  for (const path of ['/internal/static/../talktrack.yaml', '/internal/../../etc/passwd', '/internal/%2e%2e/talktrack.yaml', '/internal/static/..%2ftalktrack.yaml', '/talktrack.yaml', '/internal/content/claims/claims.yaml']) {
    assert.notEqual((await ask(one.address, path)).status, 200, path);
  }
  const ended = new Promise((done) => { two.server.once('exit', (code, signal) => done(signal)); });
  two.server.kill('SIGINT');
  assert.equal(await ended, 'SIGINT');
});
