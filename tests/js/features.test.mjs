// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPancake } from 'pancake-flags';
import { keptLog, shopBytes } from './support/snapshots.mjs';

/** @param {any} [options] @param {any} [changes] */
async function create(options = {}, changes = {}) {
  const log = keptLog();
  const pancake = await createPancake({ snapshot: await shopBytes(changes), logger: log, ...options });
  return { pancake, log: log.lines };
}

test('a switch is on or off for everybody', async () => {
  const { pancake } = await create();
  assert.equal(pancake.switch('OPEN').isActive(), true);
  assert.deepEqual(pancake.switch('OPEN').explain(), { kind: 'switch', name: 'OPEN', isActive: true, reason: 'default' });
});

test('a flag follows the group function of this moment', async () => {
  /** @type {string | number | null} */
  let user = null;
  const { pancake } = await create({ groups: { user: () => user } });
  const CHECKOUT = pancake.flag('CHECKOUT');
  assert.equal(CHECKOUT.isActive(), false);
  user = 42;
  assert.equal(CHECKOUT.isActive(), true);
  assert.equal(CHECKOUT.isActiveGlobally(), false);
  assert.deepEqual(CHECKOUT.explain(), { kind: 'flag', name: 'CHECKOUT', isActive: true, reason: 'override', group: 'user', id: '42' });
  user = '43';
  assert.equal(CHECKOUT.isActive(), false);
  user = null;
  assert.equal(CHECKOUT.reason, 'default');
});

test('the first group with an override decides', async () => {
  const { pancake } = await create({ groups: { admin: () => 'yes', user: () => '42' } });
  assert.equal(pancake.flag('CHECKOUT').explain().group, 'user');
  const { pancake: other } = await create({ groups: { admin: () => 'yes', user: () => '1' } });
  assert.equal(other.flag('CHECKOUT').explain().group, 'admin');
});

test('isActiveGroup tells the override of the visitor or of any id, and nothing else', async () => {
  const { pancake, log } = await create({ groups: { user: () => '42', admin: () => null } });
  const CHECKOUT = pancake.flag('CHECKOUT');
  assert.equal(CHECKOUT.isActiveGroup('user'), true);
  assert.equal(CHECKOUT.isActiveGroup('user', '7'), null);
  assert.equal(CHECKOUT.isActiveGroup('admin'), null);
  assert.equal(CHECKOUT.isActiveGroup('admin', 'yes'), false);
  assert.equal(CHECKOUT.isActiveGroup('user', null), null);
  assert.equal(pancake.flag('DARK').isActiveGroup('user'), false);
  assert.deepEqual(log, []);
  assert.equal(CHECKOUT.isActiveGroup('team'), null);
  assert.equal(CHECKOUT.isActiveGroup('team'), null);
  assert.deepEqual(log, ['pancake: no group team [unknown_group]']);
});

test('a sample stays put, and 0 and 100 are nobody and everybody', async () => {
  const { pancake } = await create();
  const first = pancake.sample('HALF').isActive();
  for (let i = 0; i < 10; ++i) assert.equal(pancake.sample('HALF').isActive(), first);
  assert.equal(pancake.sample('ALL').isActive(), true);
  assert.equal(pancake.sample('NONE').isActive(), false);
  assert.equal(pancake.sample('NONE').get(), 0);
  assert.equal(pancake.sample('HALF').get(), 50);
});

test('a visitor that the application names has its answer everywhere', async () => {
  const { pancake: one } = await create({ visitor: 'user 7' });
  const { pancake: other } = await create({ visitor: () => 'user 7' });
  assert.equal(one.sample('HALF').explain().draw, other.sample('HALF').explain().draw);
  const { pancake: failing, log } = await create({ visitor: () => { throw new Error('no session'); } });
  assert.equal(failing.sample('ALL').isActive(), true);
  assert.deepEqual(log, ['pancake: the visitor function threw Error: no session [visitor_function_failed]']);
});

