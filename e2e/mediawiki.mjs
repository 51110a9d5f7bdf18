// A real MediaWiki as the stories of publishing see it: where it is, what stands there, and what a person does.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const env = process.env;
const files = () => join(env.MEDIAWIKI_FOLDER, 'usr/share/mediawiki');

/** A person with an account, who uses the wiki as people do. */
class Person {
  cookies = new Map();

  async ask(fields) {
    const body = new URLSearchParams({ format: 'json', formatversion: '2', ...fields });
    const headers = { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
    const reply = await fetch(env.MEDIAWIKI_API, { method: 'POST', body, headers });
    for (const cookie of reply.headers.getSetCookie()) {
      const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/);
      this.cookies.set(name, value);
    }
    const answer = await reply.json();
    assert.ok(!answer.error, `${fields.action}: ${JSON.stringify(answer.error)}`);
    return answer;
  }

  async token(type) {
    return (await this.ask({ action: 'query', meta: 'tokens', type })).query.tokens[`${type}token`];
  }

  async act(fields) {
    if (!this.cookies.size) {
      const lgtoken = await this.token('login');
      const said = await this.ask({ action: 'login', lgname: env.MEDIAWIKI_HUMAN, lgpassword: env.MEDIAWIKI_HUMAN_PASS, lgtoken });
      assert.equal(said.login.result, 'Success');
    }
    return this.ask({ ...fields, token: await this.token('csrf') });
  }
}

const human = () => new Person();
const page = async (title, fields) => (await human().ask({ action: 'query', titles: title, ...fields })).query.pages[0];

export const mediawiki = {
  name: 'MediaWiki',
  needs: ['MEDIAWIKI_API', 'MEDIAWIKI_USER', 'MEDIAWIKI_PASS', 'MEDIAWIKI_HUMAN', 'MEDIAWIKI_HUMAN_PASS', 'MEDIAWIKI_FOLDER'],
  bot: 'Admin',
  killPages: 12,
  /** What is added to a page's name for a page below it. */
  below: '/Notes',
  /** Whether a request changes a page. */
  isWrite: (asked) => /(^|&)action=edit&/.test(asked.body.toString()),

  /** The settings of a place that no other test uses. */
  place: (space, url = env.MEDIAWIKI_API) => ({ to: 'mediawiki', url, parent: space, user_env: 'MEDIAWIKI_USER', token_env: 'MEDIAWIKI_PASS' }),
  url: () => env.MEDIAWIKI_API,
  /** A place's name that the wiki writes in the same way. */
  space: (word) => `T${word}`,

  /** The text of a page; `undefined`: there is none. */
  async text(name) {
    const found = await page(name, { prop: 'revisions', rvprop: 'content', rvslots: 'main' });
    return found.missing ? undefined : found.revisions[0].slots.main.content;
  },

  /** All revisions of a page, newest first: {user, note, isMinor, isAnonymous}. */
  async revisions(name) {
    const found = await page(name, { prop: 'revisions', rvprop: 'ids|user|comment|flags', rvlimit: 'max' });
    return (found.revisions ?? []).map((one) => ({ user: one.user, note: one.comment, isMinor: one.minor, isAnonymous: Boolean(one.anon) }));
  },

  /** The pages of a place. */
  async pages(space) {
    const answer = await human().ask({ action: 'query', list: 'allpages', apprefix: space, aplimit: 'max' });
    return answer.query.allpages.map((one) => one.title);
  },

  /** A page as people see it. */
  async html(name) {
    return (await human().ask({ action: 'parse', page: name, prop: 'text', disableeditsection: '1' })).parse.text;
  },

  /** A person writes a page. */
  write: (name, text) => human().act({ action: 'edit', title: name, text, summary: 'as it should be' }),
  /** A person deletes a page. */
  remove: (name) => human().act({ action: 'delete', title: name }),
  move: (name, to) => human().act({ action: 'move', from: name, to }),
  protect: (name) => human().act({ action: 'protect', title: name, protections: 'edit=sysop|move=sysop', cascade: '' }),
  /** What stands in the log of deletions. */
  deletions: async (name) => (await human().ask({ action: 'query', list: 'logevents', letitle: name, letype: 'delete' })).query.logevents,

  /** Settings of the wiki for a while, as PHP. */
  settings: (php) => writeFileSync(join(files(), 'ci.php'), `<?php ${php}\n`),
  asBefore: () => rmSync(join(files(), 'ci.php'), { force: true }),
  /** Whoever is logged in no longer is. */
  forgetLogins() {
    const forget = 'foreach (glob($argv[1] . "/*.sqlite") as $file) { $db = new PDO("sqlite:$file"); $db->exec("PRAGMA busy_timeout=5000");'
      + ' if ($db->query("SELECT 1 FROM sqlite_master WHERE name=\'objectcache\'")->fetch()) $db->exec("DELETE FROM objectcache"); }';
    execFileSync('php', ['-r', forget, join(env.MEDIAWIKI_FOLDER, 'db')]);
  },
};
