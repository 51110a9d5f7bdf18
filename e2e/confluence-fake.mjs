// A Confluence that lives in a test: pages with versions, titles that are taken, drafts, trash and archive, comments,
// restrictions, labels, properties, files. It speaks as Cloud does (version 2 of the interface, and what is left of
// version 1) or as a Data Center (version 1), rewrites what it stores, and fails in every way a real one does, on demand.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { fault } from './confluence-xml.mjs';

const TOKEN = 'cfl-Token+Slash/Equals=4711';
const BOT = { id: '5f0000000000000000000b07', name: 'Wiki Bot', mail: 'bot@fernway.example' };
const HUMAN = { id: '5f000000000000000000ada1', name: 'Ada Human', mail: 'ada@fernway.example' };

/**
 * Starts one: `{url, token, user, …}`.
 *   edition   `cloud` or `data-center`
 *   secure    key and certificate, for https
 *   gateway   it is reached through a gateway, in whose addresses it does not stand at the root
 */
export async function confluence({ edition = 'cloud', secure, gateway = '' } = {}) {
  const fake = Object.assign(new Confluence(edition), { gateway });
  const listener = (request, response) => fake.receive(request, response);
  const server = secure ? createSecureServer(secure, listener) : createServer(listener);
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  fake.port = server.address().port;
  fake.url = `${secure ? 'https' : 'http'}://127.0.0.1:${fake.port}${gateway}${fake.base}`;
  fake.close = () => { server.closeAllConnections(); server.close(); };
  return fake;
}

class Confluence {
  constructor(edition) {
    this.isCloud = edition === 'cloud';
    this.base = this.isCloud ? '/wiki' : '';
    Object.assign(this, { token: TOKEN, user: this.isCloud ? BOT.mail : '' });
    this.pages = new Map();
    this.count = 100;
    this.macros = 0;
    this.requests = [];     // every request that came, as {method, path, status}
    this.troubles = [];     // what goes wrong next: see `trouble`
    this.lag = 0;           // so many reads after a write still show what was before
    this.part = 250;        // most items in one answer
    this.largest = 5e6;     // most bytes of a request
    this.rights = new Set(['create page', 'create attachment', 'update page']);
    this.spaces = [{ id: '65537', key: 'SALES' }, { id: '65538', key: 'OTHER' }];
    for (const space of this.spaces) space.home = this.add({ space: space.key, title: `${space.key} home`, text: '<p>Welcome.</p>', parent: '' }).id;
    this.add({ title: 'Battlecards', text: '<p>All of them.</p>' });
  }

  // ---- what a person does

  /** A person creates a page. */
  add({ space = 'SALES', title, text = '<p>Mine.</p>', parent, status = 'current', by = HUMAN, message = '' }) {
    const id = String((this.count += 1));
    const above = parent ?? this.spaces.find((one) => one.key === space).home;
    const page = { id, space, status, parent: above, versions: [], labels: new Set(), properties: new Map(), files: new Map(), comments: [], stale: 0 };
    this.pages.set(id, page);
    this.version(page, { title, text, by, message });
    return page;
  }

  /** The page of this title. */
  titled(title, status = 'current') {
    return [...this.pages.values()].find((page) => page.status === status && last(page).title === title);
  }

  /** A person edits a page. */
  edit(title, change, by = HUMAN) {
    const page = this.titled(title);
    this.version(page, { ...last(page), text: change(last(page).text), by, message: '' });
    return page;
  }

  rename(title, to) { this.version(this.titled(title), { ...last(this.titled(title)), title: to, by: HUMAN, message: '' }); }

  move(title, parent, space) { Object.assign(this.titled(title), { parent }, space && { space }); }

  trash(title) { this.titled(title).status = 'trashed'; }

  archive(title) { this.titled(title).status = 'archived'; }

  /** Nobody but its owner may change the page; with `hidden`, not even see it. */
  restrict(title, hidden = false) { Object.assign(this.titled(title), { restricted: true, hidden }); }

