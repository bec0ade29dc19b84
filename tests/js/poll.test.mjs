// @ts-check
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { internal } from './support/internals.mjs';

/** @type {any} */
let PollSchedule;

before(async () => {
  ({ PollSchedule } = await internal('poll'));
});

test('after success the pause is the interval, give or take a tenth', () => {
  for (const [random, pause] of [[0, 27_000], [0.5, 30_000], [0.999999, 33_000]]) {
    const schedule = new PollSchedule(30_000, () => random);
    assert.equal(Math.round(schedule.afterSuccess()), pause);
  }
});

test('failures double the pause up to five minutes, and success ends that', () => {
  const schedule = new PollSchedule(30_000, () => 1);
  const pauses = Array.from({ length: 6 }, () => schedule.afterFailure());
  assert.deepEqual(pauses, [60_000, 120_000, 240_000, 300_000, 300_000, 300_000]);
  schedule.afterSuccess();
  assert.equal(schedule.afterFailure(), 60_000);
});

test('an interval above five minutes stays the longest pause', () => {
  const schedule = new PollSchedule(3_600_000, () => 1);
  assert.equal(schedule.afterFailure(), 3_600_000);
  for (let i = 0; i < 10_000; ++i) assert.ok(schedule.afterFailure() <= 3_600_000);
});
