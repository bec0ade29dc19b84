// @ts-check
import assert from 'node:assert/strict';
import { get } from 'node:http';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { startRedis } from '../support/redis.mjs';
import { startServer, untilReady } from '../support/server.mjs';

const count = 100_000;
const key = 'k'.repeat(40);
const definitions = {
  extensions: {
    pancake: {
      groups: [{ id: 'user', from: 'header:X-User-Id' }],
      flags: { BETA: { default: false, client: true }, DARK: { default: false } },
    },
  },
};

/** @type {import('../support/redis.mjs').Redis} */
let redis;
/** @type {import('../support/server.mjs').Server} */
let server;

/** @param {number} id @param {string} [flag] */
const keyOf = (id, flag = 'BETA') => `FLAG:pancake:k:user:${flag}:${id}`;

before(async () => {
  redis = await startRedis();
  for (let id = 0; id < count; id += 10_000) {
    const pairs = Array.from({ length: 10_000 }, (_, n) => [keyOf(id + n), '1']);
    await redis.client.command('MSET', ...pairs.flat());
  }
  server = await startServer({ args: ['--store', redis.url], definitions, env: { PANCAKE_SERVER_KEY: key } });
  await untilReady(server.url);
});
after(async () => {
  await server.stop();
  await redis.stop();
});

/**
 * @param {string} path
 * @param {Record<string, string>} [headers]
 */
async function ask(path, headers = {}) {
  const response = await fetch(`${server.url}${path}`, {
    headers: { Authorization: `Bearer ${key}`, 'Accept-Encoding': 'identity', ...headers },
  });
  return {
    status: response.status,
    field: (/** @type {string} */ name) => response.headers.get(name) ?? '',
    body: Buffer.from(await response.arrayBuffer()),
  };
}
const full = '/snapshot/pancake?scope=full';

/** Asks until the server has this answer for an id. @param {number} id @param {boolean} active */
async function untilAnswered(id, active) {
  for (;;) {
    const { body } = await ask('/status', { 'X-User-Id': `${id}` });
    const { flags } = JSON.parse(body.toString());
    if (flags.find((/** @type {{ name: string }} */ flag) => flag.name === 'BETA').is_active === active) return;
  }
}

/** What a delta makes of these bytes: core/include/pancake/delta.h. @param {Buffer} from @param {Buffer} delta */
function applied(from, delta) {
  const parts = [];
  for (let at = 8; at < delta.length; ) {
    const [begin, copied, added] = [0, 4, 8].map((step) => delta.readUInt32LE(at + step));
    parts.push(from.subarray(begin, begin + copied), delta.subarray(at + 12, at + 12 + added));
    at += 12 + added;
  }
  return Buffer.concat(parts);
}

test('one of 100,000 overrides is changed: who has the others is told in less than a kilobyte', async () => {
  const had = await ask(full);
  await redis.client.command('SET', keyOf(77_777), '0');
  await untilAnswered(77_777, false);
  const since = `${full}&since=${had.field('Pancake-Revision')}`;
  const delta = await ask(since, { 'If-None-Match': had.field('ETag') });
  assert.equal(delta.field('Content-Type'), 'application/vnd.pancake.delta');
  assert.ok(delta.body.length < 1000, `${delta.body.length} bytes`);

  const whole = await ask(full);
  assert.equal(whole.field('ETag'), delta.field('ETag'));
  assert.ok(applied(had.body, delta.body).equals(whole.body));
  assert.equal((await ask(full, { 'If-None-Match': whole.field('ETag') })).status, 304);
});

test('what is added and what is cleared is told as well', async () => {
  const had = await ask(full);
  await redis.client.command('SET', keyOf(count), '1');
  await redis.client.command('DEL', keyOf(5));
  await untilAnswered(count, true);
  await untilAnswered(5, false);
  const delta = await ask(`${full}&since=0`, { 'If-None-Match': had.field('ETag') });
  assert.ok(delta.body.length < 1000, `${delta.body.length} bytes`);
  assert.ok(applied(had.body, delta.body).equals((await ask(full)).body));
});

test('the compressed file of a changed snapshot is the file', async () => {
  await redis.client.command('SET', keyOf(6), '0');
  await untilAnswered(6, false);
  const gzip = await untilCompressed();
  assert.ok(gzip.body.length < (await ask(full)).body.length / 3);
  assert.ok(gunzipSync(gzip.body).equals((await ask(full)).body));
});

/** The file as it comes over the wire once it is compressed: fetch() would inflate it. */
async function untilCompressed() {
  for (;;) {
    /** @type {{ coding: string | undefined, body: Buffer }} */
    const answer = await new Promise((resolve, reject) => {
      const headers = { Authorization: `Bearer ${key}`, 'Accept-Encoding': 'gzip' };
      get(`${server.url}${full}`, { headers }, (response) => {
        /** @type {Buffer[]} */
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => resolve({ coding: response.headers['content-encoding'], body: Buffer.concat(parts) }));
      }).on('error', reject);
    });
    if (answer.coding === 'gzip') return answer;
    await new Promise((done) => setTimeout(done, 20));
  }
}

test('JSON lists each id once, sorted, as it is now', async () => {
  await redis.client.command('SET', keyOf(77_777), '1');
  await redis.client.command('SET', keyOf(77_777, 'DARK'), '1');
  await redis.client.command('SET', keyOf(77_778), '0');
  await untilAnswered(77_778, false);
  const { body } = await ask(full, { Accept: 'application/json' });
  /** @type {{ overrides: { id: string, flags: object }[] }} */
  const { overrides } = JSON.parse(body.toString());
  const ids = overrides.map(({ id }) => id);
  assert.equal(ids.length, count); // one came, one went
  assert.deepEqual(ids, [...new Set(ids)].sort());
  assert.deepEqual(overrides.find(({ id }) => id === '77777')?.flags, { BETA: true, DARK: true });
  assert.equal(overrides.find(({ id }) => id === '5'), undefined);
});
