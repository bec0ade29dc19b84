// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExpectedKeys } from './expected_keys.mjs';

const text = (/** @type {string} */ value) => ({ type: 'string', value });
const key = 'FLAG:pancake:A';

/** @param {any} step */
const step = (step) => ({ result: { ok: null }, commands: [], redis: {}, ...step });

/** @param {string} stored */
const readOnce = (stored) =>
  step({
    op: 'is_active',
    commands: [
      ['SETNX', key, stored],
      ['GET', key],
    ],
    redis: { [key]: text(stored) },
  });

test('a key that a read left behind is not expected', () => {
  const keys = new ExpectedKeys({});
  keys.follow(readOnce('0'));
  assert.deepEqual(keys.current, {});
  assert.equal(keys.isGhost(key), true);
});

test('a key that was there before the read is expected', () => {
  const keys = new ExpectedKeys({ [key]: text('1') });
  keys.follow(step({ op: 'is_active', commands: [['SETNX', key, '0']], redis: { [key]: text('1') } }));
  assert.deepEqual(keys.current, { [key]: text('1') });
});

test('a key of a read is expected once somebody wrote it, even the same text', () => {
  const keys = new ExpectedKeys({});
  keys.follow(readOnce('0'));
  keys.follow(step({ op: 'disable', commands: [['SET', key, '0']], redis: { [key]: text('0') } }));
  assert.deepEqual(keys.current, { [key]: text('0') });
});

test('a key of a read that was cleared can come back as a written one', () => {
  const keys = new ExpectedKeys({});
  keys.follow(readOnce('0'));
  keys.follow(step({ op: 'clear', commands: [['DEL', key]], redis: {} }));
  keys.follow(
    step({ op: 'redis', command: ['SET', key, 'x'], commands: undefined, redis: { [key]: text('x') } }),
  );
  assert.deepEqual(keys.current, { [key]: text('x') });
});

test('commands of another connection count too', () => {
  const keys = new ExpectedKeys({});
  keys.follow(
    step({ op: 'get', commands: [['@cache', 'SETNX', key, '1']], redis_db1: { [key]: text('1') } }),
  );
  assert.equal(keys.isGhost(key), true);
});

test('a command that lists leaves ghosts, one that enables writes', () => {
  const keys = new ExpectedKeys({});
  const shown = { ok: { exit_code: 0 } };
  keys.follow(
    step({
      op: 'cli',
      args: ['pancake', 'flags', 'list'],
      commands: undefined,
      result: shown,
      redis: { [key]: text('0') },
    }),
  );
  assert.deepEqual(keys.current, {});
  keys.follow(
    step({
      op: 'cli',
      args: ['pancake', 'flags', 'disable', '--', 'a'],
      commands: undefined,
      result: shown,
      redis: { [key]: text('0') },
    }),
  );
  assert.deepEqual(keys.current, { [key]: text('0') });
});

test('an extension is told from the words in both of its spellings', () => {
  for (const words of [
    ['--extension', 'other', 'a'],
    ['a', '--extension=other'],
  ]) {
    const keys = new ExpectedKeys({});
    const other = { 'FLAG:other:A': text('1') };
    keys.follow(
      step({
        op: 'cli',
        args: ['pancake', 'flags', 'enable', ...words],
        commands: undefined,
        result: { ok: { exit_code: 0 } },
        redis: other,
      }),
    );
    assert.deepEqual(keys.current, other);
  }
});

test('an int that a call stored is a float when a command stored it', () => {
  const keys = new ExpectedKeys({});
  const sample = 'SAMPLE:pancake:S';
  keys.follow(step({ op: 'set', commands: [['SET', sample, '10']], redis: { [sample]: text('10') } }));
  assert.deepEqual(keys.current, { [sample]: text('10.0') });
  keys.follow(
    step({
      op: 'redis',
      command: ['SET', sample, '10'],
      commands: undefined,
      redis: { [sample]: text('10') },
    }),
  );
  assert.deepEqual(keys.current, { [sample]: text('10') });
});
