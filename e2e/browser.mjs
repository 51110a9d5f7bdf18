// What all stories of the browser share: the program, kits in folders of their own, and a browser.
import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after } from 'node:test';
import { chromium } from 'playwright-core';

export const root = resolve(import.meta.dirname, '..');
export const program = join(root, 'target/release/talktrack');
export const TODAY = '2026-11-23';
export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const leftovers = [];
after(async () => {
  for (const clear of leftovers.reverse()) await clear();
});

/** A folder that goes when the tests are done. */
export function folder() {
  const made = mkdtempSync(join(tmpdir(), 'talktrack-e2e-'));
  leftovers.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Builds a kit into a new folder and tells where; `args` as on the command line. */
export function build(kit = root, ...args) {
  const out = folder();
  execFileSync(program, ['build', '--root', kit, '--out', out, '--today', TODAY, '--quiet', ...args], { stdio: ['ignore', 'inherit', 'pipe'] });
  return out;
}

/** The sample kit in a folder of its own, where three cards are too many for one page. */
export function crowded() {
  const kit = folder();
  for (const part of ['content', 'static', 'talktrack.yaml']) cpSync(join(root, part), join(kit, part), { recursive: true });
  appendFileSync(join(kit, 'talktrack.yaml'), '\nbudgets: {beside: 2}\n');
  return kit;
}

/** The HTML pages in a folder, by path. */
export const pages = (of) => readdirSync(of, { recursive: true }).filter((file) => file.endsWith('.html')).sort();

export async function launch() {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  leftovers.push(() => browser.close());
  return browser;
}

/** Listens to a page: whatever it says in the console, asks for beyond `home`, lacks, or opens. */
export function listen(page, home = 'file://') {
  const said = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('request', (request) => [home, 'data:'].some((own) => request.url().startsWith(own)) || said.push(`asks for ${request.url()}`));
  // Going on to another page before everything has come is no lack.
  page.on('requestfailed', (request) => request.failure()?.errorText === 'net::ERR_ABORTED' || said.push(`lacks ${request.url()}`));
  page.on('dialog', (dialog) => { said.push(`opens a dialog: ${dialog.message()}`); dialog.dismiss(); });
  return said;
}

/** What axe finds on a page, in words. The page's own policy must not keep the examiner out, so it comes by evaluation. */
export async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run({ preload: false }));
  return found.violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 200)}`);
}

/** Serves a built folder over HTTP on this machine; tells its address. */
export async function host(of) {
  const types = { html: 'text/html; charset=utf-8', css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml', png: 'image/png' };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname).replace(/\/$/, '/index.html');
    try {
      const bytes = readFileSync(join(of, path));
      response.writeHead(200, { 'content-type': types[path.split('.').at(-1)] ?? 'application/octet-stream' }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  leftovers.push(() => server.close());
  return `http://127.0.0.1:${server.address().port}/`;
}

/** Runs `talktrack serve` on a kit; tells its address, and everything it has said. */
export async function serve(kit, ...args) {
  const server = spawn(program, ['serve', '--root', kit, '--port', '4600', '--today', TODAY, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  leftovers.push(() => server.kill());
  const told = { text: '', server };
  server.stderr.on('data', (data) => { told.text += data; });
  told.address = await new Promise((found, lost) => {
    server.stdout.once('data', (data) => found(String(data).trim()));
    server.once('exit', (code) => lost(new Error(`serve ended with ${code}: ${told.text}`)));
  });
  return told;
}
