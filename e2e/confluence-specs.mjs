// Holds every request to Confluence's own documents: a proxy before the fake answers what does not fit them with an
// error. CONFLUENCE_SPECS names the folder with the documents (confluence-v1.json, confluence-v2.json, as Atlassian
// publishes them), PRISM the program (npm @stoplight/prism-cli).
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { folder, later } from './wiki-kit.mjs';

/** What is asked of each document; the rest is left out, for it takes long to read. */
const ASKED = {
  'confluence-v1.json': ['/user/current', '/content/{id}/label', '/content/{id}/child/attachment', '/content/{id}/child/attachment/{attachmentId}/data'].map((path) => `/wiki/rest/api${path}`),
  'confluence-v2.json': ['/spaces', '/spaces/{id}/operations', '/users-bulk', '/pages', '/pages/{id}', '/pages/{page-id}/versions/{version-number}', '/pages/{page-id}/properties', '/pages/{id}/inline-comments', '/pages/{id}/descendants', '/pages/{id}/attachments'],
};

/** The address of a fake, seen through the documents; tells in `unfit` what did not fit. */
export async function heldTo(fake) {
  const unfit = [];
  const root = new URL(fake.url).origin;
  const [one, two] = await Promise.all([
    prism('confluence-v1.json', (document) => document, root, unfit),
    prism('confluence-v2.json', stricter, `${root}/wiki/api/v2`, unfit),
  ]);
  const server = createServer((asked, answer) => {
    const isTwo = asked.url.startsWith('/wiki/api/v2/');
    const path = isTwo ? asked.url.slice('/wiki/api/v2'.length) : asked.url;
    const sent = request({ host: '127.0.0.1', port: isTwo ? two : one, path, method: asked.method, headers: asked.headers }, (reply) => {
      const violations = reply.headers['sl-violations'];
      if (violations) unfit.push(`${asked.method} ${asked.url}: ${violations}`);
      answer.writeHead(reply.statusCode, reply.headers);
      reply.pipe(answer);
    });
    sent.on('error', () => answer.destroy());
    asked.pipe(sent);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  later(() => { server.closeAllConnections(); server.close(); });
  return { url: `http://127.0.0.1:${server.address().port}/wiki`, unfit };
}

/** What the second document says in words only, in rules: no field besides those it knows, and no empty body. */
function stricter(document) {
  const { schemas, requestBodies = {} } = document.components;
  Object.assign(schemas.PageBodyWrite, { required: ['representation', 'value'], additionalProperties: false });
  Object.assign(schemas.PageNestedBodyWrite, { additionalProperties: false, minProperties: 1 });
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  const bodies = [...operations.map((operation) => operation.requestBody), ...Object.values(requestBodies)];
  for (const body of bodies) {
    const schema = body?.content?.['application/json']?.schema;
    if (schema && !schema.$ref && schema.type === 'object') schema.additionalProperties = false;
  }
  return document;
}

async function prism(name, mend, upstream, unfit) {
  const document = mend(JSON.parse(readFileSync(join(process.env.CONFLUENCE_SPECS, name), 'utf8')));
  document.servers = [{ url: upstream }];
  document.paths = Object.fromEntries(ASKED[name].map((path) => [path, document.paths[path]]));
  const file = join(folder(), name);
  writeFileSync(file, JSON.stringify(document));
  const child = spawn(process.env.PRISM, ['proxy', '--errors', '--port', '0', '--host', '127.0.0.1', file, upstream], { stdio: ['ignore', 'pipe', 'pipe'] });
  later(() => child.kill());
  return new Promise((found, lost) => {
    let said = '';
    const hear = (data) => {
      said += data;
      const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (port) found(Number(port));
      for (const line of String(data).split('\n')) if (/✖ +error|violation/i.test(line)) unfit.push(line.trim());
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => lost(new Error(`prism ended with ${code}: ${said}`)));
  });
}
