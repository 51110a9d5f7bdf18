// A team publishes its cards to Confluence, Cloud and Data Center, beside people who edit, move, delete and comment, on
// servers that are slow, busy, or gone. Whatever happens, nobody's words are lost, and a rerun brings everything right.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { confluence } from './confluence-fake.mjs';
import { heldTo } from './confluence-specs.mjs';
import { fault } from './confluence-xml.mjs';
import { actions, later, makeKit, page } from './wiki-kit.mjs';

const EDITIONS = ['cloud', 'data-center'];

/** A Confluence and a kit that publishes to it. */
async function scene({ edition = 'cloud', place = {}, ...more } = {}) {
  const fake = await confluence({ edition });
  later(fake.close);
  return { fake, kit: kitFor(fake, edition, { place, ...more }) };
}

/** A kit that publishes to a fake. */
function kitFor(fake, edition, { place = {}, ...more } = {}) {
  const user = edition === 'cloud' ? { user_env: 'CFL_USER' } : {};
  const settings = { to: 'confluence', url: fake.url, ...(edition && { flavour: edition }), space: 'SALES', parent: 'Battlecards', token_env: 'CFL_TOKEN', timeout: 5, patience: 20, ...user, ...place };
  return makeKit({ place: settings, env: { CFL_TOKEN: fake.token, CFL_USER: fake.user }, ...more });
}

/** What is told about one page. */
const told = (ran, key) => { const { action, why, done, said } = page(ran, key); return { action, why, done, said }; };
const last = (one) => one.versions.at(-1);
const rival = (number) => `battlecard/rival-${String(number).padStart(2, '0')}`;

/** A test for each edition. */
function both(name, tell, timeout = 120_000) {
  for (const edition of EDITIONS) test(`${edition}: ${name}`, { timeout }, (context) => tell(edition, context));
}

both('sixty cards with pictures are made once; the second run writes nothing, not even into the ledger', async (edition) => {
  const { fake, kit } = await scene({ edition, competitors: 60, pictures: true });
  fake.part = 25;
  const first = await kit.publish();
  assert.equal(first.json.counts.created, 61);
  const [state, ledger, asked] = [fake.state(), kit.ledger(), fake.requests.length];
  assert.equal([...fake.pages.values()].filter((one) => one.files.size === 1).length, 60);
  assert.ok(Object.entries(fake.versions()).every(([, versions]) => versions === 1), 'a page has more than one version');
  assert.equal(fake.titled('Rival 07').parent !== '', true);
  const second = await kit.publish();
  assert.deepEqual([fake.state(), kit.ledger()], [state, ledger]);
  assert.equal(second.json.requests.writes, 0);
  assert.ok(fake.requests.length - asked <= 4, `${fake.requests.length - asked} requests for nothing`);
});

both('one changed line makes one new version of one page, and says nothing to watchers', async (edition) => {
  const { fake, kit } = await scene({ edition, competitors: 4, pictures: true });
  await kit.publish();
  kit.change(2, 'Their new price list is out.');
  assert.deepEqual(await kit.expect(2, 'plan').then(actions), { ...Object.fromEntries([1, 3, 4].map((n) => [rival(n), 'nothing'])), index: 'nothing', [rival(2)]: 'update' });
  await kit.publish();
  const more = Object.entries(fake.versions()).filter(([, versions]) => versions > 1);
  assert.deepEqual(more, [['Rival 02', 2]]);
  const { text, message, minor } = last(fake.titled('Rival 02'));
  assert.ok(text.includes('Their new price list is out.'));
  assert.match(message, /^talktrack kit=\S+ page=battlecard\/rival-02 run=\S+$/);
  if (edition === 'data-center') assert.ok(minor, 'the watchers get a mail');
});

both('a picture that changed is a new version of the same file, and the page stays as it is', async (edition) => {
  const { fake, kit } = await scene({ edition, competitors: 2, pictures: true });
  await kit.publish();
  kit.write('static/rival-01.png', Buffer.concat([readFileSync(`${kit.path}/static/rival-02.png`)]));
  await kit.publish();
  assert.deepEqual([...fake.titled('Rival 01').files.values()].map((file) => file.versions.length), [2]);
  assert.deepEqual([...fake.titled('Rival 02').files.values()].map((file) => file.versions.length), [1]);
  assert.equal(fake.titled('Rival 01').versions.length, 1);
  assert.equal((await kit.publish()).json.requests.writes, 0);
});

