// Publishing to a real MediaWiki, through the built program.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { mediawiki } from './mediawiki.mjs';
import { page, proxy, story } from './wiki-kit.mjs';
import { madeOnce, start, stories } from './wiki-stories.mjs';

const CARD = 'battlecard/rival-01';
const tell = (name, act) => story(`MediaWiki: ${name}`, mediawiki.needs, act);
after(() => process.env.MEDIAWIKI_FOLDER && mediawiki.asBefore());

stories(mediawiki);

tell('a person writes another section in the very moment: the wiki joins both, and the next plan tells of it', async () => {
  const front = await proxy(mediawiki.url());
  const kit = start(mediawiki, { url: front.url });
  await kit.publish();
  const name = await kit.name();
  const text = await mediawiki.text(name);
  kit.change(1, 'The kit has new words.');
  let done = false;
  front.before = async (_, asked) => {
    if (done || !mediawiki.isWrite(asked)) return;
    done = true;
    await mediawiki.write(name, `${text}\n\n== Notes of a person ==\nThey have a shop.`);
  };
  await kit.publish();
  const joined = await mediawiki.text(name);
  assert.ok(joined.includes('They have a shop.') && joined.includes('The kit has new words.'), joined);
  assert.equal(page(await kit.expect(3, 'status'), CARD).action, 'drift', 'nobody is told of the person’s words');
  kit.change(2, 'More.');
  await kit.publish(3);
  assert.ok((await mediawiki.text(name)).includes('They have a shop.'));
});

tell('a page that a person moved is found again and stays where it is; one that is protected is left alone', async () => {
  const kit = start(mediawiki);
  await kit.publish();
  const names = Object.fromEntries((await kit.status()).json.pages.map((one) => [one.key, one.name]));
  const elsewhere = `${kit.space}/By a person`;
  await mediawiki.move(names[CARD], elsewhere);
  assert.equal(page(await kit.expect(3, 'status'), CARD).action, 'drift');
  kit.change(1, 'Words for the moved page.');
  await kit.publish();
  assert.ok((await mediawiki.text(elsewhere)).includes('Words for the moved page.'));
  assert.match(await mediawiki.text(names[CARD]), /^#REDIRECT/, 'the page was made twice');

  const second = 'battlecard/rival-02';
  await mediawiki.protect(names[second]);
  kit.change(2, 'Words for the protected page.');
  kit.change(3, 'Words for the other page.');
  const ran = await kit.publish(4);
  assert.equal(page(ran, second).done, 'skipped');
  assert.match(page(ran, second).said, /protected/);
  assert.equal(page(ran, 'battlecard/rival-03').done, 'updated');
  assert.ok(!(await mediawiki.text(names[second])).includes('Words for the protected page.'));
});

tell('a new name moves the page, and the old name leads to it', async () => {
  const kit = start(mediawiki);
  await kit.publish();
  const name = await kit.name();
  kit.edit('content/competitors/rival-01.yaml', '"Rival 01"', '"Rival One"');
  await kit.publish();
  assert.ok((await mediawiki.text(`${kit.space}/Rival One`)).includes('Words about number 1.'));
  assert.match(await mediawiki.text(name), /^#REDIRECT/);
  await kit.expect(0, 'plan');
  assert.equal((await mediawiki.pages(kit.space)).length, 5);
});

tell('names that the wiki takes for one are told apart, and one it would not have is refused before anything is asked', async () => {
  const front = await proxy(mediawiki.url());
  const kit = start(mediawiki, { url: front.url, competitors: 0 });
  kit.rival(1, { name: 'rival' });
  kit.rival(2, { name: 'Rival_' });
  await kit.publish();
  assert.deepEqual((await mediawiki.pages(kit.space)).map((name) => name.split('/')[1]).sort(), ['Fernway field guide', 'Rival', 'Rival (Battlecards)']);
  await kit.expect(0, 'plan');
  front.count = 0;
  kit.settle({ parent: 'A very long name '.repeat(20) });
  const ran = await kit.run('publish', 'wiki', '--yes');
  assert.equal(ran.code, 1, ran.err);
  assert.match(ran.err, /bytes/);
  assert.equal(front.count, 0);
});

tell('a wiki that is read-only, or asks us to slow down, is waited for', async () => {
  const kit = start(mediawiki, { place: { patience: 60 } });
  try {
    mediawiki.settings("$wgReadOnly = 'Backup until noon';");
    const run = kit.start(['publish', 'wiki', '--yes']);
    for (let n = 0; n < 100 && !run.said.err.includes('Backup until noon'); n += 1) await pause(100);
    assert.match(run.said.err, /Backup until noon.*waiting/s);
    mediawiki.asBefore();
    assert.equal((await run.done).code, 0);
    await madeOnce(mediawiki, kit);

    mediawiki.settings("$wgReadOnly = 'For good';");
    kit.settle({ patience: 1 });
    kit.change(1, 'Words that wait.');
    const gave = await kit.run('publish', 'wiki', '--yes');
    assert.ok([1, 4].includes(gave.code) && /For good/.test(gave.err), gave.err);
    mediawiki.asBefore();
    kit.settle({ patience: 60 });
    await kit.publish();

    mediawiki.settings("$wgGroupPermissions['*']['noratelimit'] = $wgGroupPermissions['sysop']['noratelimit'] = $wgGroupPermissions['bureaucrat']['noratelimit'] = false; $wgMainCacheType = CACHE_DB; $wgRateLimits['edit'] = ['user' => [2, 3]];");
    for (const n of [1, 2, 3]) kit.edit(`content/competitors/rival-0${n}.yaml`, `Reason ${n}`, `Cause ${n}`);
    await kit.publish();
  } finally {
    mediawiki.asBefore();
  }
  await kit.expect(0, 'plan');
});

tell('a login that the wiki forgets on the way is made again, and nothing is written without a name', async () => {
  const front = await proxy(mediawiki.url());
  const kit = start(mediawiki, { url: front.url, competitors: 6 });
  let writes = 0;
  front.before = (_, asked) => {
    if (mediawiki.isWrite(asked) && [2, 5].includes((writes += 1))) mediawiki.forgetLogins();
  };
  await kit.publish();
  for (const name of await madeOnce(mediawiki, kit)) {
    assert.ok((await mediawiki.revisions(name)).every((one) => !one.isAnonymous), name);
  }
  assert.ok(writes > 7, 'no login was lost');
});
