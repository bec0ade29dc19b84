// @ts-check
//
// What minimal programs ship, as brotli: `npm run size` prints it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageSizes, workerSizes } from '../../tools/program_sizes.mjs';

test('a page ships less than 12,000 bytes, and loads nothing more later', async () => {
  const { together, later } = await pageSizes();
  assert.ok(together.brotli < 12_000, `${together.brotli} bytes`);
  assert.equal(later.bytes, 0);
});

test('a worker on the edge ships less than 14,000 bytes, and less than 2,500 more for signed cookies and snapshot functions', async () => {
  const { together, later } = await workerSizes();
  assert.ok(together.brotli < 14_000, `${together.brotli} bytes`);
  assert.ok(later.bytes > 0 && later.brotli < 2_500, `${later.brotli} bytes`);
});