both("a person's edit is drift, with a name to ask; when the kit changed too it is a conflict, and their words stay until someone gives them up", async (edition) => {
  const { fake, kit } = await scene({ edition });
  await kit.publish();
  fake.edit('Rival 01', (text) => text.replace('Words about number 1.', 'Ada knows better.'));
  const drifted = await kit.expect(3, 'status');
  assert.equal(page(drifted, rival(1)).action, 'drift');
  assert.equal(page(drifted, rival(1)).by, 'Ada Human');
  assert.match((await kit.run('pull', 'wiki', rival(1))).out, /rival-01\.yaml:\d+.*Ada.*knows.*better/s);
  kit.change(1, 'The kit knows best.');
  const clash = await kit.publish(3);
  assert.equal(page(clash, rival(1)).action, 'conflict');
  assert.ok(last(fake.titled('Rival 01')).text.includes('Ada knows better.'));
  await kit.publish(4, '--take-ours', `${rival(1)}@1`);
  assert.ok(last(fake.titled('Rival 01')).text.includes('Ada knows better.'), 'overwritten at another version than agreed');
  await kit.publish(0, '--take-ours', `${rival(1)}@2`);
  assert.ok(last(fake.titled('Rival 01')).text.includes('The kit knows best.'));
  assert.ok(fake.titled('Rival 01').versions[1].text.includes('Ada knows better.'), 'their words are gone from the history');
});

both('an edit between plan and publish makes the plan stale, and nothing is written', async (edition) => {
  const { fake, kit } = await scene({ edition });
  await kit.publish();
  kit.change(1, 'One.');
  kit.change(2, 'Two.');
  const plan = `${kit.path}/plan.json`;
  await kit.expect(2, 'plan', '-o', plan);
  fake.edit('Rival 02', (text) => `${text}<p>Mine.</p>`);
  const before = fake.writes().length;
  const ran = await kit.run('publish', 'wiki', plan, '--yes');
  assert.equal(ran.code, 3, ran.err);
  assert.equal(fake.writes().length, before);
});

both('an edit at the very moment of the write wins: the page is looked at again, and left', async (edition) => {
  const { fake, kit } = await scene({ edition });
  await kit.publish();
  [1, 2, 3].forEach((n) => kit.change(n, `Changed ${n}.`));
  fake.trouble({
    fits: ({ method, path }) => method === 'PUT' && path.endsWith(fake.titled('Rival 02').id),
    run: () => fake.edit('Rival 02', (text) => `${text}<p>Ada was first.</p>`),
    answer: { status: 409, json: { errors: [{ title: 'Version must be incremented' }] } },
  });
  const ran = await kit.publish(4);
  assert.equal(page(ran, rival(2)).done, 'skipped');
  assert.ok(last(fake.titled('Rival 02')).text.includes('Ada was first.'));
  assert.ok(last(fake.titled('Rival 03')).text.includes('Changed 3.'), 'the others were not done');
});

both('open comments on its words keep a page as it is, with the reason; resolved ones do not', async (edition) => {
  const { fake, kit } = await scene({ edition });
  await kit.publish();
  [1, 2, 3].forEach((n) => kit.change(n, `Changed ${n}.`));
  fake.comment('Rival 01');
  fake.comment('Rival 02', 'resolved');
  fake.comment('Rival 03', 'reopened');
  const ran = await kit.publish(4);
  assert.equal(page(ran, rival(1)).done, 'skipped');
  assert.match(page(ran, rival(1)).said, /comment.*resolve/);
  assert.deepEqual([page(ran, rival(2)).done, page(ran, rival(3)).done], ['updated', 'skipped']);
});

