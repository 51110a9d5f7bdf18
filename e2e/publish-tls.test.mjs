// A company's network: an authority of its own, certificates that ran out, proxies, pages that send one elsewhere. The
// token reaches the wiki, and nobody else.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { confluence } from './confluence-fake.mjs';
import { folder, later, makeKit } from './wiki-kit.mjs';

const AUTHORITY = 'company-ca.pem';
let keys;
before(() => { keys = certificates(folder()); });

/** An authority, and certificates by it: a good one, one that ran out, one for another host. */
function certificates(at) {
  const openssl = (...args) => execFileSync('openssl', args, { cwd: at, stdio: 'pipe' });
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '30', '-subj', '/CN=Fernway Company Authority',
    '-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign');
  writeFileSync(join(at, 'index.txt'), '');
  writeFileSync(join(at, 'ca.conf'), '[ca]\ndefault_ca=own\n[own]\ndatabase=index.txt\nnew_certs_dir=.\nrand_serial=yes\ndefault_md=sha256\npolicy=any\ncopy_extensions=copy\nunique_subject=no\n[any]\ncommonName=supplied\n');
  const issue = (name, hosts, from, to) => {
    openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`, '-addext', `subjectAltName=${hosts}`);
    openssl('ca', '-batch', '-notext', '-config', 'ca.conf', '-cert', 'ca.pem', '-keyfile', 'ca.key', '-in', `${name}.csr`, '-out', `${name}.pem`, '-startdate', from, '-enddate', to);
    return { key: readFileSync(join(at, `${name}.key`)), cert: readFileSync(join(at, `${name}.pem`)) };
  };
  const moment = (days) => `${new Date(Date.now() + days * 864e5).toISOString().replace(/[-:T]|\.\d+/g, '')}`;
  return {
    authority: readFileSync(join(at, 'ca.pem')),
    good: issue('good', 'IP:127.0.0.1,DNS:localhost,DNS:wiki.fernway.test', moment(-1), moment(20)),
    late: issue('late', 'IP:127.0.0.1', moment(-20), moment(-1)),
    other: issue('other', 'DNS:other.fernway.test', moment(-1), moment(20)),
  };
}

/** A Confluence behind a certificate, and a kit that publishes to it. */
async function scene(secure, { place = {}, env = {}, trusts = true } = {}) {
  const fake = await confluence({ secure });
  later(fake.close);
  const settings = { to: 'confluence', flavour: 'cloud', url: fake.url, space: 'SALES', parent: 'Battlecards', token_env: 'CFL_TOKEN', user_env: 'CFL_USER', timeout: 3, patience: 2, ...(trusts ? { ca: AUTHORITY } : {}), ...place };
  const clean = { HTTPS_PROXY: '', HTTP_PROXY: '', ALL_PROXY: '', NO_PROXY: '', https_proxy: '', http_proxy: '', all_proxy: '', no_proxy: '' };
  const kit = makeKit({ place: settings, competitors: 1, env: { ...clean, CFL_TOKEN: fake.token, CFL_USER: fake.user, ...env } });
  kit.write(AUTHORITY, keys.authority);
  return { fake, kit };
}

/** Plans, and expects a failure in these words, with nothing asked. */
async function fails(kit, words) {
  const ran = await kit.run('plan', 'wiki');
  assert.equal(ran.code, 1, `${ran.code} ${ran.out} ${ran.err}`);
  assert.match(ran.err, words);
  return ran;
}

test("a company's own authority is refused until the kit names it; then all goes well", async () => {
  const stranger = await scene(keys.good, { trusts: false });
  await fails(stranger.kit, /certificate.*not trusted.*`ca: company-ca.pem`/s);
  assert.equal(stranger.fake.requests.length, 0);
  const { fake, kit } = await scene(keys.good);
  await kit.publish();
  assert.ok(fake.titled('Rival 01'));
});

test('a certificate that ran out or names another host is refused, also by a known authority, and the words say which', async () => {
  await fails((await scene(keys.late)).kit, /certificate.*(expired|date)/is);
  await fails((await scene(keys.other)).kit, /certificate.*(name|host)/is);
});

test('a file that holds no certificate, or lies outside the kit, is told as that', async () => {
  const { kit } = await scene(keys.good);
  kit.write(AUTHORITY, 'hello');
  await fails(kit, /`ca` holds no certificate/);
  kit.settle({ ca: '../elsewhere.pem' });
  await fails(kit, /leads out of the kit/);
});

test('a token is never sent in the clear to another machine', async () => {
  const { kit } = await scene(keys.good, { place: { url: 'http://wiki.fernway.test/wiki' } });
  await fails(kit, /in the clear.*https/s);
});

test('a redirect to another host is told, and that host hears nothing', async () => {
  const heard = [];
  const elsewhere = createSecureServer(keys.good, (request, response) => { heard.push(request.headers); response.end('{}'); });
  await new Promise((ready) => elsewhere.listen(0, '127.0.0.1', ready));
  later(() => elsewhere.close());
  for (const status of [301, 302, 303, 307, 308]) {
    const { fake, kit } = await scene(keys.good);
    const location = `https://localhost:${elsewhere.address().port}/wiki/rest/api/user/current`;
    fake.trouble({ times: 9, answer: { status, headers: { location }, json: {} } });
    await fails(kit, /sends us on to `https:\/\/localhost/);
  }
  assert.deepEqual(heard, []);
});

/** A proxy as companies have it; tells where one wanted to go, and brings everyone to one port. */
async function proxy(port, answer = 'HTTP/1.1 200 Connection established\r\n\r\n') {
  const asked = [];
  const server = createServer();
  server.on('connect', ({ url, headers }, socket) => {
    asked.push({ url, headers });
    socket.on('error', () => {});
    if (!answer.includes(' 200 ')) return socket.end(answer);
    const on = connect(port, '127.0.0.1', () => { socket.write(answer); socket.pipe(on).pipe(socket); });
    on.on('error', () => socket.destroy());
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  later(() => { server.closeAllConnections(); server.close(); });
  return { asked, url: `http://127.0.0.1:${server.address().port}` };
}

test('a proxy from the environment is used, and sees no token; NO_PROXY is respected', async () => {
  const { fake, kit } = await scene(keys.good, { place: { url: 'https://wiki.fernway.test/wiki' } });
  const { asked, url } = await proxy(fake.port);
  for (const variable of ['HTTPS_PROXY', 'https_proxy']) {
    asked.length = 0;
    kit.env[variable] = url.replace('//', '//ada:proxy-secret-77@');
    const ran = await kit.run('plan', 'wiki');
    assert.equal(ran.code, 2, ran.err);
    assert.ok(asked.length > 0 && asked.every((one) => one.url === 'wiki.fernway.test:443'), JSON.stringify(asked));
    assert.ok(asked.every((one) => !JSON.stringify(one).includes(Buffer.from(`${fake.user}:${fake.token}`).toString('base64'))));
    kit.env[variable] = '';
  }
  asked.length = 0;
  kit.env.HTTPS_PROXY = url;
  kit.env.NO_PROXY = '.fernway.test';
  await fails(kit, /no server has this name|cannot be reached/);
  assert.deepEqual(asked, []);
});

test('a proxy that lets nobody through is told as that, without its password', async () => {
  const { fake, kit } = await scene(keys.good, { place: { url: 'https://wiki.fernway.test/wiki' } });
  const { url } = await proxy(fake.port, 'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
  kit.env.HTTPS_PROXY = url.replace('//', '//ada:proxy-secret-77@');
  const ran = await fails(kit, /proxy.*HTTPS_PROXY/s);
  assert.ok(!ran.err.includes('proxy-secret-77'));
});

test('a server that takes the connection and says nothing is given up after the time-out', async () => {
  const { fake, kit } = await scene(keys.good, { place: { timeout: 1, patience: 1 } });
  fake.trouble({ times: 99 });
  const from = Date.now();
  await fails(kit, /no answer came in time/);
  assert.ok(Date.now() - from < 8000, 'it waited for too long');
});

test('a server that is not there, or a name that nobody has, is told as that', async () => {
  const { fake, kit } = await scene(keys.good, { place: { patience: 0 } });
  fake.close();
  await fails(kit, /cannot be reached.*`url`/s);
  kit.settle({ url: 'https://nobody.fernway.invalid/wiki' });
  await fails(kit, /no server has this name/);
});
