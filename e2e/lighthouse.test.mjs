// Pages are light, quick and steady: what Lighthouse says of the public pages, and what a card weighs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import * as chromeLauncher from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';
import { CHROMIUM, FLAGS, build, host, pages } from './browser.mjs';

const OTHERS = ['accessibility', 'best-practices', 'seo'];
/** What a card loads before anybody wishes for more. */
const OWN = ['assets/style.css', 'assets/brand.css', 'assets/app.js'];

test('pages score 99 and more, and nothing on them moves while they load', async (t) => {
  const open = await host(build(undefined, '--audience', 'public'));
  const ours = await host(build());
  // Search engines are kept out of pages that are not public, and the score for them with it.
  const all = ['index.html', 'comparison/support-desks.html', 'faq/pricing.html'].map((path) => [open, path, OTHERS]);
  for (const [address, path, others] of [...all, [ours, 'battlecard/ticketron.html', OTHERS.slice(0, 2)]]) {
    let best = 0, report;
    // How quick a page is also depends on what else the machine does: the best of three tries counts.
    for (let tries = 0; tries < 3 && best < .99; tries++) {
      report = await examined(address + path);
      best = Math.max(best, report.categories.performance.score);
    }
    const score = (name) => report.categories[name].score;
    t.diagnostic(`${path}: performance ${best}, ${others.map((name) => `${name} ${score(name)}`).join(', ')}`);
    assert.ok(best >= .99, `${path}: performance ${best}`);
    for (const name of others) {
      const weighed = report.categories[name].auditRefs.filter((ref) => ref.weight).map((ref) => report.audits[ref.id]);
      const lost = weighed.filter((audit) => audit.score !== null && audit.score < .9).map((audit) => audit.id);
      assert.ok(score(name) >= .99, `${path}: ${name} ${score(name)}: ${lost}`);
    }
    assert.ok(report.audits['cumulative-layout-shift'].numericValue < .01, `${path} moves`);
  }
});

/** What Lighthouse says of a page, in a browser of its own. */
async function examined(url) {
  const chrome = await chromeLauncher.launch({ chromePath: CHROMIUM, logLevel: 'silent', chromeFlags: FLAGS });
  try {
    const settings = { port: chrome.port, output: 'json', logLevel: 'error', onlyCategories: ['performance', ...OTHERS] };
    const { lhr } = await lighthouse(url, settings, desktopConfig);
    assert.equal(lhr.runtimeError, undefined, `${url}: ${lhr.runtimeError?.message}`);
    return lhr;
  } finally {
    await chrome.kill();
  }
}

test('a card with its own style and script weighs little', (t) => {
  const out = build();
  const own = OWN.map((path) => readFileSync(join(out, path)));
  for (const path of pages(out).filter((p) => p.startsWith('battlecard/'))) {
    const all = [readFileSync(join(out, path)), ...own];
    const sum = (of) => of.reduce((total, bytes) => total + bytes.length, 0);
    const [raw, sent] = [sum(all), sum(all.map((bytes) => gzipSync(bytes)))];
    t.diagnostic(`${path}: ${raw} bytes, ${sent} compressed`);
    assert.ok(sent < 20_000, `${path} is ${sent} bytes to send`);
    assert.ok(raw < 60 * 1024, `${path} is ${raw} bytes`);
  }
});