both('what people do to pages is seen: moved, renamed, deleted, put away, restricted', async (edition) => {
  const { fake, kit } = await scene({ edition, competitors: 6 });
  await kit.publish();
  const home = fake.spaces[0].home;
  const [moved, renamed, deleted, restricted, elsewhere] = [1, 2, 3, 4, 5].map((n) => fake.titled(`Rival 0${n}`));
  fake.move('Rival 01', home);
  fake.rename('Rival 02', 'Number two');
  fake.trash('Rival 03');
  fake.restrict('Rival 04');
  fake.move('Rival 05', fake.spaces[1].home, 'OTHER');
  [1, 2, 3, 4, 5].forEach((n) => kit.change(n, `Changed ${n}.`));
  const ran = await kit.publish(4);
  assert.equal(page(ran, rival(1)).done, 'updated');
  assert.equal(moved.parent, home, 'a page was moved back');
  assert.equal(last(renamed).title, 'Number two', 'a page was renamed back');
  assert.equal(page(ran, rival(3)).action, 'deleted');
  assert.equal(deleted.status, 'trashed');
  assert.match(page(ran, rival(4)).said, /restricted/);
  assert.ok(!last(restricted).text.includes('Changed 4.'));
  assert.match(page(ran, rival(5)).said, /another space/);
  assert.ok(!last(elsewhere).text.includes('Changed 5.'));
  if (edition === 'cloud') {
    fake.archive('Rival 06');
    kit.change(6, 'Changed 6.');
    assert.match(page(await kit.publish(4), rival(6)).said, /archive/);
  }
});

test('a token with scopes goes to the gateway by itself, and long lists come in parts there too', async () => {
  const fake = await confluence({ gateway: '/ex/confluence/1f2e3d' });
  later(fake.close);
  fake.part = 2;
  const kit = kitFor(fake, '', { competitors: 6 });
  assert.equal((await kit.publish()).json.counts.created, 7);
  assert.equal((await kit.publish()).json.requests.writes, 0);
});

both('a page of somebody else with our title is blocked, whatever its capitals, and not a byte of it changes', async (edition) => {
  const { fake, kit } = await scene({ edition, competitors: 5 });
  const theirs = fake.add({ title: 'RIVAL 02', text: '<p>Our own notes.</p>' });
  const ran = await kit.publish(3);
  assert.equal(page(ran, rival(2)).action, 'blocked');
  assert.match(page(ran, rival(2)).by, /Ada Human/);
  assert.equal(ran.json.counts.created, 5);
  assert.deepEqual(theirs.versions.map(({ title, text }) => [title, text]), [['RIVAL 02', '<p>Our own notes.</p>']]);
});

both('a title that is taken in the trash, or by a page we may not see, is refused with the way out', async (edition) => {
  const { fake, kit } = await scene({ edition });
  fake.add({ title: 'Rival 01', status: 'trashed' });
  fake.add({ title: 'Rival 02' });
  fake.restrict('Rival 02', true);
  const ran = await kit.publish(4);
  assert.match(page(ran, rival(1)).said, /trash/);
  assert.match(page(ran, rival(2)).said, /hidden/);
  assert.equal(page(ran, rival(3)).done, 'created');
  assert.deepEqual([...fake.pages.values()].filter((one) => one.status === 'draft'), [], 'drafts stay behind');
});

test('a page that somebody copied with all its properties is not ours', async () => {
  const { fake, kit } = await scene();
  await kit.publish();
  const ours = fake.titled('Rival 01');
  fake.rename('Rival 01', 'Old one');
  fake.trash('Old one');
  const copy = fake.add({ title: 'Rival 01', text: last(ours).text });
  ours.properties.forEach((value, key) => copy.properties.set(key, value));
  kit.remove('publish/wiki.json');
  assert.equal(page(await kit.expect(3, 'plan'), rival(1)).action, 'blocked');
});

both('cards whose titles are one to Confluence get titles that tell them apart; one that is too long is refused before anything is asked', async (edition) => {
  const { fake, kit } = await scene({ edition, competitors: 2, names: (n) => ['Rival', 'RIVAL '][n - 1] });
  await kit.publish();
  const titles = Object.keys(fake.versions()).filter((title) => title.toLowerCase().startsWith('rival'));
  assert.equal(new Set(titles.map((title) => title.toLowerCase())).size, 2, titles.join());
  const asked = fake.requests.length;
  kit.rival(3, { name: 'x'.repeat(256) });
  const ran = await kit.run('publish', 'wiki', '--yes');
  assert.equal(ran.code, 1, ran.out + ran.err);
  assert.match(ran.err, /rival-03.*256/s);
  assert.equal(fake.requests.length, asked);
});

