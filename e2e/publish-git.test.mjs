// Publishing to wikis in git, through the built program, against git's own server.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { READER, TOKEN, git, gitServer } from './git-server.mjs';
import { actions, later, makeKit, page, proxy } from './wiki-kit.mjs';

/** A kit for a wiki: cards and the index, as GitHub would have them unless it says otherwise. */
function kitFor(wiki, { place = {}, env = {}, ...more } = {}) {
  const settings = { to: 'git', flavour: 'github', remote: wiki.url, token_env: 'WIKI_TOKEN', timeout: 10, patience: 5, ...place };
  return makeKit({ place: settings, env: { WIKI_TOKEN: TOKEN, ...env }, ...more });
}

/** A wiki without a page, and a kit that was published to it. */
async function published(options = {}) {
  const wiki = await gitServer({ first: '', ...options.server });
  const kit = kitFor(wiki, options);
  await kit.publish();
  return { wiki, kit };
}

const CARD = 'battlecard/rival-01';
const FILE = 'Rival-01.md';

test('the first publish of 60 cards with pictures is one commit, and the second pushes nothing and keeps the ledger as it is', async () => {
  const { wiki, kit } = await published({ competitors: 60, pictures: true });
  assert.equal(wiki.commits().length, 1);
  const files = wiki.files();
  assert.deepEqual(['Home.md', '_Sidebar.md', '_Footer.md', FILE, 'images/rival-01.png', 'images/rival-60.png'].filter((file) => !files.includes(file)), []);
  assert.equal(files.length, 60 + 60 + 3);
  const ledger = kit.ledger();
  const again = await kit.publish();
  assert.deepEqual([wiki.commits().length, kit.ledger() === ledger, again.json.requests.writes], [1, true, 0]);
});

test('pages link each other by the names that the wiki gives them, and show their pictures', async () => {
  const { wiki } = await published({ competitors: 2, pictures: true });
  assert.match(wiki.text('Home.md'), /\[Rival 02\]\(Rival-02\)/);
  assert.match(wiki.text('_Sidebar.md'), /- \[Rival 01\]\(Rival-01\)/);
  assert.match(wiki.text(FILE), /!\[Their screen\]\(images\/rival-01\.png\)/);
  assert.ok(!wiki.text(FILE).startsWith('# '), 'GitHub shows the name of a page above it');
  assert.ok(!wiki.text(FILE).includes('page:') && !wiki.text(FILE).includes('.md)'));
});

test('one line changed in the kit is one commit with one file', async () => {
  const { wiki, kit } = await published();
  kit.change(1, 'Other words.');
  assert.deepEqual(actions(await kit.expect(2, 'plan'))[CARD], 'update');
  await kit.publish();
  assert.deepEqual([wiki.commits().length, wiki.touched()], [2, [`M ${FILE}`]]);
});

test('a page that a person edited is drift, and a conflict when the kit changed too; her words stay', async () => {
  const { wiki, kit } = await published();
  wiki.edit({ [FILE]: 'My own words\n' });
  const drift = await kit.expect(3, 'status');
  assert.deepEqual([page(drift, CARD).action, page(drift, CARD).by], ['drift', 'Human']);
  kit.change(1, 'Other words.');
  kit.change(2, 'Other words.');
  const conflict = await kit.publish(3);
  assert.deepEqual([page(conflict, CARD).action, page(conflict, 'battlecard/rival-02').done], ['conflict', 'updated']);
  assert.equal(wiki.text(FILE), 'My own words');
  const { stamp } = page(conflict, CARD);
  await kit.publish(0, '--take-ours', `${CARD}@${stamp ?? git(wiki.path, 'rev-parse', `master:${FILE}`)}`);
  assert.match(wiki.text(FILE), /Other words/);
});

test('what a person pushed between plan and apply makes the plan stale', async () => {
  const { wiki, kit } = await published();
  kit.change(1, 'Other words.');
  await kit.expect(2, 'plan', '-o', `${kit.path}/plan.json`);
  wiki.edit({ [FILE]: 'My own words\n' });
  await kit.publish(3, `${kit.path}/plan.json`);
  assert.equal(wiki.text(FILE), 'My own words');
});

test('a page that a person moved or deleted is told, and not made again', async () => {
  const { wiki, kit } = await published();
  wiki.move(FILE, 'Mine.md');
  wiki.edit({ 'Rival-02.md': null });
  const told = actions(await kit.expect(3, 'status'));
  assert.deepEqual([told[CARD], told['battlecard/rival-02']], ['deleted', 'deleted']);
  await kit.publish(3);
  assert.ok(!wiki.files().includes(FILE));
  await kit.publish(3, '--recreate', CARD);
  assert.ok(wiki.files().includes(FILE) && wiki.files().includes('Mine.md'));
});

