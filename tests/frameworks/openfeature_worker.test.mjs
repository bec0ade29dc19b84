// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startWorker } from '../edge/support.mjs';
import { startSnapshotServer } from '../js/support/snapshot_server.mjs';
import { shopBytes } from '../js/support/snapshots.mjs';

test("OpenFeature's server SDK decides in workerd, for the visitor of each evaluation", async () => {
  const server = await startSnapshotServer();
  server.serve(await shopBytes(), 'a');
  /** @type {Awaited<ReturnType<typeof startWorker>> | undefined} */
  let worker;
  try {
    worker = await startWorker('../frameworks/openfeature_worker.mjs', {
      bindings: { PANCAKE_URL: server.url },
      compatibilityFlags: ['nodejs_compat'],
    });
    const { dispatchFetch } = worker;
    const ask = async (/** @type {string} */ query) => (await dispatchFetch(`http://worker/?${query}`)).json();
    const details = /** @type {any} */ (await ask('flag=CHECKOUT&user=42'));
    assert.deepEqual([details.value, details.reason], [true, 'TARGETING_MATCH'], JSON.stringify(details));
    const asked = server.requests.length;
    const [one, other, sample] = /** @type {any[]} */ (await Promise.all([ask('flag=CHECKOUT&user=42'), ask('flag=CHECKOUT&user=7'), ask('flag=HALF&key=v1')]));
    assert.deepEqual([one.value, other.value, sample.reason], [true, false, 'SPLIT']);
    assert.equal(/** @type {any} */ (await ask('flag=HALF')).errorCode, 'TARGETING_KEY_MISSING');
    assert.equal(server.requests.length, asked, 'the evaluations ask nobody');
  } finally {
    await worker?.dispose();
    server.close();
  }
});