both('a run that is killed at any request goes on where it stopped: one page each, no version twice', async (edition, context) => {
  const competitors = edition === 'cloud' ? 19 : 6;
  const calm = await killable(edition, competitors);
  await calm.kit.publish();
  const [requests, wanted] = [calm.fake.requests.length, calm.fake.state()];
  const jobs = Array.from({ length: 2 * requests }, (_, n) => ({ k: 1 + (n >> 1), acts: n % 2 === 1 }));
  await Promise.all(Array.from({ length: 4 }, async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) await killed(await killable(edition, competitors), job, wanted);
  }));
  context.diagnostic(`${2 * requests} kills on ${competitors + 1} pages`);
}, 600_000);

async function killable(edition, competitors) {
  const made = await scene({ edition, competitors });
  [1, 2].forEach((n) => made.kit.rival(n, { pictures: true }));
  return made;
}

/** Kills a run at request `k`, before the server acts on it or after; runs again, and nothing is missing or double. */
async function killed({ fake, kit }, { k, acts }, wanted) {
  const running = kit.start(['publish', 'wiki', '--yes', '--json']);
  fake.trouble({ at: k, acts, run: () => process.kill(running.child.pid, 'SIGKILL') });
  assert.equal((await running.done).signal, 'SIGKILL', `request ${k} never came`);
  const where = `killed at request ${k}, ${acts ? 'done' : 'not done'}`;
  const again = await kit.run('publish', 'wiki', '--yes', '--json');
  assert.equal(again.code, 0, `${where}: ${again.out}${again.err}`);
  assert.deepEqual(fake.state(), wanted, where);
  if (k % 10 === 0) assert.equal((await kit.publish()).json.requests.writes, 0, where);
  fake.close();
}

const WRITES = {
  create: ({ method, path }) => method === 'POST' && /\/(pages|content)$/.test(path),
  update: ({ method }) => method === 'PUT',
  attach: ({ method, path }) => method === 'POST' && path.endsWith('/attachment'),
};

both('a server that stops answering is asked what it did; nothing is written twice', async (edition) => {
  const stuck = async (fits, acts) => {
    const { fake, kit } = await scene({ edition, competitors: 2, pictures: true, place: { timeout: 1 } });
    await kit.publish();
    kit.change(1, 'Changed 1.');
    kit.rival(3, { pictures: true });
    fake.trouble({ fits, acts });
    const ran = await kit.run('publish', 'wiki', '--yes', '--json');
    if (ran.code !== 0) await kit.publish();
    const versions = fake.versions();
    assert.deepEqual([versions['Rival 01'], versions['Rival 02'], versions['Rival 03']], [2, 1, 1], ran.err);
    assert.deepEqual([...fake.titled('Rival 03').files.values()].map((file) => file.versions.length), [1], ran.err);
  };
  await Promise.all(Object.values(WRITES).flatMap((fits) => [stuck(fits, false), stuck(fits, true)]));
});

both('a busy server is waited for as long as it asks, in seconds or until a moment', async (edition) => {
  const { fake, kit } = await scene({ edition, competitors: 2 });
  const busy = (status, headers) => fake.trouble({ fits: ({ method }) => method !== 'GET', answer: { status, headers, json: {} } });
  busy(429, { 'retry-after': '1' });
  busy(429, { 'retry-after': new Date(Date.now() + 2000).toUTCString() });
  busy(503, {});
  const from = Date.now();
  const ran = await kit.publish();
  assert.ok(Date.now() - from >= 1500, 'it did not wait');
  assert.match(ran.err, /slow down.*waiting/s);
  assert.equal(ran.json.counts.created, 3);
  assert.deepEqual(Object.values(fake.versions()).filter((n) => n > 1), []);
});

