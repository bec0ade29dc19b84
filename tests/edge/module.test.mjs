// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSnapshotServer } from '../js/support/snapshot_server.mjs';
import { shopBytes } from '../js/support/snapshots.mjs';
import { startWorker } from './support.mjs';

test('a worker may create Pancake and its features at the top of the module, and run() tells requests apart', async () => {
  const server = await startSnapshotServer();
  server.serve(await shopBytes(), 'first');
  const worker = await startWorker('module_worker.mjs', {
    bindings: { PANCAKE_URL: server.url },
    compatibilityFlags: ['nodejs_compat'],
  });
  try {
    const answers = await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        const headers = { 'X-User': i % 2 === 0 ? '42' : `${i}`, Cookie: `pancake=1a${String(i).padStart(2, '0')}` };
        const response = await worker.dispatchFetch('https://shop.example/', { headers });
        assert.equal(response.status, 200, response.status === 200 ? '' : await response.clone().text());
        return /** @type {any} */ (await response.json());
      }),
    );
    for (const [i, { outside, checkout, visitor }] of answers.entries()) {
      assert.deepEqual(outside, ['not_loaded', 'not_loaded']);
      assert.deepEqual(checkout, [i % 2 === 0, i % 2 === 0]);
      assert.equal(visitor, `a${String(i).padStart(2, '0')}`);
    }
    assert.equal(new Set(answers.map(({ draw }) => draw)).size, 50);
  } finally {
    await worker.dispose();
    server.close();
  }
});
