// The stories of publishing that are the same at every wiki. A wiki says through `wiki` where it is, what stands there,
// and what a person does (mediawiki.mjs, dokuwiki.mjs).
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { actions, fresh, makeKit, page, proxy, story } from './wiki-kit.mjs';

const CARD = 'battlecard/rival-01';
/** What a wiki might take for markup. */
const HOSTILE = [']]> </ac:link>', '{{Template|x}} {{{1}}}', '<nowiki>a</nowiki>', "''b'' '''c''' ~~NOCACHE~~ ~~~~", '[[Link|d]] [e](http://f.example)',
  '__NOTOC__ =h= ----', '%%g%% //h// **i** \\\\ ((j))', '\u202eRTL\u202c 🙂 é', '<script>alert(1)</script> &amp; &#65;'];

/** The text that a reader sees. */
export const seen = (html) => html.replace(/<[^>]*>/g, '').replace(/&#(x?)([0-9a-f]+);/gi, (_, hex, code) => String.fromCodePoint(parseInt(code, hex ? 16 : 10)))
  .replace(/&quot;/g, '"').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&nbsp;/g, ' ').replace(/&amp;/g, '&');

/** A ledger without what differs from run to run and from place to place. */
export function known(kit, space) {
  const ledger = JSON.parse(kit.ledger().replaceAll(space, 'SPACE'));
  for (const entry of Object.values(ledger.pages)) for (const name of ['id', 'stamp', 'run', 'ours', 'stored']) delete entry[name];
  return ledger;
}

/** A kit with a place of its own at a wiki, and what one asks about it. */
export function start(wiki, options = {}) {
  const space = options.space ?? wiki.space(fresh());
  const kit = makeKit({ ...options, place: { ...wiki.place(space, options.url), ...options.place } });
  kit.space = space;
  kit.name = async (key = CARD) => page(await kit.status(), key).name;
  kit.status = () => kit.run('status', 'wiki', '--json').then((ran) => { assert.ok(ran.json, ran.err); return ran; });
  return kit;
}

/** Each page of a place was made once, and changed never; all by the account that publishes. */
export async function madeOnce(wiki, kit) {
  const pages = await wiki.pages(kit.space);
  for (const name of pages) {
    const made = await wiki.revisions(name);
    assert.equal(made.length, 1, `${name}: ${JSON.stringify(made)}`);
    assert.equal(made[0].user, wiki.bot);
  }
  return pages;
}

