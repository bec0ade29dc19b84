// @ts-check
import assert from 'node:assert/strict';
import { get } from 'node:http';
import { after, before, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { startServer } from '../support/server.mjs';

const flags = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`FLAG_${i}`, { default: i % 2 === 0, client: true }]));
const definitions = { extensions: { pancake: { flags } } };
const key = 'k'.repeat(40);
/** @type {import('../support/server.mjs').Server} */
let server;
/** @type {import('../support/server.mjs').Server} */
let twin;

before(async () => {
  const options = { definitions, env: { PANCAKE_SERVER_KEY: key }, args: ['--cors-origin', 'https://shop.example'] };
  [server, twin] = await Promise.all([startServer(options), startServer(options)]);
  for (const { url } of [server, twin]) {
    // Compressing takes a moment after the first reading.
    while ((await ask(`${url}/snapshot/pancake?scope=full`, { 'Accept-Encoding': 'br', Accept: 'application/json' })).headers['content-encoding'] !== 'br') {
      await new Promise((done) => setTimeout(done, 10));
    }
  }
});
after(() => Promise.all([server.stop(), twin.stop()]));

/**
 * @param {string} url @param {Record<string, string>} [headers] @param {string} [method]
 * @returns {Promise<{ status: number, headers: import('node:http').IncomingHttpHeaders, body: Buffer }>}
 */
function ask(url, headers = {}, method = 'GET') {
  return new Promise((resolve, reject) => {
    get(url, { headers: { Authorization: `Bearer ${key}`, ...headers }, method }, (response) => {
      /** @type {Buffer[]} */
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }));
    }).on('error', reject);
  });
}

const forms = [
  { scope: 'public', Accept: '*/*' },
  { scope: 'public', Accept: 'application/json' },
  { scope: 'full', Accept: '*/*' },
  { scope: 'full', Accept: 'application/json' },
];

test('every form comes in every coding, with one weak ETag that all servers give', async () => {
  for (const { scope, Accept } of forms) {
    const path = `/snapshot/pancake?scope=${scope}`;
    const plain = await ask(server.url + path, { Accept });
    const gzip = await ask(server.url + path, { Accept, 'Accept-Encoding': 'gzip' });
    const br = await ask(server.url + path, { Accept, 'Accept-Encoding': 'gzip, br' });
    assert.equal(plain.headers['content-encoding'], undefined);
    assert.equal(gzip.headers['content-encoding'], 'gzip');
    assert.equal(br.headers['content-encoding'], 'br');
    assert.deepEqual(gunzipSync(gzip.body), plain.body);
    assert.deepEqual(brotliDecompressSync(br.body), plain.body);
    assert.ok(br.body.length < gzip.body.length && gzip.body.length < plain.body.length);
    const tag = plain.headers.etag ?? '';
    assert.match(tag, /^W\/"[^"]+"$/);
    const other = await ask(twin.url + path, { Accept, 'Accept-Encoding': 'br' });
    for (const answer of [gzip, br, other]) {
      assert.equal(answer.headers.etag, tag);
      assert.match(answer.headers.vary ?? '', /Accept, Accept-Encoding/);
    }
    const known = await ask(server.url + path, { Accept, 'Accept-Encoding': 'br', 'If-None-Match': tag });
    assert.equal(known.status, 304);
    assert.equal(known.headers['content-encoding'], undefined);
  }
});

test('the coding is chosen by q values', async () => {
  const rows = /** @type {[string, string | undefined][]} */ ([
    ['', undefined],
    ['identity', undefined],
    ['br;q=0.5, gzip', 'gzip'],
    ['br;q=0.5, gzip;q=0.5', 'br'],
    ['*', 'br'],
    ['br;q=0, *', 'gzip'],
    ['br;q=0, gzip;q=0', undefined],
    ['identity;q=0, gzip', 'gzip'],
    ['identity, gzip;q=0.5', undefined],
    ['BR', 'br'],
    ['x-gzip', 'gzip'],
    ['zstd, deflate', undefined],
  ]);
  for (const [accepted, coding] of rows) {
    const { headers } = await ask(`${server.url}/snapshot/pancake`, { 'Accept-Encoding': accepted });
    assert.equal(headers['content-encoding'], coding, accepted);
  }
});

test('pages of named origins may read what is for pages, and nobody else', async () => {
  const origin = 'https://shop.example';
  for (const path of ['/snapshot/pancake', '/status', '/snapshot/nobody']) {
    const { headers } = await ask(server.url + path, { Origin: origin });
    assert.equal(headers['access-control-allow-origin'], origin);
    assert.equal(headers['access-control-allow-credentials'], 'true');
    assert.match(headers.vary ?? '', /Origin/);
    assert.match(headers['access-control-expose-headers'] ?? '', /ETag, Pancake-Revision/);
    const other = await ask(server.url + path, { Origin: 'https://shop.example.evil' });
    assert.equal(other.headers['access-control-allow-origin'], undefined);
    assert.match(other.headers.vary ?? '', /Origin/);
  }
  for (const path of ['/overview', '/metrics', '/readyz', '/api/v1/extensions']) {
    const { headers } = await ask(server.url + path, { Origin: origin });
    assert.equal(headers['access-control-allow-origin'], undefined, path);
  }
});

test('a browser that asks first is told what it may send', async () => {
  const asking = { Origin: 'https://shop.example', 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'pancake-ids' };
  const allowed = await ask(`${server.url}/snapshot/pancake`, asking, 'OPTIONS');
  assert.equal(allowed.status, 204);
  assert.equal(allowed.headers['access-control-allow-origin'], 'https://shop.example');
  assert.match(allowed.headers['access-control-allow-methods'] ?? '', /GET/);
  for (const name of ['Pancake-Ids', 'Pancake-Visitor', 'Authorization', 'Content-Type', 'If-None-Match', 'Last-Event-ID']) {
    assert.ok(allowed.headers['access-control-allow-headers']?.includes(name), name);
  }
  assert.ok(Number(allowed.headers['access-control-max-age']) > 0);
  const refused = await ask(`${server.url}/snapshot/pancake`, { ...asking, Origin: 'https://evil.example' }, 'OPTIONS');
  assert.equal(refused.headers['access-control-allow-origin'], undefined);
});
