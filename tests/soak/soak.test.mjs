// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { row, soak } from './soak.mjs';

test('20 seconds of checks and updates take no more memory than the first eight', async (context) => {
  context.diagnostic(row());
  const grown = await soak(20, 4, (line) => context.diagnostic(row(line)));
  assert.deepEqual(grown, []);
});