  comment(title, resolution = 'open') { this.titled(title).comments.push({ id: String((this.count += 1)), resolution }); }

  // ---- what tests look at

  /** Everything that must be the same however often a run was broken off: titles, places, versions, texts, files. */
  state() {
    const pages = [...this.pages.values()].filter((page) => page.status === 'current');
    return pages.map((page) => [
      last(page).title, this.pages.get(page.parent) && last(this.pages.get(page.parent)).title, page.versions.length,
      last(page).text.replace(/ ac:macro-id="[^"]*"/g, ''), [...page.files].map(([name, file]) => [name, file.versions.length, file.versions.at(-1).hash]),
    ]).sort();
  }

  versions() { return Object.fromEntries([...this.pages.values()].filter((p) => p.status === 'current').map((p) => [last(p).title, p.versions.length])); }

  writes() { return this.requests.filter((one) => !['GET', 'HEAD'].includes(one.method) && !one.path.includes('users-bulk')); }

  // ---- what goes wrong

  /**
   * Something that goes wrong with requests that fit.
   *   at       number of the request, from 1; or `fits(request)`; else the next one
   *   times    how often (1)
   *   acts     whether what is asked for is done all the same, before it goes wrong
   *   answer   {status, headers, text}: what is said; without it nothing is ever said
   *   run      called at that moment, with the request
   */
  trouble(trouble) { this.troubles.push({ times: 1, acts: false, ...trouble }); }

  /** The first trouble for a request. */
  pending(asked) {
    const fits = (trouble) => (trouble.at ? trouble.at === this.requests.length : !trouble.fits || trouble.fits(asked));
    const found = this.troubles.find((trouble) => trouble.times > 0 && fits(trouble));
    if (found) found.times -= 1;
    return found;
  }

  // ---- the server

