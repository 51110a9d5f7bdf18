// Wikis that run beside the tests, and what they make of pages. Their addresses come from the environment.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after } from 'node:test';

const root = resolve(import.meta.dirname, '..');
export const sample = root;
const program = process.env.TALKTRACK ?? join(root, 'target/release/talktrack');
const leftovers = [];
after(async () => {
  for (const clear of leftovers.reverse()) await clear();
});

const WANTED = ['MEDIAWIKI_API', 'DOKUWIKI_RPC', 'DOKUWIKI_USER', 'DOKUWIKI_PASS'];
const missing = WANTED.filter((name) => !process.env[name]);
if (missing.length && process.env.CI) throw new Error(`these tests need running wikis, and ${missing.join(', ')} is not set`);
/** Why there is nothing to test against; false where there is. */
export const absent = missing.length ? `no wiki runs here: ${missing.join(', ')} is not set` : false;

/** A kit of these files in a folder that goes when the tests are done. */
export function kit(files) {
  const made = mkdtempSync(join(tmpdir(), 'talktrack-wikis-'));
  leftovers.push(() => rmSync(made, { recursive: true, force: true }));
  for (const [path, text] of Object.entries({ 'talktrack.yaml': 'title: Kit\n', ...files })) {
    mkdirSync(dirname(join(made, path)), { recursive: true });
    writeFileSync(join(made, path), typeof text === 'string' ? text : JSON.stringify(text));
  }
  return made;
}

/** The pages of a kit as a wiki gets them: path without ending → text. */
export function built(from, to, ending) {
  const out = mkdtempSync(join(tmpdir(), 'talktrack-wikis-'));
  leftovers.push(() => rmSync(out, { recursive: true, force: true }));
  execFileSync(program, ['build', '--root', from, '--out', out, '--to', to, '--today', '2026-11-23', '--quiet'], { stdio: ['ignore', 'inherit', 'inherit'] });
  const paths = readdirSync(out, { recursive: true }).filter((path) => path.endsWith(ending) && !path.startsWith('static'));
  return Object.fromEntries(paths.sort().map((path) => [path.slice(0, -ending.length), readFileSync(join(out, path), 'utf8')]));
}

/** What MediaWiki makes of a text, as it would be saved: HTML, and what it took for links, templates and categories. */
export async function mediawiki(title, text) {
  const body = new URLSearchParams({
    action: 'parse', format: 'json', formatversion: '2', contentmodel: 'wikitext', title, text, pst: '1',
    prop: 'text|templates|categories|externallinks|sections|links|langlinks|iwlinks|images', disablelimitreport: '1', disableeditsection: '1',
  });
  const answer = await (await fetch(process.env.MEDIAWIKI_API, { method: 'POST', body })).json();
  if (answer.error) throw new Error(JSON.stringify(answer.error));
  return answer.parse;
}

async function dokuwikiCall(method, params) {
  const login = Buffer.from(`${process.env.DOKUWIKI_USER}:${process.env.DOKUWIKI_PASS}`).toString('base64');
  const headers = { authorization: `Basic ${login}`, 'content-type': 'application/json' };
  const answer = await fetch(`${process.env.DOKUWIKI_RPC}/${method}`, { method: 'POST', headers, body: JSON.stringify(params) });
  const { result, error } = await answer.json();
  if (error?.code) throw new Error(`${method}: ${JSON.stringify(error)}`);
  return result;
}

/** What DokuWiki makes of a text, saved as a page of ours and taken away again. */
export async function dokuwiki(name, text) {
  const page = `render-test-${process.pid}:${name.replaceAll('/', ':')}`;
  await dokuwikiCall('core.savePage', { page, text, summary: 'a test', isminor: true });
  const html = await dokuwikiCall('core.getPageHTML', { page });
  await dokuwikiCall('core.savePage', { page, text: '', summary: 'a test', isminor: true });
  return html;
}

const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' };

/** What a reader sees of HTML: no tags, entities resolved, blanks in a row one, no signs without width that we set. */
export function seen(html) {
  const bare = html.replace(/<!--[\s\S]*?-->/g, '').replace(/<\/?(?:p|li|ul|ol|div|td|th|tr|table|h\d|pre|blockquote|br|hr|dd|dt|dl)\b[^>]*>/g, '\n').replace(/<[^>]*>/g, '');
  const decoded = bare.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, number, name) =>
    hex ? String.fromCodePoint(parseInt(hex, 16)) : number ? String.fromCodePoint(number) : (NAMED[name] ?? whole));
  return decoded.replaceAll('\u2060', '').split('\n').map((line) => line.replace(/[ \t\u00a0]+/g, ' ').trim()).filter(Boolean);
}

/** Links on a page to places that it does not have. */
export function broken(html) {
  const all = (pattern) => [...html.matchAll(pattern)].map((match) => seen(match[1]).join(' '));
  const there = ids(html);
  // MediaWiki writes a percent sign of a heading as it is.
  const decoded = (place) => (/%(?![0-9A-F]{2})/.test(place) ? place : decodeURIComponent(place));
  return all(/ href="#([^"]*)"/g).filter((place) => !there.has(place) && !there.has(decoded(place)));
}

/** The places of a page. */
export const ids = (html) => new Set([...html.matchAll(/ id="([^"]*)"/g)].map((match) => seen(match[1]).join(' ')));
