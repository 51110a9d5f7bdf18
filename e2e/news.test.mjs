// Pages that mark what is new since an earlier state of the kit, and the page of changes: they fit, are quiet, can be
// used by everybody in light and dark, and a card still prints to one page.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { build, folder, launch, listen, root, violations } from './browser.mjs';

let browser;
let out;
before(async () => {
  browser = await launch();
  const kit = folder();
  for (const part of ['talktrack.yaml', 'content', 'static']) cpSync(join(root, part), join(kit, part), { recursive: true });
  const git = (...args) => execFileSync('git', ['-c', 'user.name=Ines', '-c', 'user.email=ines@fernway.example', ...args], { cwd: kit, stdio: 'pipe' });
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'as it was');
  const edit = (path, ...changes) => {
    let text = readFileSync(join(kit, path), 'utf8');
    for (const [old, now] of changes) {
      assert.ok(text.includes(old), `${path}: ${old}`);
      text = text.replace(old, now);
    }
    writeFileSync(join(kit, path), text);
  };
  edit('content/competitors/ticketron.yaml', ['€15 per agent', '€18 per agent'], ['Founded: 2009', 'Founded: 2010'],
    ['why_we_win:\n', 'why_we_win:\n  - Larkspur left them in a week\n'], ['They need phone queues', 'They need phone lines'], ['buyers who are', 'buyers that are']);
  edit('content/objections/price.yaml', ['For thirty agents we come', 'For thirty agents, all in, we come']);
  edit('content/claims/claims.yaml', ['41 % of questions', '44 % of questions']);
  edit('content/faqs/pricing.yaml', ['10 % less', '12 % less']);
  edit('content/comparisons/support-desks.yaml', ['chatly: no}', 'chatly: yes}']);
  edit('content/field-log/2026-q4.yaml', ['outcome: won}', 'outcome: won}\n- {on: 2026-11-22, objection: no-phone, words: phones ring all day, outcome: lost}']);
  out = build(kit, '--since', 'HEAD');
});

const PAGES = ['index', 'changes', 'battlecard/ticketron', 'objections', 'claims', 'faq/pricing', 'compare'];

test('marked pages and the page of changes fit, are quiet and are accessible', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1366, height: 768 } });
    for (const path of PAGES) {
      const page = await context.newPage();
      const said = listen(page);
      await page.goto(`file://${join(out, `${path}.html`)}`);
      assert.ok(await page.locator('.news, .edits').count() > 0, `${path} marks nothing`);
      for (const width of [360, 768, 1366]) {
        await page.setViewportSize({ width, height: 768 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${path} is ${wide} wide on a screen of ${width}`);
      }
      if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, `${path.replace('/', '-')}-${colorScheme}.png`), fullPage: path !== 'objections' });
      assert.deepEqual(await violations(page), [], `${path} in ${colorScheme}`);
      assert.deepEqual(said, [], path);
      await page.close();
    }
    await context.close();
  }
});

test('a marked card still prints to one page', async () => {
  const page = await browser.newPage();
  await page.goto(`file://${join(out, 'battlecard/ticketron.html')}`);
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
  assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g).length, 1);
  await page.close();
});

test('a change leads to its place', async () => {
  const page = await browser.newPage();
  await page.goto(`file://${join(out, 'changes.html')}`);
  await page.getByRole('link', { name: /Can we pay yearly/ }).click();
  assert.ok(page.url().endsWith('faq/pricing.html#pay-yearly'), page.url());
  await page.close();
});