/** All stories that every wiki has. */
export function stories(wiki) {
  const tell = (name, act) => story(`${wiki.name}: ${name}`, wiki.needs, act);

  tell('sixty pages with pictures are published, and a second run writes nothing', async () => {
    const kit = start(wiki, { competitors: 60, pictures: true });
    const first = await kit.publish();
    assert.equal(first.json.pages.filter((one) => one.done === 'created').length, 61, first.out);
    const pages = await madeOnce(wiki, kit);
    assert.equal(pages.length, 61);
    assert.match(await wiki.html(await kit.name()), /<img [^>]*rival-01\.png/i);
    const ledger = kit.ledger();
    const second = await kit.publish();
    assert.deepEqual(second.json.requests.writes, 0);
    assert.ok(second.json.requests.reads <= 6, `${second.json.requests.reads} reads`);
    assert.ok(second.json.pages.every((one) => one.action === 'nothing'), second.out);
    assert.equal(kit.ledger(), ledger);
    await kit.expect(0, 'plan');
    await madeOnce(wiki, kit);
  });

  tell('one changed line makes one new revision, small and without mail', async () => {
    const kit = start(wiki, { competitors: 4 });
    await kit.publish();
    kit.change(2, 'A line nobody wrote before.');
    const plan = await kit.expect(2, 'plan');
    assert.deepEqual(Object.entries(actions(plan)).filter(([, action]) => action !== 'nothing'), [['battlecard/rival-02', 'update']]);
    await kit.publish();
    for (const { key, name } of plan.json.pages) {
      const made = await wiki.revisions(name);
      assert.equal(made.length, key === 'battlecard/rival-02' ? 2 : 1, key);
      if (made.length === 2) assert.ok(made[0].isMinor, 'people are told of it by mail');
      assert.match(made[0].note, new RegExp(`page=${key} `));
    }
    assert.ok((await wiki.text(await kit.name('battlecard/rival-02'))).includes('A line nobody wrote before.'));
  });

  tell("a person's words are told as drift, and as a conflict when the card changes too, and stay until somebody agrees to lose them", async () => {
    const kit = start(wiki);
    await kit.publish();
    const name = await kit.name();
    const edited = `${await wiki.text(name)}\n\nThey also have a shop in Ghent.`;
    await wiki.write(name, edited);
    const drift = await kit.expect(3, 'status');
    assert.equal(page(drift, CARD).action, 'drift');
    assert.equal((await kit.publish(3)).json.requests.writes, 0);
    assert.ok((await kit.run('pull', 'wiki', CARD)).out.includes('shop in Ghent'));
    kit.change(1, 'New words from the kit.');
    kit.change(2, 'New words from the kit.');
    const conflict = await kit.publish(3);
    assert.equal(page(conflict, CARD).action, 'conflict');
    assert.equal(page(conflict, 'battlecard/rival-02').done, 'updated');
    assert.equal(await wiki.text(name), edited);
    const { stamp } = page(conflict, CARD);
    await kit.publish(4, '--take-ours', `${CARD}@0`);
    assert.equal(await wiki.text(name), edited, 'another revision than the agreed one was lost');
    await kit.publish(0, '--take-ours', `${CARD}@${stamp}`);
    assert.ok((await wiki.text(name)).includes('New words from the kit.'));
    await kit.expect(0, 'plan');
  });

  tell('an edit between plan and publish makes the plan stale, and nothing is written', async () => {
    const kit = start(wiki);
    await kit.publish();
    const name = await kit.name();
    kit.change(1, 'Planned words.');
    await kit.expect(2, 'plan', '-o', `${kit.path}/plan.json`);
    await wiki.write(name, 'A person was faster.');
    await kit.run('publish', 'wiki', `${kit.path}/plan.json`, '--yes').then((ran) => assert.equal(ran.code, 3, ran.err + ran.out));
    assert.equal((await wiki.text(name)).trim(), 'A person was faster.');
    await wiki.remove(name);
    const gone = await kit.expect(3, 'status');
    assert.equal(page(gone, CARD).action, 'deleted');
    await kit.publish(3);
    assert.equal(await wiki.text(name), undefined, 'a page that a person deleted came back');
    await kit.publish(0, '--recreate', CARD);
    assert.ok((await wiki.text(name)).includes('Planned words.'));
  });

  tell("somebody else's page of our name is blocked, and its bytes stay", async () => {
    const kit = start(wiki);
    const plan = await kit.expect(2, 'plan');
    const { name } = page(plan, CARD);
    await wiki.write(name, 'I was here first.');
    const ran = await kit.publish(3);
    const blocked = page(ran, CARD);
    assert.equal(blocked.action, 'blocked');
    assert.ok(blocked.why && blocked.at, JSON.stringify(blocked));
    assert.equal((await wiki.text(name)).trim(), 'I was here first.');
    assert.equal((await wiki.revisions(name)).length, 1);
    assert.equal(ran.json.pages.filter((one) => one.done === 'created').length, 3);
    await kit.expect(0, 'adopt', CARD, name);
    await kit.publish(3);
    assert.equal((await wiki.text(name)).trim(), 'I was here first.', 'adopting is no leave to overwrite');
  });

  tell('killed after any request, the next run ends in the same state: each page made once, changed never', async (context) => {
    const size = Number(process.env.KILL_PAGES ?? wiki.killPages);
    const whole = await proxy(wiki.url());
    const calm = start(wiki, { competitors: size - 1, url: whole.url });
    await calm.publish();
    const [requests, wanted] = [whole.count, known(calm, calm.space)];
    const began = Date.now();
    const killed = async (k) => {
      let running;
      const front = await proxy(wiki.url(), { after: (n) => (n === k ? (running.child.kill('SIGKILL'), false) : true) });
      const kit = start(wiki, { competitors: size - 1, url: front.url });
      running = kit.start(['publish', 'wiki', '--yes', '--json']);
      assert.equal((await running.done).signal, 'SIGKILL', `it was not killed after request ${k}`);
      front.after = () => true;
      await kit.publish();
      assert.equal((await madeOnce(wiki, kit)).length, size, `killed after request ${k}`);
      assert.deepEqual(known(kit, kit.space), wanted, `killed after request ${k}`);
      await kit.expect(0, 'plan');
      front.server.closeAllConnections();
      front.server.close();
    };
    for (let k = 1; k <= requests; k += 2) await Promise.all([k, k + 1].filter((one) => one <= requests).map(killed));
    context.diagnostic(`${requests} kills on ${size} pages in ${Math.round((Date.now() - began) / 1000)} s`);
  });

  tell('a server that answers after we gave up gets no second write', async () => {
    const front = await proxy(wiki.url());
    const kit = start(wiki, { competitors: 2, url: front.url, place: { timeout: 1, patience: 20 } });
    await kit.publish();
    kit.change(1, 'Written once.');
    let late = 0;
    front.before = async (_, asked) => {
      if (late || !wiki.isWrite(asked)) return;
      late += 1;
      await pause(1500);
    };
    const ran = await kit.run('publish', 'wiki', '--yes', '--json');
    assert.ok([0, 4].includes(ran.code), ran.err);
    assert.equal(late, 1);
    await pause(800);
    const name = await kit.name();
    assert.ok((await wiki.revisions(name)).length <= 2, 'it was written twice');
    await kit.publish();
    assert.equal((await wiki.revisions(name)).length, 2);
    assert.ok((await wiki.text(name)).includes('Written once.'));
    await kit.expect(0, 'plan');
  });

  tell('an answer that is lost is looked up, and the page is not written again', async () => {
    const front = await proxy(wiki.url());
    const kit = start(wiki, { competitors: 2, url: front.url, place: { timeout: 1, patience: 20 } });
    let lost = 0;
    front.after = (_, asked) => !(wiki.isWrite(asked) && (lost += 1) === 2);
    await kit.publish();
    assert.equal((await madeOnce(wiki, kit)).length, 3);
    await kit.expect(0, 'plan');
  });

  tell('without its ledger a kit overwrites nothing, and adopts what carries its mark', async () => {
    const kit = start(wiki);
    await kit.publish();
    const ledger = known(kit, kit.space);
    kit.remove('publish/wiki.json');
    kit.change(1, 'Words from after the loss.');
    const ran = await kit.publish(3);
    assert.ok(ran.json.pages.every((one) => one.action === 'adoptable'), ran.out);
    assert.equal(ran.json.requests.writes, 0);
    await kit.run('adopt', 'wiki').then((adopted) => assert.equal(adopted.code, 0, adopted.err + adopted.out));
    await kit.publish();
    assert.deepEqual(known(kit, kit.space), ledger);
    assert.equal((await wiki.revisions(await kit.name())).length, 2);
    assert.equal((await wiki.revisions(await kit.name('battlecard/rival-02'))).length, 1);
  });

  tell('of two runs at once one waits for its turn another day, and two copies of a kit make each page once', async () => {
    const kit = start(wiki, { competitors: 8 });
    const both = await Promise.all([1, 2].map(() => kit.run('publish', 'wiki', '--yes')));
    assert.deepEqual(both.map((ran) => ran.code).sort(), [0, 1], both.map((ran) => ran.err).join());
    assert.match(both.find((ran) => ran.code === 1).err, /another run is publishing/);
    assert.equal((await madeOnce(wiki, kit)).length, 9);

    const one = start(wiki, { competitors: 8 });
    const other = start(wiki, { competitors: 8, space: one.space });
    await Promise.all([one, other].map((copy) => copy.run('publish', 'wiki', '--yes')));
    // A wiki without a precondition locks pages for an account, not for a program: two copies may write the same page
    // twice there, but they write the same words.
    const pages = wiki.locksForAccounts ? await wiki.pages(one.space) : await madeOnce(wiki, one);
    assert.equal(pages.length, 9);
    assert.ok((await wiki.text(await one.name())).includes('Number 1 among those we meet'), await wiki.text(await one.name()));
  });

  tell('prune deletes only what is ours, unchanged, and without pages of others below it, and never many', async () => {
    const kit = start(wiki, { competitors: 12 });
    const mine = await kit.expect(2, 'plan');
    const adopted = page(mine, 'battlecard/rival-01').name;
    await wiki.write(adopted, 'It was here before.');
    await kit.publish(3);
    await kit.expect(0, 'adopt', 'battlecard/rival-01', adopted);
    const names = Object.fromEntries((await kit.status()).json.pages.map((one) => [one.key, one.name]));
    const gone = ['01', '02', '03', '04'].map((n) => `battlecard/rival-${n}`);
    await wiki.write(names[gone[1]], 'A person changed it.');
    await wiki.write(`${names[gone[2]]}${wiki.below}`, 'Notes of a person.');
    for (const n of ['01', '02', '03', '04']) kit.remove(`content/competitors/rival-${n}.yaml`);
    const ran = await kit.run('prune', 'wiki', '--yes');
    assert.ok([0, 3].includes(ran.code), ran.err);
    const left = await Promise.all(gone.map((key) => wiki.text(names[key])));
    assert.deepEqual(left.map((text) => text !== undefined), [true, true, true, false], ran.out + ran.err);
    for (const n of ['05', '06', '07', '08']) kit.remove(`content/competitors/rival-${n}.yaml`);
    const many = await kit.run('prune', 'wiki', '--yes');
    assert.notEqual(many.code, 0, many.out);
    assert.match(many.out + many.err, /--max-delete 4/);
    assert.ok(await wiki.text(names['battlecard/rival-05']), 'many pages went at once');
    kit.write('content/competitors/rival-12.yaml', 'name: [');
    assert.notEqual((await kit.run('prune', 'wiki', '--yes', '--max-delete', '9')).code, 0, 'a kit with errors pruned pages');
    kit.rival(12);
    await kit.run('prune', 'wiki', '--yes', '--max-delete', '4');
    assert.equal(await wiki.text(names['battlecard/rival-05']), undefined);
    assert.ok(await wiki.text(names['battlecard/rival-09']));
  });

  tell('two kits in one place leave each other alone', async () => {
    const one = start(wiki, { competitors: 2, title: 'Field guide' });
    await one.publish();
    const other = start(wiki, { competitors: 3, title: 'Other guide', space: one.space });
    const ran = await other.publish(3);
    assert.equal(page(ran, CARD).action, 'blocked');
    assert.match(page(ran, CARD).why, /field-guide/);
    assert.equal(page(ran, 'battlecard/rival-03').done, 'created');
    assert.equal((await wiki.revisions(await one.name())).length, 1);
    await one.expect(0, 'plan');
    assert.notEqual((await other.run('adopt', 'wiki', CARD, await one.name())).code, 0, 'a kit took the page of another');
  });

  tell('words that look like markup stand there as words', async () => {
    const kit = start(wiki, { competitors: 0 });
    const reasons = HOSTILE.map((words, n) => `No ${n}: ${words}`);
    // What Markdown would make of them is another matter.
    kit.rival(1, { more: { why_we_win: reasons.map((words) => words.replace(/[!-/:-@[-`{-~]/g, '\\$&')) } });
    await kit.publish();
    const shown = seen(await wiki.html(await kit.name())).replace(/\s+/g, ' ');
    for (const words of reasons) assert.ok(shown.includes(words), `${words}\nis not in\n${shown}`);
    assert.doesNotMatch(await wiki.html(await kit.name()), /<script>alert/);
    await kit.expect(0, 'plan');
  });

  tell('the doctor finds nothing wrong, and names what is', async () => {
    const kit = start(wiki, { place: { patience: 1 } });
    const well = await kit.run('doctor', 'wiki');
    assert.equal(well.code, 0, well.out + well.err);
    const stranger = await kit.start(['doctor', 'wiki'], { env: { [kit.place.token_env]: 'wrong-token-123' } }).done;
    assert.equal(stranger.code, 1, stranger.out);
    assert.ok(!(stranger.out + stranger.err).includes('wrong-token-123'));
    kit.settle({ url: `${new URL(wiki.url()).origin}/nowhere/` });
    assert.equal((await kit.run('doctor', 'wiki')).code, 1);
    kit.settle({ url: 'http://127.0.0.1:9/' });
    assert.equal((await kit.run('doctor', 'wiki')).code, 1);
  });

  tell('a copy of the kit on another machine goes on with the ledger alone', async () => {
    const kit = start(wiki, { competitors: 2 });
    await kit.publish();
    const copy = start(wiki, { competitors: 2, space: kit.space });
    cpSync(`${kit.path}/publish`, `${copy.path}/publish`, { recursive: true });
    copy.change(1, 'Written elsewhere.');
    await copy.publish();
    assert.equal((await wiki.revisions(await kit.name())).length, 2);
    const left = await kit.expect(3, 'status');
    assert.equal(page(left, CARD).action, 'drift', 'the first copy does not see what the second wrote');
  });
}