  receive(request, response) {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url, 'http://x');
      const asked = { method: request.method, path: decodeURIComponent(pathname).slice(this.gateway.length), query: searchParams, headers: request.headers, body: Buffer.concat(parts) };
      const noted = { method: asked.method, path: asked.path };
      this.requests.push(noted);
      const trouble = this.pending(asked);
      const done = !trouble || trouble.acts ? this.answer(asked) : undefined;
      trouble?.run?.(asked);
      if (trouble && !trouble.answer) return;
      const { status, json, text, headers } = trouble?.answer ?? done;
      noted.status = status;
      const body = text ?? (json === undefined ? '' : JSON.stringify(json));
      const kind = text === undefined ? 'application/json' : 'text/html;charset=UTF-8';
      response.writeHead(status, { date: new Date().toUTCString(), ...(body ? { 'content-type': kind } : {}), ...headers }).end(body);
    });
  }

  answer(asked) {
    try {
      if (asked.body.length > this.largest) throw new No(413, 'Request Entity Too Large');
      const who = this.login(asked);
      const routes = this.isCloud ? CLOUD : DATA_CENTER;
      for (const [method, pattern, act] of routes) {
        const found = method === asked.method && pattern.exec(asked.path);
        if (!found) continue;
        if (!who && !asked.path.endsWith('/user/current')) throw new No(401, 'Unauthorized');
        return { status: 200, ...act(this, { ...asked, who, args: found.slice(1), data: data(asked) }) };
      }
      return { status: 404, text: '<!doctype html><title>Oops, you have found a dead link</title>' };
    } catch (no) {
      if (!(no instanceof No)) throw no;
      const { status, message: words } = no;
      const json = asked.path.includes('/api/v2/')
        ? { errors: [{ status, code: status === 409 ? 'CONFLICT' : 'NOT', title: words, detail: null }] }
        : { statusCode: status, message: words, data: { authorized: true, valid: false, errors: [] } };
      return { status, json };
    }
  }

  login({ headers }) {
    const basic = `Basic ${Buffer.from(`${BOT.mail}:${this.token}`).toString('base64')}`;
    const given = headers.authorization;
    if (given === `Bearer ${this.token}` || (this.isCloud && given === basic)) return BOT;
    if (given) throw new No(401, 'Unauthorized');
    return undefined;
  }

  // ---- what both editions do

  version(page, { title, text, by, message, minor = false }) {
    const stored = this.stored(text);
    page.versions.push({ number: page.versions.length + 1, title, text: stored, by, message: message ?? '', minor, at: new Date().toISOString() });
    page.stale = this.lag;
  }

  /** The server's own form of a text: macros get ids, and their attributes another order. */
  stored(text) {
    const wrong = fault(text);
    if (wrong) throw new No(400, `Error parsing xhtml: ${wrong}`);
    return text.replace(/<ac:structured-macro ([^>]*?)(\/?)>/g, (_, attributes, end) => {
      const kept = attributes.trim().split(/\s+(?=ac:)/).filter((one) => !/^ac:(schema-version|macro-id)=/.test(one));
      this.macros += 1;
      const id = createHash('sha256').update(String(this.macros)).digest('hex').slice(0, 32);
      return `<ac:structured-macro ${kept.reverse().join(' ')} ac:schema-version="1" ac:macro-id="${id}"${end}>`;
    });
  }

  see(id, statuses = ['current', 'archived', 'trashed', 'draft']) {
    const page = this.pages.get(id);
    if (!page || page.hidden || !statuses.includes(page.status)) throw new No(404, `Cannot find content ${id}`);
    return page;
  }

  /** What a reader gets to see now: after a write, for a while, what was before. */
  current(page) {
    if (page.stale <= 0) return last(page);
    page.stale -= 1;
    if (page.versions.length < 2) throw new No(404, `Cannot find content ${page.id}`);
    return page.versions.at(-2);
  }

  takes(space, title, id) {
    const taken = [...this.pages.values()].some((page) => page.id !== id && page.space === space && page.status !== 'draft' && fold(last(page).title) === fold(title));
    if (taken) throw new No(400, `A page with this title already exists: A page already exists with the same TITLE in this space`);
  }

  may(page) {
    if (page.restricted || !this.rights.has('create page')) throw new No(403, 'User does not have permission to edit this content');
  }

  create({ space, title, text, parent, message, minor, status = 'current' }) {
    if (!this.rights.has('create page')) throw new No(403, 'User is not permitted to create pages in this space');
    if (parent) this.see(parent, ['current']);
    if (status === 'current') this.takes(space, title);
    const page = this.add({ space, title, text, parent: parent || undefined, status, by: BOT, message });
    Object.assign(last(page), { minor });
    return page;
  }

  change(page, { title, text, parent, number, message, minor }) {
    this.may(page);
    if (page.status === 'archived') throw new No(400, 'Archived content cannot be edited');
    const wanted = page.status === 'draft' ? 1 : last(page).number + 1;
    if (number !== wanted) throw new No(409, `Version must be incremented when updating a page. Current Version: [${last(page).number}]. Provided version: [${number}]`);
    this.takes(page.space, title, page.id);
    if (parent) this.see(parent, ['current']);
    if (page.status === 'draft') Object.assign(page, { status: 'current', versions: [] });
    this.version(page, { title, text, by: BOT, message, minor });
    if (parent) page.parent = parent;
    return page;
  }

  remove(id) {
    const page = this.see(id, ['current', 'archived']);
    this.may(page);
    page.status = 'trashed';
    return { status: 204 };
  }

  under(id) {
    const own = [...this.pages.values()].filter((page) => page.status === 'current' && page.parent === id);
    return own.flatMap((page) => [page, ...this.under(page.id)]);
  }

  attach(id, { headers, form }, file) {
    const page = this.see(id, ['current']);
    if (!/^no-?check$/.test(headers['x-atlassian-token'] ?? '')) throw new No(403, 'XSRF check failed');
    if (!this.rights.has('create attachment') || page.restricted) throw new No(403, 'User may not add attachments');
    const name = form.file.name;
    if (!file && page.files.has(name)) throw new No(400, `Cannot add a new attachment with the same file name: ${name}`);
    const kept = file ? [...page.files.values()].find((one) => one.id === file) : { id: `att${(this.count += 1)}`, name, versions: [] };
    if (!kept) throw new No(404, `No attachment ${file}`);
    const { bytes } = form.file;
    kept.versions.push({ bytes, size: bytes.length, comment: form.comment?.text ?? '', hash: createHash('sha256').update(bytes).digest('hex') });
    page.files.set(kept.name, kept);
    return kept;
  }
}

