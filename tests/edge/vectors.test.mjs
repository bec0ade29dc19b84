// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readVectors } from '../js/support/vectors.mjs';
import { startWorker } from './support.mjs';

test('workerd answers every vector', async () => {
  const worker = await startWorker('vectors_worker.mjs');
  try {
    const response = await worker.dispatchFetch('http://worker/', { method: 'POST', body: JSON.stringify(readVectors()) });
    const { passed, failures } = /** @type {import('../js/vectors_suite.mjs').Result} */ (await response.json());
    assert.deepEqual(failures, []);
    assert.ok(passed > 5_000, `only ${passed} answers were compared`);
  } finally {
    await worker.dispose();
  }
});
