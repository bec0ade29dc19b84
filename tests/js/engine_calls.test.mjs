// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { allAnswers, createPancake } from 'pancake-flags';
import { shopBytes } from './support/snapshots.mjs';

/** Names of the engine's functions, in the order in which JavaScript called them. @type {string[]} */
const calls = [];

let user = 'nobody';
const snapshot = await shopBytes();
countCalls();
const pancake = await createPancake({ snapshot, groups: { user: () => user, admin: () => null }, visitor: () => user });
const features = [
  pancake.switch('OPEN'),
  pancake.flag('CHECKOUT'),
  pancake.flag('DARK'),
  pancake.sample('ALL'),
  pancake.sample('HALF'),
  pancake.sample('NONE'),
];
const [, checkout] = features;
for (const feature of features) feature.isActive();

test('a kept feature asked again for the same visitor calls nothing', () => {
  assert.deepEqual(callsOf(() => features.map((feature) => feature.isActive())), []);
});

test('a kept feature asked for a new visitor is one call', () => {
  for (const id of ['42', '43', '', 'ü']) {
    user = id;
    assert.deepEqual(callsOf(() => assert.equal(checkout?.isActive(), id === '42')), ['explain']);
    assert.deepEqual(callsOf(() => checkout?.isActive()), []);
  }
});

test('all features for a new visitor are one call more at most, however many there are', () => {
  user = '44';
  assert.deepEqual(callsOf(() => features.map((feature) => feature.isActive())), ['evaluate'], 'a switch first');
  user = '45';
  const backwards = [...features].reverse();
  assert.deepEqual(callsOf(() => backwards.map((feature) => feature.isActive())), ['explain', 'evaluate'], 'a sample first');
});

test('all answers at once are one call, and what is asked behind them for the same visitor is none', () => {
  user = '46';
  assert.deepEqual(callsOf(() => allAnswers(pancake)).filter((name) => name !== 'find'), ['evaluate']);
  assert.deepEqual(callsOf(() => features.map((feature) => feature.isActive())), []);
  assert.deepEqual(callsOf(() => allAnswers(pancake)), []);
});

test('a feature is looked up by its name once', () => {
  assert.deepEqual(callsOf(() => pancake.flag('DARK').isActive()), ['find']);
});

test('whoever else is asking is seen by every kept feature, whatever is asked in between', () => {
  for (const id of ['42', '43', '42', '44', '42']) {
    user = id;
    const orders = [features, [...features].reverse(), [...features.slice(3), ...features.slice(0, 3)]];
    for (const order of orders) {
      const kept = order.map((feature) => feature.isActive());
      const fresh = order.map(({ name }) => pancake.explain(name).isActive);
      assert.deepEqual(kept, fresh, id);
      user = user === id ? 'nobody' : id;
    }
  }
});

/** What is called by some work. @param {() => void} work */
function callsOf(work) {
  calls.length = 0;
  work();
  return [...calls];
}

/** Notes every call into an engine that is started from here on, of each function by the name that it had before the package was made. */
function countCalls() {
  const built = new WebAssembly.Module(readFileSync(new URL('../../build/wasm/pancake-node.wasm', import.meta.url)));
  const names = WebAssembly.Module.exports(built).map(({ name }) => name);
  const { Instance } = WebAssembly;
  /** @param {any} compiled @param {any} imports */
  function Counting(compiled, imports) {
    const { exports } = new Instance(compiled, imports);
    const counted = Object.entries(exports).map(([name, value], place) => {
      if (typeof value !== 'function') return [name, value];
      return [name, (/** @type {number[]} */ ...words) => (calls.push(names[place]), value(...words))];
    });
    return { exports: Object.fromEntries(counted) };
  }
  Object.assign(WebAssembly, { Instance: Counting });
}