/** A refusal. */
class No extends Error {
  constructor(status, words) { super(words); this.status = status; }
}

const last = (page) => page.versions.at(-1);
const fold = (title) => title.normalize('NFC').toLowerCase().trim();

function data(asked) {
  const kind = asked.headers['content-type'] ?? '';
  if (kind.startsWith('application/json')) return JSON.parse(asked.body.toString());
  if (!kind.startsWith('multipart/form-data')) return undefined;
  const fence = `--${/boundary=(.+)$/.exec(kind)[1]}`;
  const form = {};
  // latin1 keeps every byte as it is.
  for (const part of asked.body.toString('latin1').split(fence).slice(1, -1)) {
    const [head, ...rest] = part.slice(2, -2).split('\r\n\r\n');
    const bytes = Buffer.from(rest.join('\r\n\r\n'), 'latin1');
    const plain = Buffer.from(head, 'latin1').toString();
    form[/name="([^"]*)"/.exec(plain)[1]] = { name: /filename="([^"]*)"/.exec(plain)?.[1], bytes, text: bytes.toString() };
  }
  return form;
}

/** A part of a list, and where the next begins. */
function part(fake, asked, items) {
  const from = Number(asked.query.get('cursor') ?? asked.query.get('start') ?? 0);
  const size = Math.min(Number(asked.query.get('limit') ?? 25), fake.part);
  const results = items.slice(from, from + size);
  const _links = { base: 'http://x', self: 'http://x', context: fake.base };
  if (from + size < items.length) {
    const query = new URLSearchParams(asked.query);
    query.set(asked.path.includes('/api/v2/') ? 'cursor' : 'start', String(from + size));
    _links.next = `${asked.path}?${query}`;
  }
  return { results, start: from, limit: size, size: results.length, _links };
}

// ---- Cloud

const v2 = '/wiki/api/v2';

function told2(page, version, { body = false } = {}) {
  const by = version.by.id;
  const parent = page.parent ? { parentId: page.parent, parentType: 'page' } : {};
  return {
    id: page.id, status: page.status, title: version.title, spaceId: page.space === 'SALES' ? '65537' : '65538', ...parent, position: 1,
    authorId: by, ownerId: by, createdAt: page.versions[0].at,
    version: { createdAt: version.at, message: version.message, number: version.number, minorEdit: version.minor, authorId: by },
    body: body ? { storage: { representation: 'storage', value: version.text } } : {},
    _links: { webui: `/spaces/${page.space}/pages/${page.id}` },
  };
}

const writing = ({ title, body, parentId, version }) => ({ title, text: body.value, parent: parentId, number: version?.number, message: version?.message });

