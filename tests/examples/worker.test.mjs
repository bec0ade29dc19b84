// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../../tools/project.mjs';
import { startWorker } from '../edge/support.mjs';
import { decidesForEachUser, serverKey, startShop } from './shop_server.mjs';

/** @type {Awaited<ReturnType<typeof startShop>>} */
let shop;

before(async () => {
  shop = await startShop();
});
after(() => shop?.stop());

/** A worker as its configuration says. @param {string} file */
function start(file) {
  const config = JSON.parse(readFileSync(join(root, 'examples/cloudflare-worker', file), 'utf8'));
  return startWorker(`../../examples/cloudflare-worker/${config.main}`, {
    name: config.name,
    compatibilityDate: config.compatibility_date,
    bindings: { ...config.vars, PANCAKE_URL: shop.url, PANCAKE_SERVER_KEY: serverKey },
    kvNamespaces: (config.kv_namespaces ?? []).map((/** @type {{ binding: string }} */ { binding }) => binding),
  });
}

test('cloudflare-worker: each user has the own features, and a new visitor gets the cookie', async () => {
  const worker = await start('wrangler.json');
  try {
    await decidesForEachUser((headers) => worker.dispatchFetch('https://shop.example/', { headers }));
  } finally {
    await worker.dispose();
  }
});

test('cloudflare-worker: the same from a KV namespace, which the cron trigger fills', async () => {
  const worker = await start('wrangler.kv.json');
  try {
    const scheduled = await (/** @type {any} */ (await worker.getWorker())).scheduled({ cron: '* * * * *' });
    assert.equal(scheduled.outcome, 'ok');
    await decidesForEachUser((headers) => worker.dispatchFetch('https://shop.example/', { headers }));
  } finally {
    await worker.dispose();
  }
});
