// A real DokuWiki as the stories of publishing see it: where it is, what stands there, and what a person does.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const env = process.env;
const data = () => join(env.DOKUWIKI_FOLDER, 'var/lib/dokuwiki/data');

/** A call, as a person. */
async function call(method, params) {
  const login = Buffer.from(`${env.DOKUWIKI_HUMAN}:${env.DOKUWIKI_HUMAN_PASS}`).toString('base64');
  const headers = { authorization: `Basic ${login}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const answer = await (await fetch(env.DOKUWIKI_RPC, { method: 'POST', headers, body })).json();
  if (answer.error?.code === 121) return undefined;
  assert.ok(!answer.error, `${method}: ${JSON.stringify(answer.error)}`);
  return answer.result;
}

export const dokuwiki = {
  name: 'DokuWiki',
  needs: ['DOKUWIKI_URL', 'DOKUWIKI_RPC', 'DOKUWIKI_USER', 'DOKUWIKI_PASS', 'DOKUWIKI_HUMAN', 'DOKUWIKI_HUMAN_PASS', 'DOKUWIKI_FOLDER'],
  bot: env.DOKUWIKI_USER,
  killPages: 5,
  locksForAccounts: true,
  /** What is added to a page's name for a page below it. */
  below: ':notes',
  /** Whether a request changes a page. */
  isWrite: (asked) => asked.body.includes('"core.savePage"'),

  /** The settings of a place that no other test uses. */
  place: (space, url = env.DOKUWIKI_URL) => ({ to: 'dokuwiki', url, space, user_env: 'DOKUWIKI_USER', token_env: 'DOKUWIKI_PASS' }),
  url: () => env.DOKUWIKI_URL,
  /** A place's name that the wiki writes in the same way. */
  space: (word) => word,

  /** The text of a page; `undefined`: there is none. */
  text: async (name) => ((await call('core.getPageInfo', { page: name })) ? call('core.getPage', { page: name }) : undefined),

  /** All revisions of a page, newest first: {user, note, isMinor, isAnonymous}. */
  async revisions(name) {
    const found = await call('core.getPageHistory', { page: name });
    return found.map((one) => ({ user: one.author, note: one.summary, isMinor: one.type === 'e', isAnonymous: !one.author }));
  },

  /** The pages of a place. */
  pages: async (space) => (await call('core.listPages', { namespace: space, depth: 0 })).map((one) => one.id),

  /** A page as people see it. */
  html: (name) => call('core.getPageHTML', { page: name }),

  /** A person writes a page. */
  write: async (name, text) => assert.equal(await call('core.savePage', { page: name, text, summary: 'as it should be' }), true),
  /** A person deletes a page. */
  remove: (name) => call('core.savePage', { page: name, text: '' }),
  /** A person opens the form to edit a page, or leaves it. */
  open: async (name) => assert.deepEqual(await call('core.lockPages', { pages: [name] }), [name]),
  leave: (name) => call('core.unlockPages', { pages: [name] }),

  /** The texts of all earlier revisions of a page that are kept. */
  attic(name) {
    const parts = name.split(':');
    const file = parts.pop();
    const folder = join(data(), 'attic', ...parts);
    const kept = readdirSync(folder).filter((one) => one.startsWith(`${file}.`));
    return kept.map((one) => gunzipSync(readFileSync(join(folder, one))).toString());
  },

  /** Whoever is logged in no longer is. */
  forgetLogins: () => rmSync(join(data(), 'cache', 'sessions'), { recursive: true, force: true }),
};
