// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPancake } from 'pancake-flags';
import { internal } from './support/internals.mjs';
import { keptLog, shopBytes } from './support/snapshots.mjs';
import { startServing } from './support/served.mjs';
import { until } from './support/until.mjs';

const { server, open, create: createServed } = await startServing({ pollInterval: 0, live: false });

/** One with the changes that it tells. @param {any} [options] */
async function create(options) {
  const { pancake, log } = await createServed(options);
  /** @type {{ revision: number, features: string[] }[]} */
  const changes = [];
  pancake.on('change', (/** @type {any} */ change) => changes.push(change));
  return { pancake, changes, log };
}

test('change names the features whose answer changed, and no others', async () => {
  const { pancake, changes } = await create();
  server.serve(await shopBytes({ revision: 8, switches: [{ name: 'OPEN', default: true, state: false }] }), 'second');
  await pancake.refresh();
  assert.deepEqual(changes, [{ revision: 8, features: ['OPEN'] }]);
});

test('a state that answers as before is a change without features', async () => {
  const { pancake, changes } = await create();
  server.serve(await shopBytes({ revision: 8, switches: [{ name: 'OPEN', default: true, state: true }] }), 'second');
  await pancake.refresh();
  assert.deepEqual(changes, [{ revision: 8, features: [] }]);
});

test('features that come and go are named', async () => {
  const { pancake, changes } = await create();
  server.serve(await shopBytes({ revision: 8, switches: [{ name: 'SHUT', default: false }] }), 'second');
  await pancake.refresh();
  assert.deepEqual(changes[0]?.features, ['OPEN', 'SHUT']);
});

test('a flag and a sample of one name are told apart', async () => {
  server.serve(await shopBytes({ samples: [{ name: 'DARK', default: 100 }], overrides: [] }), 'same');
  const { pancake, changes } = await create();
  server.serve(await shopBytes({ revision: 8, samples: [{ name: 'DARK', default: 0 }], overrides: [] }), 'second');
  await pancake.refresh();
  assert.deepEqual(changes[0]?.features, ['DARK']);
});

test('on a server overrides do not count, in a program with one visitor they do', async () => {
  const groups = { user: () => '42' };
  const [shared, personal] = [await create({ groups }), await create({ groups, scope: 'personal' })];
  server.serve(await shopBytes({ revision: 8, overrides: [{ group: 'user', id: '42', flags: { DARK: false } }] }), 'second');
  await shared.pancake.refresh();
  await personal.pancake.refresh();
  assert.deepEqual(shared.changes, [{ revision: 8, features: [] }]);
  assert.deepEqual(personal.changes, [{ revision: 8, features: ['CHECKOUT'] }]);
  assert.deepEqual(shared.log, []);
});

test('after a sign-in change names what the new ids decide otherwise', async () => {
  server.serve(await shopBytes({ scope: 'personal', overrides: [] }), 'nobody');
  /** @type {string | null} */
  let user = null;
  const { pancake, changes } = await create({ groups: { user: () => user }, scope: 'personal' });
  const overrides = [{ group: 'user', id: '42', flags: { CHECKOUT: true } }];
  server.serve(await shopBytes({ scope: 'personal', overrides }), 'somebody');
  user = '42';
  assert.equal(pancake.flag('CHECKOUT').isActive(), false);
  await until(() => changes.length === 1);
  assert.deepEqual(changes, [{ revision: 7, features: ['CHECKOUT'] }]);
});

test('a closed Pancake leaves no listener on the signal', async () => {
  let listeners = 0;
  const { signal } = new AbortController();
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  signal.addEventListener = (/** @type {[any, any]} */ ...words) => (++listeners, add(...words));
  signal.removeEventListener = (/** @type {[any, any]} */ ...words) => (--listeners, remove(...words));
  for (let i = 0; i < 20; ++i) {
    const { pancake } = await create({ signal });
    pancake.close();
  }
  assert.equal(listeners, 0);
});

test('a closed Pancake lets go of its listeners', async () => {
  const { Listeners } = await internal('listeners');
  const listeners = new Listeners(keptLog());
  const told = /** @type {object[]} */ ([]);
  listeners.add('error', (/** @type {object} */ error) => told.push(error));
  listeners.emit('error', {});
  listeners.stop();
  listeners.emit('error', {});
  assert.equal(told.length, 1);
});

test('comparing answers writes no cookie', async () => {
  const page = await import(/** @type {any} */ ('../../js/dist/pancake.js'));
  const wasm = await WebAssembly.compile(readFileSync(new URL('../../js/dist/pancake.wasm', import.meta.url)));
  const document = { cookie: '' };
  Object.assign(globalThis, { document });
  try {
    const pancake = await page.createPancake({ url: server.url, pollInterval: 0, live: false, wasm });
    open.push(pancake);
    pancake.on('change', () => {});
    server.serve(await shopBytes({ revision: 8, samples: [] }), 'second');
    await pancake.refresh();
    assert.equal(document.cookie, '');
    pancake.sample('HALF').isActive();
    assert.match(document.cookie, /^pancake=1/);
  } finally {
    Reflect.deleteProperty(globalThis, 'document');
  }
});

test('explain() finds the feature of a name, a flag before a switch before a sample', async () => {
  server.serve(await shopBytes({ switches: [{ name: 'BOTH', default: true }], samples: [{ name: 'BOTH', default: 0 }, { name: 'ALL', default: 100 }] }), 'both');
  const { pancake, log } = await create({ scope: 'personal', groups: { user: () => 42 } });
  assert.deepEqual(pancake.explain('CHECKOUT'), { kind: 'flag', name: 'CHECKOUT', isActive: true, reason: 'override', group: 'user', id: '42' });
  assert.deepEqual(pancake.explain('BOTH'), { kind: 'switch', name: 'BOTH', isActive: true, reason: 'default' });
  assert.equal(pancake.explain('ALL').kind, 'sample');
  assert.deepEqual(log, []);
  assert.deepEqual(pancake.explain('NONE'), { kind: 'flag', name: 'NONE', isActive: false, reason: 'unknown' });
  assert.match(log[0] ?? '', /\[unknown_feature\]$/);
  const visit = await pancake.forRequest({ headers: {} });
  assert.equal(visit.explain('BOTH').kind, 'switch');
});

test('explain() without a snapshot says so', async () => {
  server.refuse(503);
  const { pancake } = await create();
  assert.deepEqual(pancake.explain('OPEN'), { kind: 'flag', name: 'OPEN', isActive: false, reason: 'not_loaded' });
});

test('after stale, the server that is heard again is told as a change of nothing', async () => {
  const { pancake } = await createServed();
  const heard = /** @type {unknown[]} */ ([]);
  pancake.on('stale', () => heard.push('stale'));
  pancake.on('change', ({ features }) => heard.push(features));
  server.refuse(500);
  // What is of this very millisecond is not stale.
  await sleep(5);
  await pancake.refresh();
  server.serve(await shopBytes(), 'first');
  await pancake.refresh();
  await pancake.refresh();
  assert.deepEqual(heard, ['stale', []]);
});