both('a server that stays busy ends the run with a word, and the next run finishes', async (edition) => {
  const { fake, kit } = await scene({ edition, competitors: 2, place: { patience: 1 } });
  fake.trouble({ fits: ({ method, path }) => method === 'POST' && /\/(pages|content)$/.test(path), times: 50, answer: { status: 503, json: {} } });
  const ran = await kit.run('publish', 'wiki', '--yes');
  assert.ok([1, 4].includes(ran.code), ran.err);
  assert.match(ran.err, /run the same command again/);
  fake.troubles = [];
  await kit.publish();
});

both('a token that is withdrawn half-way stops the run; with a new one it finishes', async (edition) => {
  const { fake, kit } = await scene({ edition, competitors: 5 });
  const old = fake.token;
  fake.trouble({ at: 12, answer: { status: 401, json: {} }, run: () => { fake.token = 'another-one-0815'; } });
  const ran = await kit.run('publish', 'wiki', '--yes');
  assert.ok([1, 4].includes(ran.code), `${ran.code} ${ran.err}`);
  assert.match(ran.err, /does not accept the token.*CFL_TOKEN/s);
  fake.token = old;
  await kit.publish();
  assert.deepEqual(Object.values(fake.versions()).filter((n) => n > 1), []);
});

both('a lost ledger makes every page adoptable and overwrites none; adopt brings it back', async (edition) => {
  const { fake, kit } = await scene({ edition, competitors: 4 });
  await kit.publish();
  const [before, state] = [JSON.parse(kit.ledger()), fake.state()];
  kit.remove('publish/wiki.json');
  kit.change(1, 'Changed 1.');
  const plan = await kit.publish(3);
  assert.deepEqual(new Set(Object.values(actions(plan))), new Set(['adoptable']));
  assert.deepEqual(fake.state(), state);
  const adopted = await kit.run('adopt', 'wiki');
  assert.equal(adopted.code, 0, adopted.err);
  assert.deepEqual(Object.keys(JSON.parse(kit.ledger()).pages), Object.keys(before.pages));
  assert.deepEqual(fake.state(), state);
});

both('the mark is found without the property, for a run may break off before it is set', async (edition) => {
  const { fake, kit } = await scene({ edition, competitors: 2 });
  await kit.publish();
  for (const one of fake.pages.values()) one.properties.clear();
  fake.edit('Rival 01', (text) => `${text}<p>Mine.</p>`);
  kit.remove('publish/wiki.json');
  assert.deepEqual(new Set(Object.values(actions(await kit.expect(3, 'plan')))), new Set(['adoptable']));
});

both('of two runs at once, one waits outside', async (edition) => {
  const { fake, kit } = await scene({ edition, competitors: 3 });
  let second;
  fake.trouble({
    fits: ({ method }) => method === 'POST',
    run: () => { second = kit.run('publish', 'wiki', '--yes'); },
    answer: { status: 429, headers: { 'retry-after': '2' }, json: {} },
  });
  await kit.publish();
  const other = await second;
  assert.equal(other.code, 1, other.err);
  assert.match(other.err, /another run/);
  assert.deepEqual(Object.values(fake.versions()).filter((n) => n > 1), []);
});

both('prune puts into the trash what the kit dropped, and only what is ours, unchanged, and has nothing of others below', async (edition) => {
  const { fake, kit } = await scene({ edition, competitors: 20 });
  await kit.publish();
  const [gone, edited, parent, strange] = [1, 2, 3, 4].map((n) => fake.titled(`Rival 0${n}`));
  fake.edit('Rival 02', (text) => `${text}<p>Mine.</p>`);
  fake.add({ title: 'Their child', parent: parent.id });
  strange.properties.set('talktrack', { mark: 'talktrack kit=another page=battlecard/rival-04 run=r1', page: strange.id });
  [1, 2, 3, 4].forEach((n) => kit.remove(`content/competitors/rival-0${n}.yaml`));
  const ran = await kit.expect(3, 'prune', '--yes');
  const done = Object.fromEntries(ran.json.pages.map(({ key, done: one }) => [key, one]));
  assert.deepEqual(done, { [rival(1)]: 'deleted', [rival(2)]: 'stays', [rival(3)]: 'stays', [rival(4)]: 'stays' });
  assert.deepEqual([gone, edited, parent, strange].map((one) => one.status), ['trashed', 'current', 'current', 'current']);
});