test("somebody's page of that name is never touched, also when it is written in other letters", async () => {
  const wiki = await gitServer({ first: 'Home.md' });
  wiki.edit({ 'old/rival-01.md': 'Mine\n' });
  const kit = kitFor(wiki);
  const ran = await kit.publish(3);
  assert.deepEqual([page(ran, 'index').action, page(ran, CARD).action], ['blocked', 'blocked']);
  assert.deepEqual([wiki.text('Home.md'), wiki.text('old/rival-01.md')], ['Welcome to our wiki', 'Mine']);
  assert.ok(wiki.files().includes('Rival-02.md'));
});

test('the first page that a person made in the browser can be taken over', async () => {
  const wiki = await gitServer({ first: 'Home.md' });
  const kit = kitFor(wiki);
  await kit.expect(0, 'adopt', 'index', 'Home');
  const told = await kit.publish(3);
  const stamp = git(wiki.path, 'rev-parse', 'master:Home.md');
  assert.match(page(told, 'index').action, /conflict|drift/);
  await kit.publish(0, '--take-ours', `index@${stamp}`);
  assert.match(wiki.text('Home.md'), /Rival 01/);
});

test('two cards that the wiki would take for one page are told apart by the word for their piece', async () => {
  const { wiki } = await published({ competitors: 2, names: (n) => (n === 1 ? 'A: B' : 'a* b') });
  assert.deepEqual(wiki.files().filter((file) => /^a/i.test(file)).sort(), ['A-B.md', 'a-b-(Battlecards).md']);
  assert.match(wiki.text('Home.md'), /\[a\\\* b\]\(a-b-%28Battlecards%29\)/);
});

test('a run that is killed at any request ends, run again, in the same state: one commit a page, none twice', async (context) => {
  const count = await (async () => {
    const wiki = await gitServer({ first: '' });
    const way = await proxy(wiki.url);
    await kitFor({ url: way.url }, { competitors: 20 }).publish();
    return way.count;
  })();
  assert.ok(count >= 4, `${count} requests`);
  for (let at = 1; at <= count; at += 1) await Promise.all([killedAt(at, 'before'), killedAt(at, 'after')]);
  context.diagnostic(`${2 * count} kills on 21 pages`);
});

/** Kills a run right before a request goes on (it never arrives) or when the server has answered it, and runs it again. */
async function killedAt(at, when) {
  const wiki = await gitServer({ first: '' });
  let killed;
  const way = await proxy(wiki.url, { [when]: (k) => {
    if (k === at) killed.child.kill('SIGKILL');
    return k !== at || when === 'after';
  } });
  const kit = kitFor({ url: way.url }, { competitors: 20 });
  killed = kit.start(['publish', 'wiki', '--yes', '--json']);
  assert.equal((await killed.done).signal, 'SIGKILL', `${when} request ${at}`);
  await settled(wiki);
  await kit.publish();
  const ledger = kit.ledger();
  assert.equal(wiki.commits().length, 1, `${when} request ${at}: every page was made once`);
  const again = await kit.publish();
  assert.deepEqual([again.json.requests.writes, kit.ledger() === ledger], [0, true], `${when} request ${at}`);
}

test('a push that outlives its killed run and arrives during the next one is found by its marks; no page is made twice', async () => {
  const wiki = await gitServer({ first: '' });
  wiki.hook('pre-receive', 'touch arriving; sleep 2');
  const kit = kitFor(wiki);
  const killed = kit.start(['publish', 'wiki', '--yes', '--json']);
  while (!existsSync(`${wiki.path}/arriving`)) await pause(20);
  killed.child.kill('SIGKILL');
  await killed.done;
  const ran = await kit.run('publish', 'wiki', '--yes', '--json');
  assert.ok([0, 3, 4].includes(ran.code), `${ran.code} ${ran.err}`);
  assert.equal(wiki.commits().length, 1);
  wiki.hook('pre-receive', null);
  if (ran.code) await kit.expect(0, 'adopt');
  const again = await kit.publish();
  assert.deepEqual([wiki.commits().length, again.json.requests.writes], [1, 0]);
});

/** A git that outlived its killed parent may still push: waits until nothing moves any more. */
async function settled(wiki) {
  for (let same = 0, last = -1; same < 3; await pause(100)) {
    const now = wiki.commits().length;
    same = now === last ? same + 1 : 0;
    last = now;
  }
}

test('a server that is silent for too long is not pushed to twice', async () => {
  const wiki = await gitServer({ first: '' });
  let held;
  const way = await proxy(wiki.url, { after: (k, asked) => {
    if (held || asked.method !== 'POST' || !asked.url.endsWith('git-receive-pack')) return true;
    held = true;
    return false;
  } });
  const kit = kitFor({ url: way.url }, { place: { timeout: 1, patience: 2 } });
  const ran = await kit.run('publish', 'wiki', '--yes', '--json');
  assert.notEqual(ran.code, 0);
  assert.equal(wiki.commits().length, 1, 'it had arrived');
  await kit.publish();
  assert.equal(wiki.commits().length, 1, 'and was recognised');
});