const CLOUD = [
  ['GET', /^\/wiki\/rest\/api\/user\/current$/, me],
  ['GET', new RegExp(`^${v2}/spaces$`), (fake, asked) => ({ json: part(fake, asked, fake.spaces.filter((space) => space.key === asked.query.get('keys')).map(({ id, key, home }) => ({ id, key, name: key, type: 'global', status: 'current', homepageId: home }))) })],
  ['GET', new RegExp(`^${v2}/spaces/(\\d+)/operations$`), (fake) => ({ json: { operations: operations(fake) } })],
  ['POST', new RegExp(`^${v2}/users-bulk$`), (fake, { data: { accountIds } }) => ({ json: { results: [BOT, HUMAN].filter((one) => accountIds.includes(one.id)).map(({ id, name }) => ({ accountId: id, displayName: name, publicName: name, accountType: 'atlassian', accountStatus: 'active' })) } })],
  ['GET', new RegExp(`^${v2}/pages$`), (fake, asked) => {
    const [ids, statuses, spaces] = ['id', 'status', 'space-id'].map((name) => asked.query.getAll(name));
    const title = asked.query.get('title');
    const fits = (page) => !page.hidden && (!ids.length || ids.includes(page.id)) && (statuses.length ? statuses : ['current', 'archived']).includes(page.status)
      && (!spaces.length || spaces.includes(page.space === 'SALES' ? '65537' : '65538')) && (title === null || fold(last(page).title) === fold(title));
    return { json: part(fake, asked, [...fake.pages.values()].filter(fits).map((page) => told2(page, last(page)))) };
  }],
  ['POST', new RegExp(`^${v2}/pages$`), (fake, { data: asked }) => {
    const space = fake.spaces.find((one) => one.id === asked.spaceId);
    if (!space) throw new No(404, 'No space with this id');
    const page = fake.create({ ...writing(asked), space: space.key, status: asked.status });
    page.stale = 0;
    return { json: told2(page, last(page), { body: true }) };
  }],
  ['GET', new RegExp(`^${v2}/pages/(\\d+)$`), (fake, { query, args: [id] }) => {
    const page = fake.see(id);
    const number = query.get('version');
    const version = number ? page.versions[Number(number) - 1] : fake.current(page);
    if (!version) throw new No(404, 'No such version');
    return { json: told2(page, version, { body: query.get('body-format') === 'storage' }) };
  }],
  ['PUT', new RegExp(`^${v2}/pages/(\\d+)$`), (fake, { data: asked, args: [id] }) => {
    const page = fake.change(fake.see(id, ['current', 'archived', 'draft']), writing(asked));
    return { json: told2(page, last(page), { body: true }) };
  }],
  ['DELETE', new RegExp(`^${v2}/pages/(\\d+)$`), (fake, { query, args: [id] }) => {
    if (query.get('draft') !== 'true') return fake.remove(id);
    fake.see(id, ['draft']);
    fake.pages.delete(id);
    return { status: 204 };
  }],
  ['GET', new RegExp(`^${v2}/pages/(\\d+)/versions/(\\d+)$`), (fake, { args: [id, number] }) => {
    const version = fake.see(id).versions[Number(number) - 1];
    if (!version) throw new No(404, 'No such version');
    return { json: { number: version.number, authorId: version.by.id, message: version.message, createdAt: version.at, minorEdit: version.minor } };
  }],
  ['GET', new RegExp(`^${v2}/pages/(\\d+)/properties$`), (fake, asked) => {
    const { properties } = fake.see(asked.args[0]);
    const found = [...properties].filter(([key]) => key === asked.query.get('key')).map(([key, value]) => ({ id: '1', key, value, version: { number: 1 } }));
    return { json: part(fake, asked, found) };
  }],
  ['POST', new RegExp(`^${v2}/pages/(\\d+)/properties$`), (fake, { data: { key, value }, args: [id] }) => {
    fake.see(id, ['current']).properties.set(key, value);
    return { json: { id: '1', key, value, version: { number: 1 } } };
  }],
  ['GET', new RegExp(`^${v2}/pages/(\\d+)/inline-comments$`), (fake, asked) => {
    const wanted = asked.query.getAll('resolution-status');
    const open = fake.see(asked.args[0]).comments.filter((one) => !wanted.length || wanted.includes(one.resolution));
    return { json: part(fake, asked, open.map(({ id, resolution }) => ({ id, status: 'current', pageId: asked.args[0], resolutionStatus: resolution }))) };
  }],
  ['GET', new RegExp(`^${v2}/pages/(\\d+)/descendants$`), (fake, asked) => {
    fake.see(asked.args[0]);
    return { json: part(fake, asked, fake.under(asked.args[0]).map((page) => ({ id: page.id, status: page.status, title: last(page).title, type: 'page', parentId: page.parent, depth: 1, childPosition: 1 }))) };
  }],
  ['GET', new RegExp(`^${v2}/pages/(\\d+)/attachments$`), (fake, asked) => {
    const file = fake.see(asked.args[0]).files.get(asked.query.get('filename'));
    const found = file ? [file] : [];
    return { json: part(fake, asked, found.map((one) => ({ id: one.id, status: 'current', title: one.name, pageId: asked.args[0], mediaType: 'image/png', comment: one.versions.at(-1).comment, fileSize: one.versions.at(-1).size, version: { number: one.versions.length } }))) };
  }],
  ['POST', /^\/wiki\/rest\/api\/content\/(\d+)\/label$/, label],
  ['POST', /^\/wiki\/rest\/api\/content\/(\d+)\/child\/attachment(?:\/(\w+)\/data)?$/, upload],
];

