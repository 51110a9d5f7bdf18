// Every page of the sample kit, opened from the disk in a real browser: it fits, loads nothing foreign, says nothing
// in the console, can be used by everybody (axe), and a battlecard prints to one page.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { chromium } from 'playwright-core';

const root = resolve(import.meta.dirname, '..');
const program = join(root, 'target/release/talktrack');
const out = mkdtempSync(join(tmpdir(), 'talktrack-pages-'));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const pages = (folder) => readdirSync(folder, { recursive: true }).filter((f) => f.endsWith('.html')).sort();
let browser;

function build(audience) {
  const folder = join(out, audience);
  execFileSync(program, ['build', '--root', root, '--out', folder, '--today', '2026-11-23', '--audience', audience, '--quiet']);
  return folder;
}

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args });
});
after(async () => {
  await browser?.close();
  rmSync(out, { recursive: true, force: true });
});

describe('each page of the sample kit', () => {
  for (const audience of ['internal', 'public']) {
    test(`fits, is quiet and is accessible (${audience})`, async () => {
      const folder = build(audience);
      const found = pages(folder);
      assert.ok(found.length >= 7, `only ${found.length} pages`);
      for (const scheme of ['light', 'dark']) {
        const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 1366, height: 768 } });
        for (const path of found) {
          const page = await context.newPage();
          const said = [];
          page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
          page.on('pageerror', (error) => said.push(String(error)));
          page.on('request', (request) => request.url().startsWith('file://') || said.push(`asks for ${request.url()}`));
          page.on('requestfailed', (request) => said.push(`lacks ${request.url()}`));
          await page.goto(`file://${join(folder, path)}`);
          for (const width of [360, 768, 1366, 2560]) {
            await page.setViewportSize({ width, height: 768 });
            const wide = await page.evaluate(() => document.documentElement.scrollWidth);
            assert.ok(wide <= width, `${path} is ${wide} wide on a screen of ${width}`);
          }
          await page.setViewportSize({ width: 1366, height: 768 });
          await page.evaluate(axe);
          const { violations } = await page.evaluate(() => globalThis.axe.run({ preload: false }));
          const told = violations.map((v) => `${v.id}: ${v.nodes[0].html}`);
          assert.deepEqual(told, [], `${path} in ${scheme}: ${told.join("; ")}`);
          assert.deepEqual(said, [], `${path}: ${said.join('; ')}`);
          await page.close();
        }
        await context.close();
      }
    });
  }

  test('the glance of a battlecard is seen without scrolling, and the card prints to one page', async () => {
    const folder = build('internal');
    for (const path of pages(folder).filter((p) => p.startsWith('battlecard/'))) {
      const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
      await page.goto(`file://${join(folder, path)}`);
      const bottom = await page.evaluate(() => document.querySelector('.glance').getBoundingClientRect().bottom);
      assert.ok(bottom <= 768, `${path}: the glance ends at ${bottom}`);
      for (const format of ['A4', 'Letter']) {
        const pdf = (await page.pdf({ format })).toString('latin1');
        assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g).length, 1, `${path} on ${format}`);
      }
      await page.close();
    }
  });

  test('hostile words open no dialog, ask for nothing and add no element', async () => {
    const kit = join(out, 'hostile');
    execFileSync(program, ['new', kit, '--minimal', '--quiet']);
    const words = JSON.stringify(`"><script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)> [x](javascript:alert(4)) {{7*7}}`);
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(kit, 'content/competitors/bad.yaml'),
      `name: ${words}\none_liner: ${words}\noverview: ${words}\nwebsite: ${words}\nwhy_we_win: [${words}]\naliases: [${words}]\nfacts: {a: ${words}}\n`);
    execFileSync(program, ['build', '--root', kit, '--quiet'], { stdio: 'ignore' });
    const page = await browser.newPage();
    const said = [];
    page.on('dialog', (dialog) => { said.push(dialog.message()); dialog.dismiss(); });
    page.on('request', (request) => request.url().startsWith(`file://${kit}`) || said.push(request.url()));
    for (const path of ['battlecard/bad.html', 'index.html']) {
      await page.goto(`file://${join(kit, 'public', path)}`);
      assert.equal(await page.evaluate(() => document.querySelectorAll('script, svg, img, iframe, [onerror], [onload]').length), 0, path);
      assert.ok((await page.textContent('body')).includes('<script>alert(1)</script>'), path);
    }
    assert.deepEqual(said, []);
    await page.close();
  });
});