test('a server that is busy is waited for', async () => {
  const wiki = await gitServer({ first: '' });
  let busy = 2;
  const server = createServer((asked, answer) => {
    if ((busy -= 1) >= 0) return answer.writeHead(503, { 'retry-after': '1' }).end('busy');
    return answer.writeHead(307, { location: wiki.url }).end();
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  later(() => server.close());
  const kit = kitFor({ url: `http://127.0.0.1:${server.address().port}/wiki.git` }, { place: { patience: 20 } });
  const ran = await kit.run('plan', 'wiki');
  assert.equal(ran.code, 1);
  assert.ok(busy < 0, 'it was asked again');
  assert.match(ran.err, /sends us on|another/, 'and a redirect is told, not followed with the token');
});

test('a lost ledger is found again by the marks in the commits, and nothing is overwritten', async () => {
  const { wiki, kit } = await published();
  kit.remove('publish/wiki.json');
  const told = actions(await kit.expect(3, 'plan'));
  assert.equal(told[CARD], 'adoptable');
  await kit.expect(0, 'adopt');
  const again = await kit.publish();
  assert.deepEqual([wiki.commits().length, again.json.requests.writes], [1, 0]);
});

test('two runs at once: one publishes, the other says that it waits for nobody', async () => {
  const wiki = await gitServer({ first: '' });
  const kit = kitFor(wiki);
  const both = await Promise.all([kit.run('publish', 'wiki', '--yes'), kit.run('publish', 'wiki', '--yes')]);
  assert.ok(both.some((ran) => ran.code === 0));
  assert.equal(wiki.commits().length, 1);
});

test('only pages that we made and nobody touched go with prune', async () => {
  const { wiki, kit } = await published({ competitors: 8 });
  wiki.edit({ 'Rival-02.md': 'Mine now\n' });
  kit.remove('content/competitors/rival-01.yaml');
  kit.remove('content/competitors/rival-02.yaml');
  await kit.run('publish', 'wiki', '--yes');
  await kit.run('prune', 'wiki', '--yes');
  assert.ok(!wiki.files().includes(FILE));
  assert.equal(wiki.text('Rival-02.md'), 'Mine now');
});

test('two kits share a wiki in two folders, and neither takes a page of the other', async () => {
  const { wiki, kit } = await published({ place: { parent: 'East' } });
  const other = kitFor(wiki, { title: 'Sunway guide', place: { parent: 'West', flavour: 'gitlab' } });
  await other.publish();
  assert.ok(wiki.files().includes('East/East.md') && wiki.files().includes('West.md'));
  const fighting = kitFor(wiki, { title: 'Moonway guide', place: { parent: 'East' } });
  const ran = await fighting.publish(3);
  assert.deepEqual(new Set(Object.values(actions(ran))), new Set(['blocked']));
  await kit.publish();
});

test("a colleague's push in between is kept when it touches other files, and stops ours when it touches the same", async () => {
  const { wiki, kit } = await published();
  let meanwhile = () => wiki.edit({ 'Other.md': 'theirs\n' });
  const way = await proxy(wiki.url, { before: (k, asked) => {
    if (asked.url.includes('info/refs?service=git-receive-pack')) { const now = meanwhile; meanwhile = () => {}; now(); }
  } });
  kit.settle({ remote: way.url });
  kit.change(1, 'Other words.');
  await kit.publish();
  assert.equal(wiki.text('Other.md'), 'theirs');
  assert.deepEqual(wiki.touched(), [`M ${FILE}`]);
  meanwhile = () => wiki.edit({ [FILE]: 'My own words\n' });
  kit.change(2, 'Other words.');
  kit.edit('content/competitors/rival-01.yaml', 'Other words.', 'Still other words.');
  const ran = await kit.run('publish', 'wiki', '--yes', '--json');
  assert.ok([3, 4].includes(ran.code), `${ran.code} ${ran.err}`);
  assert.equal(wiki.text(FILE), 'My own words');
  await kit.publish(3);
  assert.equal(wiki.text(FILE), 'My own words');
  assert.match(wiki.text('Rival-02.md'), /Other words/);
});

test("a hook's words are shown when it refuses, and the next run publishes", async () => {
  const { wiki, kit } = await published();
  wiki.hook('pre-receive', 'echo "pages need a ticket number" >&2; exit 1');
  kit.change(1, 'Other words.');
  const ran = await kit.run('publish', 'wiki', '--yes');
  assert.ok(ran.code !== 0 && /pages need a ticket number/.test(ran.out + ran.err), `${ran.code} ${ran.err}`);
  assert.equal(wiki.commits().length, 1);
  wiki.hook('pre-receive', null);
  await kit.publish();
  assert.equal(wiki.commits().length, 2);
});

test('doctor says what is wrong, and what to do: token, rights, address, branch', async () => {
  const wiki = await gitServer();
  const page = createServer((asked, answer) => answer.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Our wiki</h1>'));
  await new Promise((ready) => page.listen(0, '127.0.0.1', ready));
  later(() => page.close());
  const cases = [
    [{}, {}, null],
    [{}, { WIKI_TOKEN: 'of-last-year' }, /token is not accepted.*\n?.*expired/s],
    [{}, { WIKI_TOKEN: READER }, /no right/],
    [{ remote: wiki.url.replace('wiki.git', 'other.git') }, {}, /no such repository/],
    [{ remote: `http://127.0.0.1:${page.address().port}/wiki.git` }, {}, /web page/],
    [{ remote: 'http://127.0.0.1:9/wiki.git' }, {}, /cannot be reached/],
    [{ branch: 'draft' }, {}, /no branch `draft`/],
    [{ remote: 'https://me:secret@git.example/wiki.git' }, {}, /password/],
    [{ flavour: 'github2' }, {}, /whose wiki/],
  ];
  for (const [place, env, words] of cases) {
    const kit = kitFor(wiki, { place: { patience: 1, ...place }, env });
    const ran = await kit.run('doctor', 'wiki');
    if (!words) assert.equal(ran.code, 0, ran.out + ran.err);
    else assert.ok(ran.code !== 0 && words.test(ran.out + ran.err), `${words}: ${ran.code} ${ran.out}${ran.err}`);
  }
});

test('a token that may only read plans, but does not publish', async () => {
  const wiki = await gitServer({ first: '' });
  const kit = kitFor(wiki, { env: { WIKI_TOKEN: READER } });
  await kit.expect(2, 'plan');
  const ran = await kit.run('publish', 'wiki', '--yes');
  assert.ok(ran.code !== 0 && /no right/.test(ran.err + ran.out), ran.err);
  assert.equal(wiki.commits().length, 0);
});

for (const [flavour, branch, file, sidebar, link] of [
  ['gitlab', 'main', 'battlecard/rival-01.md', '_sidebar.md', '[Rival 01](/battlecard/rival-01)'],
  ['gitea', 'master', FILE, '_Sidebar.md', '[Rival 01](Rival-01)'],
  ['azure', 'wikiMaster', 'Battlecards/Rival-01.md', 'Battlecards/.order', '[Rival 01](/Battlecards/Rival-01)'],
  ['otter', 'main', 'battlecard/rival-01.md', null, '[[Rival 01|battlecard/rival-01]]'],
]) {
  test(`a wiki of ${flavour} gets its pages, links and order in its own way`, async () => {
    const { wiki, kit } = await published({ server: { branch }, place: { flavour }, pictures: true });
    const files = wiki.files();
    assert.ok(files.includes(file) && (!sidebar || files.includes(sidebar)), files.join(' '));
    const home = files.find((one) => /^home\.md$/i.test(one));
    assert.ok(wiki.text(home).includes(link), wiki.text(home));
    const shown = wiki.text(file).match(/!\[Their screen\]\((.*?)\)/)[1];
    assert.ok(files.includes(shown.replace(/^\//, '')), shown);
    if (flavour === 'gitlab') assert.match(wiki.text(file), /^---\ntitle: "Rival 01"\n---\n/);
    await kit.publish();
    assert.equal(wiki.commits().length, 1);
  });
}

test('hostile names and texts arrive as they are, and make no other file', async () => {
  const hostile = ['../../etc/passwd', '.git', 'CON', 'a'.repeat(250), '日本語'.repeat(30), '\u202Eevil', '😀 [x](y) `z`', '{{x}} <script>', '~~NOCACHE~~ [[x]]'];
  const { wiki, kit } = await published({ competitors: hostile.length, names: (n) => hostile[n - 1] });
  const files = wiki.files();
  assert.equal(files.length, hostile.length + 3, files.join('\n'));
  assert.ok(files.every((file) => !/\.\.|\u202e/.test(file) && Buffer.byteLength(file) <= 255), files.join('\n'));
  await kit.publish();
  assert.equal(wiki.commits().length, 1);
});

test('the mark of every page stands in the commit that made it', async () => {
  const { wiki } = await published();
  const message = git(wiki.path, 'log', '-1', '--format=%B');
  assert.match(message, /^Talktrack-Page: talktrack kit=\S+ page=battlecard\/rival-01 run=\S+ path=Rival-01\.md$/m);
  assert.equal(readFileSync(`${wiki.path}/HEAD`, 'utf8').trim(), 'ref: refs/heads/master');
});
