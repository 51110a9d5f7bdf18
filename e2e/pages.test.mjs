// Every page of the sample kit, opened from the disk: it fits, loads nothing foreign, says nothing in the console, can
// be used by everybody (axe), works without scripts, and a battlecard prints to one page.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { build, folder, launch, listen, pages, program, violations } from './browser.mjs';

let browser;
before(async () => { browser = await launch(); });

describe('each page of the sample kit', () => {
  for (const audience of ['internal', 'partner', 'public']) {
    test(`fits, is quiet and is accessible (${audience})`, async () => {
      const out = build(undefined, '--audience', audience);
      const found = pages(out);
      assert.ok(found.length >= 7, `only ${found.length} pages`);
      for (const colorScheme of ['light', 'dark']) {
        const context = await browser.newContext({ colorScheme, viewport: { width: 1366, height: 768 } });
        for (const path of found) {
          const page = await context.newPage();
          const said = listen(page);
          await page.goto(`file://${join(out, path)}`);
          for (const width of [360, 768, 1366, 2560]) {
            await page.setViewportSize({ width, height: 768 });
            const wide = await page.evaluate(() => document.documentElement.scrollWidth);
            assert.ok(wide <= width, `${path} is ${wide} wide on a screen of ${width}`);
          }
          await page.setViewportSize({ width: 1366, height: 768 });
          await page.evaluate(() => document.querySelectorAll('main details').forEach((d, i) => { if (i < 3) d.open = true; }));
          assert.deepEqual(await violations(page), [], `${path} in ${colorScheme}`);
          assert.deepEqual(said, [], path);
          await page.close();
        }
        await context.close();
      }
    });
  }

  test('the glance of a battlecard is seen without scrolling, and the card prints to one page with an answer on it', async () => {
    const out = build();
    for (const path of pages(out).filter((p) => p.startsWith('battlecard/'))) {
      const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
      await page.goto(`file://${join(out, path)}`);
      const bottom = await page.evaluate(() => document.querySelector('.glance').getBoundingClientRect().bottom);
      assert.ok(bottom <= 768, `${path}: the glance ends at ${bottom}`);
      for (const format of ['A4', 'Letter']) {
        const pdf = (await page.pdf({ format })).toString('latin1');
        assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g).length, 1, `${path} on ${format}`);
      }
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize({ width: 700, height: 1000 });
      assert.ok(await page.locator('.heard-out .spoken').first().isVisible(), `${path}: no answer on paper`);
      const cut = await page.evaluate(() => [...document.querySelectorAll('main *')].some((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'hidden' && !e.closest('.vh, .turn')));
      assert.equal(cut, false, `${path}: something is cut on paper`);
      await page.close();
    }
  });

  test('without scripts every page reads, opens and leads on', async () => {
    const out = build();
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1366, height: 768 } });
    const page = await context.newPage();
    const said = listen(page);
    await page.goto(`file://${join(out, 'battlecard/ticketron.html')}`);
    assert.equal(await page.locator('button.find').isVisible(), false, 'a button that does nothing is seen');
    await page.locator('.hear summary').first().click();
    assert.ok(await page.locator('.heard-out .spoken').first().isVisible());
    await page.locator('a[rel=next]').click();
    assert.match(page.url(), /chatly\.html$/);
    await page.goto(`file://${join(out, 'compare.html')}`);
    assert.equal(await page.locator('.beside > article:visible').count(), 3);
    const kit = folder();
    execFileSync('mkdir', ['-p', join(kit, 'content/comparisons')]);
    writeFileSync(join(kit, 'talktrack.yaml'), 'title: T\n');
    writeFileSync(join(kit, 'content/comparisons/t.yaml'), 'title: T\ncolumns: [{id: a, name: A}, {id: b, name: B}]\nrows:\n  - {name: Same, cells: {a: yes, b: yes}}\n  - {name: Other, cells: {a: yes, b: no}}\n');
    await page.goto(`file://${join(build(kit), 'comparison/t.html')}`);
    const rows = () => page.locator('.matrix tbody tr:visible').count();
    const all = await rows();
    await page.locator('.differs').check();
    assert.ok(await rows() < all, 'the differences alone are fewer');
    assert.deepEqual(said, []);
    await context.close();
  });

  test('words can be read whatever the colour of the brand', async () => {
    for (const accent of ['#ffe600', '#ffffff', '#000000', '#00d0ff', '#ff2d95', '#777777']) {
      const kit = folder();
      execFileSync('cp', ['-r', ...['talktrack.yaml', 'content', 'static'].map((p) => join(import.meta.dirname, '..', p)), kit]);
      const settings = join(kit, 'talktrack.yaml');
      writeFileSync(settings, readFileSync(settings, 'utf8').replace('"#0b6e4f"', `"${accent}"`));
      const out = build(kit);
      for (const colorScheme of ['light', 'dark']) {
        const page = await browser.newPage({ colorScheme, viewport: { width: 1366, height: 768 } });
        for (const path of ['battlecard/ticketron.html', 'comparison/support-desks.html', 'index.html']) {
          await page.goto(`file://${join(out, path)}`);
          assert.deepEqual(await violations(page), [], `${path} with ${accent} in ${colorScheme}`);
        }
        await page.close();
      }
    }
  });

  test('a page reads from right to left where its language does, and says its language', async () => {
    const kit = folder();
    execFileSync(program, ['new', kit, '--minimal', '--quiet'], { stdio: 'ignore' });
    const english = readFileSync(join(import.meta.dirname, '../templates/labels/en.yaml'), 'utf8');
    execFileSync('mkdir', ['-p', join(kit, 'templates/labels')]);
    writeFileSync(join(kit, 'templates/labels/ar.yaml'), english);
    writeFileSync(join(kit, 'talktrack.yaml'), 'title: دليل\nlanguage: ar\n');
    const out = build(kit);
    const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
    await page.goto(`file://${join(out, 'index.html')}`);
    assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), ['ar', 'rtl']);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360));
    assert.deepEqual(await violations(page), []);
    await page.close();
  });
});
