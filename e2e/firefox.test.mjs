// A rep who uses Firefox: the pages opened from the disk, without a server. A page may load what lies beside it, no more.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { build, crowded, pages } from './browser.mjs';

const FIREFOX = process.env.FIREFOX ?? '/usr/bin/firefox-esr';
const HELP = `There is no Firefox at ${FIREFOX}. Install it (apt-get install firefox-esr), or say where it is: FIREFOX=/path/to/firefox`;
const isThere = existsSync(FIREFOX);

const browser = isThere && await puppeteer.launch({ browser: 'firefox', executablePath: FIREFOX, headless: true, extraPrefsFirefox: { 'security.fileuri.strict_origin_policy': true } });
const out = isThere && build();
after(() => browser && browser.close());

test('Firefox is there to try the pages in', { skip: isThere || process.env.CI ? false : HELP }, () => assert.ok(isThere, HELP));

describe('in Firefox, from the disk', { skip: isThere ? false : HELP }, () => {
  /** Opens a page and hears whatever it complains of; what its policy refuses comes as an error of the page. */
  async function open(path, of = out) {
    const page = await browser.newPage();
    await page.setViewport({ width: 1366, height: 768 });
    const said = [];
    page.on('pageerror', (error) => said.push(String(error)));
    page.on('console', (message) => ['error', 'warn'].includes(message.type()) && said.push(message.text()));
    page.on('request', (request) => /^(file|data):/.test(request.url()) || said.push(`asks for ${request.url()}`));
    page.on('dialog', (dialog) => { said.push(`opens a dialog: ${dialog.message()}`); dialog.dismiss(); });
    await page.goto(`file://${join(of, path)}`);
    return { page, said };
  }

  const shows = (page, selector) => page.waitForSelector(selector, { visible: true, timeout: 10_000 });
  const words = (page, selector) => page.$eval(selector, (element) => element.textContent);
  const FIRST = '#s_found [aria-selected=true]';

  /** Types what a prospect says, slips and all, and waits for the first of what is found with its answer. */
  async function find(page, typed) {
    await page.keyboard.type(typed, { delay: 15 });
    await shows(page, `${FIRST} dl`);
    assert.equal(await page.$eval('#s_find input', (input) => input.value), typed);
  }

  for (const path of ['battlecard/ticketron.html', 'index.html', 'compare.html', 'comparison/support-desks.html']) {
    test(`${path} opens without a complaint, and finds what is typed`, async () => {
      const { page, said } = await open(path);
      assert.ok(await words(page, 'h1'));
      await find(page, 'third more expensve');
      assert.equal(await words(page, `${FIRST} .says`), 'You are 30 % more expensive than Ticketron.');
      assert.deepEqual(said, []);
      await page.close();
    });
  }

  test('arrows choose, and Enter leads to the permanent link', async () => {
    const { page, said } = await open('battlecard/ticketron.html');
    await find(page, 'price');
    const link = await page.$eval(FIRST, (hit) => hit.href);
    assert.match(link, /objections\.html#/);
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.$eval(FIRST, (hit) => [...hit.parentElement.children].indexOf(hit)), 1);
    await page.keyboard.press('ArrowUp');
    assert.equal(await page.$eval(FIRST, (hit) => [...hit.parentElement.children].indexOf(hit)), 0);
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    assert.equal(page.url(), link);
    const place = await page.$eval(':target', (item) => item.getBoundingClientRect().top < innerHeight && item.getBoundingClientRect().bottom > 0);
    assert.ok(place, 'the objection is in sight');
    assert.deepEqual(said, []);
    await page.close();
  });

  test('an objection in the glance opens to its answer', async () => {
    const { page, said } = await open('battlecard/ticketron.html');
    const answer = '.hear details[open] .heard-out .spoken';
    assert.equal(await page.$(answer), null);
    await page.click('.hear summary');
    await shows(page, answer);
    assert.ok((await words(page, answer)).length > 40);
    assert.deepEqual(said, []);
    await page.close();
  });

  test('of too many cards two stand in frames', async () => {
    const { page, said } = await open('compare.html#chatly+ticketron', build(crowded()));
    const frame = await page.waitForFrame((one) => one.url().endsWith('ticketron.html?framed'));
    await frame.waitForSelector('.framed .glance .win', { visible: true, timeout: 10_000 });
    assert.equal(await frame.$eval('header.top', (around) => around.getClientRects().length), 0);
    assert.deepEqual(said, []);
    await page.close();
  });

  test('one file alone is read, searched and compared', async () => {
    const alone = build(undefined, '--single-file');
    const { page, said } = await open(pages(alone)[0], alone);
    const shown = () => page.$$eval('main > .page', (all) => all.filter((one) => one.getClientRects().length).map((one) => one.id));
    assert.deepEqual(await shown(), ['index']);
    await find(page, 'third more expensve');
    assert.equal(await words(page, `${FIRST} .says`), 'You are 30 % more expensive than Ticketron.');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => location.hash === '#objections/price');
    assert.deepEqual(await shown(), ['objections']);
    await page.evaluate(() => { location.hash = '#battlecard/ticketron'; });
    await shows(page, '[id="battlecard/ticketron"] .hear summary');
    await page.click('[id="battlecard/ticketron"] .hear summary');
    await shows(page, '[id="battlecard/ticketron"] .heard-out .spoken');
    await page.evaluate(() => { location.hash = '#compare/chatly+ticketron'; });
    await shows(page, '[id="compare"] .beside > article');
    const names = await page.$$eval('.beside > article', (all) => all.filter((one) => one.getClientRects().length).map((one) => one.querySelector('h2').textContent));
    assert.deepEqual(names, ['Chatly', 'Ticketron']);
    assert.deepEqual(said, []);
    await page.close();
  });
});