both('two kits in one space leave each other alone', async (edition) => {
  const { fake, kit } = await scene({ edition, competitors: 2 });
  const other = kitFor(fake, edition, { competitors: 3, title: 'Harbour field guide' });
  await kit.publish();
  const before = fake.state();
  const ran = await other.publish(3);
  assert.equal(page(ran, rival(1)).action, 'blocked');
  assert.match(page(ran, rival(1)).why, /fernway/);
  assert.equal(page(ran, rival(3)).done, 'created');
  assert.ok(before.every((one) => fake.state().some((now) => JSON.stringify(now) === JSON.stringify(one))));
  other.settle({ title: 'Harbour: {title}' });
  const renamed = await other.publish();
  assert.equal(renamed.code, 0);
  assert.ok(fake.titled('Harbour: Rival 01'));
});

both('a server that shows old pages for a while after a write does not fool it', async (edition) => {
  const { fake, kit } = await scene({ edition, competitors: 2 });
  fake.lag = 2;
  await kit.publish();
  kit.change(1, 'Changed 1.');
  await kit.publish();
  fake.lag = 0;
  for (const one of fake.pages.values()) one.stale = 0;
  assert.equal((await kit.publish()).json.requests.writes, 0);
  assert.equal(fake.titled('Rival 01').versions.length, 2);
});

test('data-center: a search that does not know the newest pages yet hides none of them', async () => {
  const { fake, kit } = await scene({ edition: 'data-center', competitors: 4 });
  await kit.publish();
  [2, 3].forEach((n) => Object.assign(fake.titled(`Rival 0${n}`), { unsearched: true }));
  assert.equal((await kit.publish()).json.requests.writes, 0);
});