function me(fake, { who }) {
  if (!who && fake.isCloud) throw new No(401, 'Unauthorized');
  if (!who) return { json: { type: 'anonymous', displayName: 'Anonymous' } };
  return { json: { type: 'known', accountId: who.id, accountType: 'atlassian', displayName: who.name, publicName: who.name } };
}

const operations = (fake) => [...fake.rights].map((right) => right.split(' ')).map(([operation, targetType]) => ({ operation, targetType }));

function label(fake, asked) {
  const page = fake.see(asked.args[0], ['current']);
  fake.may(page);
  for (const { name } of asked.data) {
    if (/[\s!#&()*,.:;<>?@[\]^]/.test(name)) throw new No(400, `Invalid label ${name}`);
    page.labels.add(name);
  }
  return { json: part(fake, asked, [...page.labels].map((name) => ({ prefix: 'global', name, id: '1', label: name }))) };
}

function upload(fake, asked) {
  const file = fake.attach(asked.args[0], { headers: asked.headers, form: asked.data }, asked.args[1]);
  const told = toldFile(file);
  return { json: asked.args[1] ? told : part(fake, asked, [told]) };
}

const toldFile = (file) => ({
  id: file.id, type: 'attachment', status: 'current', title: file.name, version: { number: file.versions.length, when: new Date().toISOString(), minorEdit: true },
  extensions: { mediaType: 'image/png', fileSize: file.versions.at(-1).size, comment: file.versions.at(-1).comment },
});

// ---- Data Center

function told1(fake, page, version, expand = '') {
  const above = [];
  for (let at = fake.pages.get(page.parent); at; at = fake.pages.get(at.parent)) above.unshift({ id: at.id, type: 'page', title: last(at).title });
  return {
    id: page.id, type: 'page', status: page.status, title: version.title,
    ...(expand.includes('space') ? { space: { key: page.space } } : {}),
    ...(expand.includes('version') ? { version: { by: { displayName: version.by.name }, when: version.at, message: version.message, number: version.number, minorEdit: version.minor } } : {}),
    ...(expand.includes('ancestors') ? { ancestors: above } : {}),
    ...(expand.includes('body.storage') ? { body: { storage: { value: version.text, representation: 'storage' } } } : {}),
    ...(expand.includes('operations') ? { operations: operations(fake) } : {}),
  };
}

const EVERYTHING = 'space,version,ancestors,body.storage';
const writing1 = ({ title, body, ancestors, version }) => ({ title, text: body.storage.value, parent: ancestors?.at(-1).id, number: version.number, message: version.message, minor: version.minorEdit });

const DATA_CENTER = [
  ['GET', /^\/rest\/api\/user\/current$/, me],
  ['GET', /^\/rest\/api\/space\/([^/]+)$/, (fake, { args: [key] }) => {
    const space = fake.spaces.find((one) => one.key === key);
    if (!space) throw new No(404, `No space found with key : ${key}`);
    return { json: { id: Number(space.id), key, name: key, homepage: { id: space.home } } };
  }],
  ['GET', /^\/rest\/api\/content\/search$/, (fake, asked) => {
    const ids = /^id in \(([\d,]+)\)$/.exec(asked.query.get('cql'))?.[1].split(',');
    if (!ids) throw new No(400, 'Could not parse cql');
    const known = ids.map((id) => fake.pages.get(id)).filter((page) => page && !page.hidden && !page.unsearched && page.status === 'current');
    return { json: part(fake, asked, known.map((page) => told1(fake, page, last(page), asked.query.get('expand') ?? ''))) };
  }],
  ['GET', /^\/rest\/api\/content$/, (fake, asked) => {
    const [space, title, status] = ['spaceKey', 'title', 'status'].map((name) => asked.query.get(name));
    const fits = (page) => !page.hidden && page.space === space && page.status === (status ?? 'current') && (title === null || fold(last(page).title) === fold(title));
    return { json: part(fake, asked, [...fake.pages.values()].filter(fits).map((page) => told1(fake, page, last(page), asked.query.get('expand') ?? ''))) };
  }],
  ['POST', /^\/rest\/api\/content$/, (fake, { data: asked }) => {
    const page = fake.create({ ...writing1(asked), space: asked.space.key });
    return { json: told1(fake, page, last(page), EVERYTHING) };
  }],
  ['GET', /^\/rest\/api\/content\/(\d+)$/, (fake, { query, args: [id] }) => {
    const page = fake.see(id, ['current']);
    const number = query.get('version');
    if (number && query.get('status') !== 'historical') throw new No(400, 'A version needs status=historical');
    const version = number ? page.versions[Number(number) - 1] : fake.current(page);
    if (!version || (number && version === last(page))) throw new No(404, 'No such historical version');
    return { json: told1(fake, page, version, query.get('expand') ?? '') };
  }],
  ['PUT', /^\/rest\/api\/content\/(\d+)$/, (fake, { data: asked, args: [id] }) => {
    const page = fake.change(fake.see(id, ['current']), writing1(asked));
    return { json: told1(fake, page, last(page), EVERYTHING) };
  }],
  ['DELETE', /^\/rest\/api\/content\/(\d+)$/, (fake, { args: [id] }) => fake.remove(id)],
  ['GET', /^\/rest\/api\/content\/(\d+)\/property\/([\w-]+)$/, (fake, { args: [id, key] }) => {
    const { properties } = fake.see(id, ['current']);
    if (!properties.has(key)) throw new No(404, `Cannot find content property ${key}`);
    return { json: { key, value: properties.get(key), version: { number: 1 } } };
  }],
  ['POST', /^\/rest\/api\/content\/(\d+)\/property$/, (fake, { data: { key, value }, args: [id] }) => {
    fake.see(id, ['current']).properties.set(key, value);
    return { json: { key, value, version: { number: 1 } } };
  }],
  ['GET', /^\/rest\/api\/content\/(\d+)\/child\/comment$/, (fake, asked) => ({ json: part(fake, asked, fake.see(asked.args[0]).comments.map(({ id, resolution }) => ({ id, type: 'comment', extensions: { location: 'inline', resolution: { status: resolution } } }))) })],
  ['GET', /^\/rest\/api\/content\/(\d+)\/descendant\/page$/, (fake, asked) => ({ json: part(fake, asked, fake.under(asked.args[0]).map((page) => told1(fake, page, last(page)))) })],
  ['GET', /^\/rest\/api\/content\/(\d+)\/child\/attachment$/, (fake, asked) => {
    const file = fake.see(asked.args[0]).files.get(asked.query.get('filename'));
    return { json: part(fake, asked, file ? [toldFile(file)] : []) };
  }],
  ['POST', /^\/rest\/api\/content\/(\d+)\/label$/, label],
  ['POST', /^\/rest\/api\/content\/(\d+)\/child\/attachment(?:\/(\w+)\/data)?$/, upload],
];
