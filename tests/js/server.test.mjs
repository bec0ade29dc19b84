// @ts-check
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createPancake } from 'pancake-flags';
import { snapshotFromJson } from 'pancake-flags/json';
import { startServer } from '../support/server.mjs';
import { keptLog, shopBytes } from './support/snapshots.mjs';

const program = fileURLToPath(new URL('../../build/bin/pancake', import.meta.url));
const skip = existsSync(program) ? false : 'build/bin/pancake is not built';

const definitions = {
  extensions: {
    pancake: {
      groups: [{ id: 'user', from: 'client' }],
      switches: { OPEN: { default: true, client: true }, SECRET: { default: true } },
      flags: { CHECKOUT: { default: true, client: true } },
      samples: { ALL: { default: 100, client: true }, THIRD: { default: 33 } },
    },
  },
};
/** @type {import('../support/server.mjs').Server} */
let server;

before(async () => {
  if (!skip) server = await startServer({ definitions });
});
after(() => server?.stop());

/** @param {any} [options] */
async function create(options) {
  const log = keptLog();
  const pancake = await createPancake({ url: server.url, pollInterval: 0, logger: log, ...options });
  return { pancake, log: log.lines };
}

test('the public snapshot of a real server holds what clients may see', { skip }, async () => {
  const { pancake, log } = await create();
  assert.equal(pancake.switch('OPEN').isActive(), true);
  assert.equal(pancake.flag('CHECKOUT').isActive(), true);
  assert.equal(pancake.sample('ALL').reason, 'sample');
  assert.equal(pancake.switch('SECRET').reason, 'unknown');
  assert.equal(log.length, 1);
  assert.equal(await pancake.refresh(), false, 'its ETag is known');
  pancake.close();
});

test('a personal snapshot is had with the ids of the group functions', { skip }, async () => {
  const { pancake, log } = await create({ groups: { user: () => '42' }, scope: 'personal' });
  assert.equal(pancake.flag('CHECKOUT').isActive(), true);
  assert.deepEqual(log, []);
  pancake.close();
});

test('a full snapshot has everything', { skip }, async () => {
  const { pancake } = await create({ scope: 'full' });
  assert.equal(pancake.switch('SECRET').isActive(), true);
  pancake.close();
});

test('the JSON that the server tells builds to the bytes that it serves', { skip }, async () => {
  for (const scope of ['public', 'personal', 'full']) {
    const url = `${server.url}/snapshot/pancake?scope=${scope}`;
    const json = await (await fetch(url, { headers: { accept: 'application/json' } })).json();
    const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
    assert.deepEqual(await snapshotFromJson(/** @type {any} */ (json)), bytes, scope);
  }
});

test('the server serves the package to pages', { skip }, async () => {
  for (const [name, type] of [['pancake.js', 'text/javascript'], ['pancake.wasm', 'application/wasm']]) {
    const response = await fetch(`${server.url}/sdk/${name}`);
    assert.equal(response.status, 200, name);
    assert.ok(response.headers.get('content-type')?.startsWith(type ?? ''), name);
  }
});

test('an unknown extension is told and gives defaults', { skip }, async () => {
  const { pancake, log } = await create({ extension: 'missing' });
  assert.equal(pancake.switch('OPEN').isActive(), false);
  assert.match(log[0] ?? '', /answered 404 \[http_status\]$/);
  pancake.close();
});

test('browser, edge and server agree on a sample without talking', { skip }, async () => {
  const { pancake } = await create({ scope: 'full' });
  for (const key of ['abc', '___', 'AAA', '0-9', 'xyz', 'Q7k']) {
    const headers = { cookie: `pancake=1${key}` };
    const visit = await pancake.forRequest({ headers });
    const status = /** @type {any} */ (await (await fetch(`${server.url}/status`, { headers })).json());
    const [third] = status.samples.filter((/** @type {any} */ each) => each.name === 'THIRD');
    assert.equal(visit.sample('THIRD').isActive(), third.is_active, key);
  }
  pancake.close();
});

test('a visitor without a request has the ids and the key that the application gives', async () => {
  const seen = /** @type {unknown[]} */ ([]);
  const groups = { user: (/** @type {unknown} */ request) => (seen.push(request), '42') };
  const pancake = await createPancake({ snapshot: await shopBytes(), groups, visitor: () => 'somebody', logger: keptLog() });
  const visit = await pancake.forVisitor({ ids: { user: 42 }, visitor: 'v1' });
  assert.equal(visit.flag('CHECKOUT').isActive(), true);
  assert.equal(visit.visitor, 'v1');
  const stranger = await pancake.forVisitor({});
  assert.equal(stranger.flag('CHECKOUT').isActive(), false);
  assert.notEqual(stranger.visitor, (await pancake.forVisitor({})).visitor);
  assert.deepEqual(seen, [], 'no group function is asked');
  assert.deepEqual(pancake.groupNames, ['user', 'admin']);
});