test('an answer remembered in a signed cookie wins, and its ratio is not known', async () => {
  const { pancake } = await create({}, { samples: [{ name: 'HALF', default: 0, answer: true }] });
  assert.deepEqual(pancake.sample('HALF').explain(), { kind: 'sample', name: 'HALF', isActive: true, reason: 'cookie' });
  assert.equal(pancake.sample('HALF').get(), null);
});

test('an unknown feature gives the default in code and one warning', async () => {
  const { pancake, log } = await create();
  for (let i = 0; i < 5; ++i) {
    assert.equal(pancake.flag('NEW', { default: true }).isActive(), true);
    assert.equal(pancake.flag('NEW').isActive(), false);
    assert.equal(pancake.flag('NEW', { default: true }).isActiveGlobally(), true);
    assert.equal(pancake.sample('NEW', { default: 100 }).isActive(), true);
    assert.equal(pancake.sample('NEW', { default: 100 }).get(), 100);
  }
  assert.equal(pancake.switch('CHECKOUT').reason, 'unknown', 'a flag is no switch');
  assert.deepEqual(log, [
    'pancake: no flag NEW in extension pancake: its default is used [unknown_feature]',
    'pancake: no sample NEW in extension pancake: its default is used [unknown_feature]',
    'pancake: no switch CHECKOUT in extension pancake: its default is used [unknown_feature]',
  ]);
});

test('a feature that was only stored has the default in code', async () => {
  const { pancake } = await create({}, {
    flags: [{ name: 'FOUND', default: null }, { name: 'SET', default: null, state: false }],
    samples: [{ name: 'FOUND', default: null }, { name: 'SET', default: null, state: 0 }],
    overrides: [],
  });
  assert.equal(pancake.flag('FOUND', { default: true }).isActive(), true);
  assert.equal(pancake.flag('FOUND', { default: true }).isActiveGlobally(), true);
  assert.equal(pancake.flag('SET', { default: true }).isActive(), false);
  assert.equal(pancake.sample('FOUND', { default: 100 }).isActive(), true);
  assert.equal(pancake.sample('SET', { default: 100 }).isActive(), false);
});

test('a kept feature follows a new snapshot', async () => {
  const replies = [await shopBytes(), await shopBytes({ revision: 8, switches: [], flags: [{ name: 'CHECKOUT', default: true }], overrides: [] })];
  const answer = () => Promise.resolve(new Response(/** @type {any} */ (replies.shift())));
  const pancake = await createPancake({ url: 'http://flags', fetch: answer, pollInterval: 0, live: false, logger: keptLog() });
  const CHECKOUT = pancake.flag('CHECKOUT');
  assert.equal(CHECKOUT.isActive(), false);
  assert.equal(await pancake.refresh(), true);
  assert.equal(CHECKOUT.isActive(), true);
  assert.equal(pancake.revision, 8);
});

test('names as odd as __proto__ are names', async () => {
  const { pancake } = await create({}, { flags: [{ name: '__proto__', default: true }, { name: 'straße 🥞', default: true }], overrides: [] });
  assert.equal(pancake.flag('__proto__').isActive(), true);
  assert.equal(pancake.flag('straße 🥞').isActive(), true);
});

test('several extensions live side by side', async () => {
  const { pancake: one } = await create();
  const { pancake: other } = await create({ extension: 'other' }, { extension: 'other', switches: [{ name: 'OPEN', default: false }] });
  assert.equal(one.switch('OPEN').isActive(), true);
  assert.equal(other.switch('OPEN').isActive(), false);
  other.close();
  assert.equal(one.switch('OPEN').isActive(), true);
});

test('after close() checks answer defaults', async () => {
  const { pancake } = await create();
  pancake.close();
  assert.equal(pancake.switch('OPEN', { default: false }).isActive(), false);
  assert.equal(pancake.switch('OPEN').reason, 'not_loaded');
  pancake.close();
});
