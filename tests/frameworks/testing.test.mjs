// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withFeatures } from 'pancake-flags/testing';
import { keptLog } from '../js/support/snapshots.mjs';

test('features answer what the test says, whatever kind they are asked for as', () => {
  const pancake = withFeatures({ CHECKOUT: true, PRICE_TEST: false });
  assert.equal(pancake.flag('CHECKOUT').isActive(), true);
  assert.equal(pancake.switch('CHECKOUT').isActive(), true);
  assert.equal(pancake.sample('CHECKOUT').isActive(), true);
  assert.equal(pancake.sample('CHECKOUT').get(), 100);
  assert.equal(pancake.flag('PRICE_TEST', { default: true }).isActive(), false);
  assert.equal(pancake.sample('PRICE_TEST', { default: 100 }).get(), 0);
  assert.equal(pancake.flag('CHECKOUT').isActiveGlobally(), true);
  assert.equal(pancake.flag('CHECKOUT').isActiveGroup('user'), null);
  assert.deepEqual(pancake.explain('CHECKOUT'), { kind: 'flag', name: 'CHECKOUT', isActive: true, reason: 'state' });
  assert.equal(pancake.sample('CHECKOUT').explain().reason, 'sample');
});

test('a change is told with the names whose answer is another one, and a kept feature follows it', () => {
  const pancake = withFeatures({ A: true, B: false });
  const A = pancake.flag('A');
  const heard = /** @type {unknown[]} */ ([]);
  const end = pancake.on('change', (event) => heard.push(event));
  pancake.set({ A: false, B: false, C: true });
  assert.equal(A.isActive(), false);
  assert.deepEqual(heard, [{ revision: 2, features: ['A', 'C'] }]);
  pancake.set({ B: false });
  assert.equal(heard.length, 1, 'nothing is another one');
  pancake.set({ C: undefined });
  assert.deepEqual(heard.at(-1), { revision: 3, features: ['C'] });
  end();
  pancake.set({ A: true });
  assert.equal(heard.length, 2);
});

test('restore brings back what withFeatures was given', () => {
  const pancake = withFeatures({ A: true });
  pancake.set({ A: false, B: true });
  const heard = /** @type {string[][]} */ ([]);
  pancake.on('change', ({ features }) => heard.push(features));
  pancake.restore();
  assert.equal(pancake.flag('A').isActive(), true);
  assert.deepEqual(heard, [['A', 'B']]);
  pancake.restore();
  assert.equal(heard.length, 1);
});

test('an unknown name answers the default in the code, with one warning', () => {
  const logger = keptLog();
  const pancake = withFeatures({}, { logger });
  assert.equal(pancake.flag('NEW', { default: true }).isActive(), true);
  assert.equal(pancake.flag('NEW').isActive(), false);
  assert.equal(pancake.flag('NEW').reason, 'unknown');
  assert.equal(pancake.sample('NEW', { default: 100 }).isActive(), true);
  assert.equal(pancake.sample('NEW', { default: 40 }).get(), 40);
  const { draw = 0, ratio = 0, isActive } = pancake.sample('NEW', { default: 40 }).explain();
  assert.equal(draw < ratio, isActive);
  assert.deepEqual(logger.lines, ['pancake: withFeatures() was not given NEW: its default is used [unknown_feature]']);
});

test('with strict an unknown name throws with its code', () => {
  const pancake = withFeatures({ A: true }, { strict: true });
  assert.equal(pancake.flag('A').isActive(), true);
  assert.throws(() => pancake.flag('B').isActive(), { name: 'PancakeError', code: 'unknown_feature', message: /B/ });
});

test('it is the Pancake of a server, and the visit of each request', async () => {
  const pancake = withFeatures({ A: true }, { extension: 'shop' });
  await pancake.ready;
  assert.equal(pancake.extension, 'shop');
  assert.equal(pancake.revision, 1);
  assert.equal(await pancake.refresh(), false);
  const request = new Request('http://shop.example');
  const visit = await pancake.forRequest(request);
  assert.equal(visit.flag('A').isActive(), true);
  assert.deepEqual(await visit.setCookies(), []);
  const response = new Response('hello');
  assert.equal(await visit.apply(response), response);
  assert.equal(await pancake.run(request, (inside) => inside.flag('A').isActive()), true);
  assert.equal((await pancake.forVisitor({ visitor: 'v1' })).explain('A').isActive, true);
  assert.equal(await pancake.dehydrate(request), '');
  pancake.close();
});

test('names as odd as __proto__ are names', () => {
  const pancake = withFeatures(JSON.parse('{"__proto__":true}'));
  assert.equal(pancake.flag('__proto__').isActive(), true);
  assert.equal(withFeatures({}, { logger: keptLog() }).flag('toString').isActive(), false);
});

test('null counts as nothing given, and takes a name out', () => {
  const logger = keptLog();
  assert.equal(withFeatures(/** @type {any} */ (null), /** @type {any} */ (null)).extension, 'pancake');
  const pancake = withFeatures({ A: true, B: /** @type {any} */ (null) }, { logger, extension: /** @type {any} */ (null) });
  pancake.set(/** @type {any} */ (null));
  assert.equal(pancake.revision, 1);
  assert.equal(pancake.flag('B', { default: true }).isActive(), true);
  pancake.set({ A: /** @type {any} */ (null) });
  assert.equal(pancake.flag('A').reason, 'unknown');
  assert.equal(logger.lines.length, 2);
});

test('what is neither on nor off is refused, and changes nothing', () => {
  const refused = { name: 'PancakeError', code: 'bad_option' };
  for (const answer of [50, 'true', {}, Object.create(null)]) {
    assert.throws(() => withFeatures({ A: /** @type {any} */ (answer) }), { ...refused, message: /A is true or false, not / });
  }
  for (const answers of ['A', 5, true]) assert.throws(() => withFeatures(/** @type {any} */ (answers)), refused);
  const pancake = withFeatures({ A: true });
  assert.throws(() => pancake.set({ A: false, B: /** @type {any} */ (1) }), refused);
  assert.deepEqual([pancake.flag('A').isActive(), pancake.revision], [true, 1]);
});
