// A git server as companies have them: bare repositories behind `git http-backend`, with tokens for writing and for
// reading, and a person who works with a clone of her own.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { folder, later } from './wiki-kit.mjs';

export const TOKEN = 'write-token-7f3a';
export const READER = 'read-token-19bc';

const quiet = { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_TERMINAL_PROMPT: '0' };
const person = ['-c', 'user.name=Human', '-c', 'user.email=human@fernway.example', '-c', 'commit.gpgsign=false', '-c', 'protocol.file.allow=always'];

/** Runs git in a folder and tells what it wrote. */
export const git = (at, ...args) =>
  execFileSync('git', [...person, ...args], { cwd: at, env: quiet, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

/**
 * A repository `wiki.git` on a server of its own. `first`: the page that a person made there before us; empty: none.
 * Tells `{url, path, …}`: `path` is the bare repository, for looking behind the scenes.
 */
export async function gitServer({ first = 'Home.md', branch = 'master' } = {}) {
  const home = folder();
  const path = join(home, 'wiki.git');
  git(home, 'init', '--quiet', '--bare', `--initial-branch=${branch}`, 'wiki.git');
  git(path, 'config', 'http.receivepack', 'true');
  git(path, 'config', 'uploadpack.allowFilter', 'true');
  const wiki = new Wiki(home, path, branch);
  if (first) wiki.edit({ [first]: 'Welcome to our wiki\n' });
  const server = createServer((asked, answer) => serve(home, asked, answer));
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  later(() => { server.closeAllConnections(); server.close(); });
  wiki.url = `http://127.0.0.1:${server.address().port}/wiki.git`;
  return wiki;
}

class Wiki {
  constructor(home, path, branch) { Object.assign(this, { home, path, branch, clone: join(home, 'human') }); }

  /** A person changes files (`null`: removes one) and pushes at once. */
  edit(files, message = 'by hand') {
    rmSync(this.clone, { recursive: true, force: true });
    git(this.home, 'clone', '--quiet', 'wiki.git', 'human');
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.clone, file)), { recursive: true });
      if (text === null) rmSync(join(this.clone, file));
      else writeFileSync(join(this.clone, file), text);
    }
    git(this.clone, 'add', '--all');
    git(this.clone, 'commit', '--quiet', '--message', message);
    git(this.clone, 'push', '--quiet', 'origin', `HEAD:${this.branch}`);
  }

  /** A person moves a file. */
  move(from, to) {
    const text = this.text(from);
    this.edit({ [from]: null, [to]: `${text}\n` }, 'moved by hand');
  }

  /** What the repository does before it takes a push; `null`: nothing any more. */
  hook(name, script) {
    const at = join(this.path, 'hooks', name);
    if (script === null) return rmSync(at, { force: true });
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, `#!/bin/sh\n${script}\n`);
    return chmodSync(at, 0o755);
  }

  files() { return git(this.path, 'ls-tree', '-r', '-z', '--name-only', this.branch).split('\0').filter(Boolean); }

  text(file) { return git(this.path, 'show', `${this.branch}:${file}`); }

  commits() {
    try { return git(this.path, 'rev-list', this.branch).split('\n').filter(Boolean); } catch { return []; }
  }

  /** The files that a commit touched, with what was done: `A Home.md`. */
  touched(commit = this.branch) {
    return git(this.path, '-c', 'core.quotePath=false', 'show', '--format=', '--name-status', '--no-renames', commit).split('\n').map((line) => line.replace('\t', ' '));
  }
}

/** Answers one request through git's own program for it. */
function serve(home, asked, answer) {
  const [, service = ''] = asked.url.match(/(git-receive-pack)/) ?? [];
  const [, login = ''] = (asked.headers.authorization ?? '').match(/^Basic (.+)$/) ?? [];
  const [user, token] = Buffer.from(login, 'base64').toString().split(/:(.*)/s);
  if (token !== TOKEN && token !== READER) {
    answer.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end('Who are you?');
    return;
  }
  if (service && token !== TOKEN) { answer.writeHead(403).end('You may only read.'); return; }
  const url = new URL(asked.url, 'http://x');
  if (!url.pathname.startsWith('/wiki.git/')) { answer.writeHead(404).end('Nothing here.'); return; }
  const backend = spawn('git', ['http-backend'], {
    env: {
      ...quiet, GIT_PROJECT_ROOT: home, GIT_HTTP_EXPORT_ALL: '1', REMOTE_USER: user, REMOTE_ADDR: '127.0.0.1',
      REQUEST_METHOD: asked.method, PATH_INFO: decodeURIComponent(url.pathname), QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: asked.headers['content-type'] ?? '', GIT_PROTOCOL: asked.headers['git-protocol'] ?? '',
      HTTP_CONTENT_ENCODING: asked.headers['content-encoding'] ?? '',
      ...(asked.headers['content-length'] ? { CONTENT_LENGTH: asked.headers['content-length'] } : {}),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  asked.pipe(backend.stdin);
  backend.stdin.on('error', () => {});
  const parts = [];
  backend.stdout.on('data', (data) => parts.push(data));
  backend.on('close', () => {
    const whole = Buffer.concat(parts);
    const end = whole.indexOf('\r\n\r\n');
    const headers = Object.fromEntries(whole.subarray(0, end).toString().split('\r\n').map((line) => line.split(/: (.*)/s)));
    const status = Number.parseInt(headers.Status ?? '200', 10);
    delete headers.Status;
    answer.writeHead(status, headers).end(whole.subarray(end + 4));
  });
}
