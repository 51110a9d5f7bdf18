// What all stories of publishing share: small kits of fictional companies, the program run on them as a person or a
// pipeline would, a proxy that can stand between program and wiki, and the rule that no secret is ever shown.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { deflateSync } from 'node:zlib';

export const root = resolve(import.meta.dirname, '..');
export const program = resolve(root, process.env.TALKTRACK_BIN ?? 'target/release/talktrack');
export const TODAY = '2026-11-23';

const leftovers = [];
after(async () => {
  for (const clear of leftovers.reverse()) await clear();
});

/** What shall be undone when the tests of this file are over. */
export const later = (undo) => leftovers.push(undo);

/** A folder that goes when the tests are done. */
export function folder() {
  const made = mkdtempSync(join(tmpdir(), 'talktrack-wiki-'));
  later(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/**
 * A test that needs a server: `needs` names the variables that tell where it is. Without them it is skipped with a
 * word, but never where `CI_WIKIS=1` promises that all servers are there.
 */
export function story(name, needs, tell, options = {}) {
  const missing = needs.filter((variable) => !process.env[variable]);
  if (!missing.length) return test(name, options, tell);
  if (process.env.CI_WIKIS) return test(name, () => assert.fail(`CI_WIKIS is set, but not ${missing.join(', ')}`));
  return test(name, { skip: `start the wikis first (e2e/wikis.sh): ${missing.join(', ')} not set` }, () => {});
}

/** A name nobody else has used: pages of a server that outlives the tests must not meet. */
export const fresh = (words = 'tt') => `${words}${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;

/** A small picture of its own colour, as PNG. */
export function picture(number) {
  const chunk = (kind, data) => {
    const named = Buffer.concat([Buffer.from(kind), data]);
    const framed = Buffer.alloc(named.length + 8);
    framed.writeUInt32BE(data.length);
    named.copy(framed, 4);
    framed.writeUInt32BE(crc(named), named.length + 4);
    return framed;
  };
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
  const dot = Buffer.from([0, number & 255, (number >> 8) & 255, 90]);
  const sign = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([sign, chunk('IHDR', header), chunk('IDAT', deflateSync(dot)), chunk('IEND', Buffer.alloc(0))]);
}

/** The checksum of PNG. */
function crc(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/**
 * A kit in a folder of its own.
 *   place        the settings of the place `wiki`: {to, url, space …}; only battlecards and the index unless it says more
 *   competitors  how many, called `Rival 01` …, with ids `rival-01` …; so there are as many pages, and the index
 *   names        other names: (number) => name
 *   pictures     each card shows a picture of its own
 *   env          variables for the program, such as the token
 *   title        of the kit: by it two kits are told apart
 */
export function makeKit({ place, competitors = 3, names = card, pictures = false, env = {}, title = 'Fernway field guide' }) {
  const kit = new Kit(folder(), { collateral: ['battlecard'], ...place }, env, title);
  for (let n = 1; n <= competitors; n += 1) kit.rival(n, { name: names(n), pictures });
  return kit;
}

const two = (number) => String(number).padStart(2, '0');
const card = (number) => `Rival ${two(number)}`;

class Kit {
  constructor(path, place, env, title) {
    Object.assign(this, { path, place, env, title, runs: [] });
    this.settle({});
    later(() => this.keepsSecrets());
  }

  /** Writes the settings anew, with changes to the place. */
  settle(change) {
    Object.assign(this.place, change);
    const settings = { title: this.title, company: 'Fernway', publish: { wiki: this.place } };
    this.write('talktrack.yaml', `${JSON.stringify(settings, null, 2)}\n`);
  }

  /** Writes one competitor. */
  rival(number, { name = card(number), pictures = false, more = {} } = {}) {
    const id = `rival-${two(number)}`;
    const shown = pictures ? `\n\n![Their screen](static/${id}.png)\n` : '';
    if (pictures) this.write(`static/${id}.png`, picture(number));
    const fields = {
      name, verified: '2026-11-09', one_liner: `Number ${number} among those we meet.`, quick_dismiss: `Words about number ${number}.`,
      overview: `They sell much and write little.${shown}`, why_we_win: [`Reason ${number} to choose us.`], why_we_lose: ['They are known.'], ...more,
    };
    this.write(`content/competitors/${id}.yaml`, `${JSON.stringify(fields, null, 2)}\n`);
  }

  write(file, text) {
    mkdirSync(dirname(join(this.path, file)), { recursive: true });
    writeFileSync(join(this.path, file), text);
  }

  read(file) { return readFileSync(join(this.path, file), 'utf8'); }

  has(file) { return existsSync(join(this.path, file)); }

  remove(file) { rmSync(join(this.path, file)); }

  edit(file, from, to) {
    const text = this.read(file);
    assert.ok(text.includes(from), `${file} does not hold ${from}`);
    this.write(file, text.replace(from, to));
  }

  /** Changes one card, by its number. */
  change(number, words) { this.edit(`content/competitors/rival-${two(number)}.yaml`, `Words about number ${number}.`, words); }

  ledger() { return this.read('publish/wiki.json'); }

  /** Starts the program: `{child, done}`; `done` comes with {code, signal, out, err, json}. */
  start(args, { env = {} } = {}) {
    const child = spawn(program, [...args, '--root', this.path], {
      env: { ...process.env, SOURCE_DATE_EPOCH: String(Date.parse(`${TODAY}T00:00:00Z`) / 1000), ...this.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { out: '', err: '' };
    child.stdout.on('data', (data) => { said.out += data; });
    child.stderr.on('data', (data) => { said.err += data; });
    const done = new Promise((over) => child.on('close', (code, signal) => {
      this.runs.push(said.out, said.err);
      let json;
      try { json = JSON.parse(said.out); } catch { json = undefined; }
      over({ code, signal, json, ...said });
    }));
    return { child, done, said };
  }

  /** Runs the program to its end. */
  run(...args) { return this.start(args).done; }

  /** Runs a command on the place, and expects this exit code; `--json` goes along. */
  async expect(code, command, ...args) {
    const ran = await this.run(command, 'wiki', ...args, '--json');
    assert.equal(ran.code, code, `${command} ${args.join(' ')} ended with ${ran.code}\n${ran.out}\n${ran.err}`);
    return ran;
  }

  /** Publishes without asking back. */
  publish(code = 0, ...args) { return this.expect(code, 'publish', '--yes', ...args); }

  /** No token in anything the program has said or written. */
  keepsSecrets() {
    const [secret, user] = [this.place.token_env, this.place.user_env].map((name) => this.env[name] ?? process.env[name] ?? '');
    const basic = Buffer.from(`${user}:${secret}`).toString('base64');
    const forms = secret.length < 4 ? [] : [secret, encodeURIComponent(secret), basic];
    const written = this.has('publish') ? readdirSync(join(this.path, 'publish'), { recursive: true }) : [];
    const texts = [...this.runs, ...written.map((file) => this.read(join('publish', file)))];
    for (const form of forms) assert.ok(!texts.some((text) => text.includes(form)), 'a secret was shown');
  }
}

/** Actions by key, of a plan, a status or a publish: `{ 'battlecard/rival-01': 'create' … }`. */
export const actions = (ran) => Object.fromEntries(ran.json.pages.map((page) => [page.key, page.action]));

/** One page of a plan, a status or a publish. */
export const page = (ran, key) => ran.json.pages.find((one) => one.key === key);

/**
 * A proxy before a server: tells its own address, and counts.
 *   before(k, request)   runs before request number k (from 1) goes on; `false`: it goes nowhere, and is not answered
 *   after(k, request)    runs when the server has answered it, before the program hears of it; `false`: it never does
 */
export async function proxy(target, { before = () => {}, after: then = () => {} } = {}) {
  const to = new URL(target);
  const told = { count: 0, before, after: then };
  const server = createServer((asked, answer) => {
    const k = (told.count += 1);
    const body = [];
    asked.on('data', (data) => body.push(data));
    asked.on('end', async () => {
      asked.body = Buffer.concat(body);
      if ((await told.before(k, asked)) === false) return;
      const headers = { ...asked.headers, host: to.host, connection: 'close' };
      const sent = request({ host: to.hostname, port: to.port, path: asked.url, method: asked.method, headers }, (reply) => {
        const parts = [];
        reply.on('data', (data) => parts.push(data));
        reply.on('end', async () => {
          if ((await told.after(k, asked, reply, Buffer.concat(parts))) === false) return;
          answer.writeHead(reply.statusCode, reply.headers).end(Buffer.concat(parts));
        });
      });
      sent.on('error', () => answer.destroy());
      sent.end(asked.body);
    });
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  later(() => { server.closeAllConnections(); server.close(); });
  told.server = server;
  told.url = `http://127.0.0.1:${server.address().port}${to.pathname}`;
  return told;
}