const HOSTILE = [']]>', '</ac:structured-macro>', '{{constructor}}', '<nowiki>', '~~NOCACHE~~', '[[Main]]', '\u202eabc', '😀👩‍👩‍👧', '<script>alert(1)</script>', '&amp;lt;', '{info}x{info}', '"\'`', '<![CDATA[x]]>'];
const escaped = (words) => words.replace(/[\\`*_{}[\]<>#&~!]/g, '\\$&');

both('hostile words stand on the page as they were written, and the text is one that Confluence takes', async (edition) => {
  const { fake, kit } = await scene({ edition, competitors: 0 });
  const more = { overview: HOSTILE.map((words) => `- ${escaped(words)}`).join('\n'), facts: { 'k]]>': escaped(HOSTILE.join(' ')) } };
  kit.rival(1, { name: 'Evil ]]> & <Co> {x}', more });
  await kit.publish();
  for (const one of fake.pages.values()) assert.equal(fault(last(one).text), undefined);
  const shown = plain(last(fake.titled('Evil ]]> & <Co> {x}')).text);
  for (const words of HOSTILE) assert.ok(shown.includes(words), `${words} is not in ${shown}`);
});

/** The words a reader sees. */
function plain(text) {
  const named = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' };
  const decoded = (part) => part.replace(/<[^>]*>/g, ' ').replace(/&(#x?[0-9a-f]+|\w+);/gi, (_, name) => named[name] ?? String.fromCodePoint(name[1] === 'x' ? parseInt(name.slice(2), 16) : Number(name.slice(1))));
  return text.split(/(<!\[CDATA\[[\s\S]*?\]\]>)/).map((part) => (part.startsWith('<![CDATA[') ? part.slice(9, -3) : decoded(part))).join('');
}

const checker = 'import sys, json\nfrom md2conf.csf import elements_from_string\nfor text in json.load(sys.stdin): elements_from_string(text)';
const python = (() => {
  try { execFileSync('python3', ['-c', 'import md2conf.csf'], { stdio: 'ignore' }); return true; } catch { return false; }
})();

test('every page is storage format to a program of others', { skip: !python && !process.env.CI_WIKIS && 'pip install markdown-to-confluence first' }, async () => {
  const { fake, kit } = await scene({ competitors: 3, pictures: true });
  await kit.publish();
  const texts = [...fake.pages.values()].map((one) => last(one).text);
  execFileSync('python3', ['-c', checker], { input: JSON.stringify(texts) });
});

test('a right that is missing, a space or a page that is not there, a wrong address: the first word says which', async () => {
  const cases = [
    [{ space: 'NOPE' }, () => {}, /no space `NOPE`.*space/s],
    [{ parent: 'Nowhere' }, () => {}, /no page `Nowhere`.*create it/s],
    [{}, (fake) => fake.rights.clear(), /may not add pages.*right/s],
    [{ url: 'REPLACED/wrong' }, () => {}, /web page.*`url`/s],
    [{}, (fake) => fake.trouble({ answer: { status: 302, headers: { location: 'https://login.example/' }, json: {} } }), /sends us on to `https:\/\/login\.example\/`/],
    [{}, (fake) => fake.trouble({ answer: { status: 401, json: { code: 401, message: 'Unauthorized; scope does not match' } } }), /may not do this.*scopes/s],
    [{}, (fake) => { fake.token = 'withdrawn-4711'; }, /does not accept the token.*CFL_TOKEN/s],
  ];
  for (const [place, spoil, words] of cases) {
    const { fake, kit } = await scene({ competitors: 1, place });
    if (place.url) kit.settle({ url: `${fake.url}/wrong` });
    spoil(fake);
    const ran = await kit.run('publish', 'wiki', '--yes');
    assert.equal(ran.code, 1, `${words}: ${ran.code} ${ran.err}`);
    assert.match(ran.err, words);
    assert.equal([...fake.pages.values()].filter((one) => one.versions[0].message).length, 0);
  }
});

both('doctor goes step by step, and stops where the trouble is', async (edition) => {
  const { fake, kit } = await scene({ edition });
  const well = await kit.run('doctor', 'wiki');
  assert.equal(well.code, 0, well.out + well.err);
  assert.match(well.out, /Wiki Bot/);
  assert.equal(fake.writes().length, 0);
  fake.rights.clear();
  const poor = await kit.run('doctor', 'wiki');
  assert.equal(poor.code, 1);
  assert.match(poor.out + poor.err, /right.*ask the owner/s);
  fake.trouble({ answer: { status: 200, headers: { date: new Date(Date.now() - 36e5).toUTCString() }, json: { type: 'known', displayName: 'Wiki Bot' } } });
  assert.match((await kit.run('doctor', 'wiki')).out, /3\d\d\d seconds apart/);
  if (edition === 'data-center') {
    fake.trouble({ answer: { status: 403, headers: { 'x-seraph-loginreason': 'AUTHENTICATION_DENIED' }, text: '<html>' } });
    assert.match((await kit.run('doctor', 'wiki')).out, /in the browser/);
    kit.settle({ token_env: 'CFL_WRONG' });
    kit.env.CFL_WRONG = 'wrong-token-0815';
    assert.match((await kit.run('doctor', 'wiki')).out, /Personal access tokens/);
  }
});

const hasSpecs = process.env.CONFLUENCE_SPECS && process.env.PRISM;

test("every request of a team's week fits Atlassian's documents", { skip: !hasSpecs && 'set CONFLUENCE_SPECS and PRISM (see confluence-specs.mjs)' }, async () => {
  const { fake, kit } = await scene({ competitors: 6, pictures: true, place: { timeout: 30 } });
  const { url, unfit } = await heldTo(fake);
  kit.settle({ url });
  await kit.run('doctor', 'wiki');
  await kit.publish();
  kit.change(1, 'Changed 1.');
  kit.write('static/rival-02.png', readFileSync(`${kit.path}/static/rival-03.png`));
  fake.edit('Rival 03', (text) => `${text}<p>Mine.</p>`);
  await kit.publish(3);
  await kit.run('pull', 'wiki', rival(3));
  kit.remove('content/competitors/rival-04.yaml');
  await kit.run('prune', 'wiki', '--yes');
  kit.remove('publish/wiki.json');
  await kit.run('adopt', 'wiki');
  assert.equal(fake.titled('Rival 04', 'trashed')?.status, 'trashed');
  assert.deepEqual(unfit, []);
});
