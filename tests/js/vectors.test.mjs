// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPancake } from 'pancake-flags';
import { snapshotFromJson } from 'pancake-flags/json';
import { readVectors } from './support/vectors.mjs';
import { runVectors } from './vectors_suite.mjs';

test('Node answers every vector', async () => {
  const { passed, failures } = await runVectors({ createPancake, snapshotFromJson }, readVectors());
  assert.deepEqual(failures, []);
  assert.ok(passed > 5_000, `only ${passed} answers were compared`);
});
