// Publishing to a real DokuWiki, through the built program.
import assert from 'node:assert/strict';
import { dokuwiki } from './dokuwiki.mjs';
import { page, proxy, story } from './wiki-kit.mjs';
import { madeOnce, start, stories } from './wiki-stories.mjs';

const CARD = 'battlecard/rival-01';
const tell = (name, act) => story(`DokuWiki: ${name}`, dokuwiki.needs, act);

stories(dokuwiki);

tell('what a person wrote in the second before us is still in the attic', async () => {
  const kit = start(dokuwiki);
  await kit.publish();
  const name = await kit.name();
  for (let round = 1; round <= 3; round += 1) {
    const words = `A person's words, round ${round}.`;
    kit.edit('content/competitors/rival-01.yaml', /Words about number 1\.|Words of round \d\./.exec(kit.read('content/competitors/rival-01.yaml'))[0], `Words of round ${round}.`);
    await dokuwiki.write(name, words);
    const { stamp } = page(await kit.expect(3, 'plan'), CARD);
    await kit.publish(0, '--take-ours', `${CARD}@${stamp}`);
    assert.ok((await dokuwiki.text(name)).includes(`Words of round ${round}.`));
    assert.ok(dokuwiki.attic(name).some((text) => text.includes(words)), `round ${round}: a person's text is lost for good`);
  }
});

tell('a page that a person has open is skipped, the others are done, and the next run goes on', async () => {
  const kit = start(dokuwiki);
  await kit.publish();
  const name = await kit.name();
  kit.change(1, 'Words that wait.');
  kit.change(2, 'Words that need not wait.');
  await dokuwiki.open(name);
  const ran = await kit.publish(4);
  assert.equal(page(ran, CARD).done, 'skipped');
  assert.match(page(ran, CARD).said, /open for editing/);
  assert.equal(page(ran, 'battlecard/rival-02').done, 'updated');
  assert.ok(!(await dokuwiki.text(name)).includes('Words that wait.'));
  await dokuwiki.leave(name);
  await kit.publish();
  assert.ok((await dokuwiki.text(name)).includes('Words that wait.'));
});

tell('a person who writes between our look and our lock is not overwritten', async () => {
  const front = await proxy(dokuwiki.url());
  const kit = start(dokuwiki, { url: front.url });
  await kit.publish();
  const name = await kit.name();
  kit.change(1, 'Words of the kit.');
  let done = false;
  front.before = async (_, asked) => {
    if (done || !asked.body.includes('core.lockPages')) return;
    done = true;
    await dokuwiki.write(name, 'A person was faster.');
  };
  await kit.publish(4);
  assert.equal((await dokuwiki.text(name)).trim(), 'A person was faster.');
  assert.equal(page(await kit.expect(3, 'status'), CARD).action, 'conflict');
});

tell('a namespace is folded as the wiki folds it, and a folder that is missing is told before anything is asked', async () => {
  const front = await proxy(dokuwiki.url());
  const kit = start(dokuwiki, { url: front.url });
  kit.settle({ space: `Größe ${kit.space}` });
  await kit.publish();
  assert.equal(await kit.name(), `groesse_${kit.space}:battlecard:rival-01`);
  await kit.expect(0, 'plan');
  front.count = 0;
  kit.settle({ space: '' });
  const ran = await kit.run('publish', 'wiki', '--yes');
  assert.equal(ran.code, 1);
  assert.match(ran.err, /namespace/);
  assert.equal(front.count, 0);
});

tell('sessions that the wiki forgets do no harm, and nothing is written without a name', async () => {
  const front = await proxy(dokuwiki.url());
  const kit = start(dokuwiki, { url: front.url, competitors: 6 });
  front.before = (n) => { if (n % 5 === 0) dokuwiki.forgetLogins(); };
  await kit.publish();
  await madeOnce(dokuwiki, kit);
});
