// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPancake } from 'pancake-flags';
import { keptLog, shopBytes } from './support/snapshots.mjs';

const here = './tests/js/group_module.mjs';

/** @param {any} groups */
async function create(groups) {
  const log = keptLog();
  const pancake = await createPancake({ snapshot: await shopBytes(), groups, logger: log });
  return { pancake, CHECKOUT: pancake.flag('CHECKOUT'), log: log.lines };
}

test('a group is a function, an object with get(), or an export of a module', async () => {
  for (const user of [() => '42', () => 42, () => 42n, { get: () => 42 }, `${here}:user`]) {
    const { CHECKOUT, log } = await create({ user });
    assert.equal(CHECKOUT.isActive(), true, String(user));
    assert.deepEqual(log, []);
  }
});

test('candidate ids come from the group object, as texts', async () => {
  const { pancake, CHECKOUT } = await create({ admin: `${here}:admin`, user: () => null });
  assert.deepEqual(pancake.candidateIds('admin'), ['yes', 'no', '7']);
  assert.deepEqual(pancake.candidateIds('user'), []);
  assert.equal(CHECKOUT.explain().group, 'admin');
});

test('no id skips the group, an empty one is an id', async () => {
  for (const id of [null, undefined]) assert.equal((await create({ user: () => id })).CHECKOUT.reason, 'default');
  const { pancake } = await create({ user: () => '' });
  assert.equal(pancake.flag('CHECKOUT').isActiveGroup('user'), null);
});

test('a number that is none is no id, with a warning', async () => {
  for (const id of [NaN, Infinity]) {
    const { CHECKOUT, log } = await create({ user: () => id });
    assert.equal(CHECKOUT.reason, 'default');
    assert.deepEqual(log, ['pancake: the function of group user gave no id [group_function_failed]']);
  }
});

test('a group function that throws or gives no id counts as none, with one warning', async () => {
  const { CHECKOUT, log } = await create({ user: () => { throw new Error('no session'); }, admin: () => true });
  assert.equal(CHECKOUT.isActive(), false);
  assert.equal(CHECKOUT.isActive(), false);
  assert.deepEqual(log, [
    'pancake: the function of group user threw Error: no session [group_function_failed]',
    'pancake: the function of group admin gave no id [group_function_failed]',
  ]);
});

test('whatever is thrown is told as text and never thrown on', async () => {
  const odd = [Symbol('lost'), Object.create(null), { toString() { throw new Error('twice'); } }, undefined, 'text'];
  const texts = ['Symbol(lost)', 'a value without a text', 'a value without a text', 'undefined', 'text'];
  for (const [i, thrown] of odd.entries()) {
    const fail = () => { throw thrown; };
    const log = keptLog();
    const pancake = await createPancake({
      url: 'http://flags', fetch: async () => fail(), pollInterval: 0, scope: 'personal', snapshot: await shopBytes(), logger: log,
      groups: { user: fail }, visitor: fail,
    });
    pancake.on('error', fail);
    await pancake.refresh();
    assert.equal(pancake.flag('CHECKOUT').isActive(), false);
    assert.equal(pancake.sample('ALL').isActive(), true);
    assert.deepEqual(log.lines.sort(), [
      `pancake: http://flags/snapshot/pancake?scope=personal: ${texts[i]} [fetch_failed]`,
      `pancake: a listener of "error" threw ${texts[i]} [listener_failed]`,
      `pancake: the function of group user threw ${texts[i]} [group_function_failed]`,
      `pancake: the visitor function threw ${texts[i]} [visitor_function_failed]`,
    ].sort());
    pancake.close();
  }
});

test('a logger that throws disturbs no check', async () => {
  for (const logger of /** @type {any[]} */ ([{ warn() { throw new Error('full'); } }, {}])) {
    const pancake = await createPancake({ snapshot: await shopBytes(), logger });
    assert.equal(pancake.flag('MISSING', { default: true }).isActive(), true);
    assert.equal(pancake.flag('MISSING').isActiveGroup('team'), null);
    pancake.close();
    assert.equal(pancake.switch('OPEN').isActive(), false);
  }
});

test('a module that cannot be imported leaves the group without an id', async () => {
  for (const source of ['./missing.mjs:user', `${here}:missing`, `${here}:nothing`]) {
    const { CHECKOUT, log } = await create({ user: source });
    assert.equal(CHECKOUT.isActive(), false);
    assert.equal(log.length, 1);
    assert.match(log[0] ?? '', /^pancake: groups\.user: ".*" cannot be imported: .* \[group_import_failed\]$/s);
  }
});

test('a group that cannot be meant is refused at once, one that the snapshot lacks is told', async () => {
  await assert.rejects(create({ user: 42 }), { code: 'bad_option' });
  const { log } = await create({ team: () => '1' });
  assert.deepEqual(log, ['pancake: no group team [unknown_group]']);
});
