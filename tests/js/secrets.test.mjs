// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPancake } from '../../js/dist/pancake.js';
import { keptLog, shopBytes } from './support/snapshots.mjs';

test('the package for pages refuses secrets', async () => {
  const snapshot = await shopBytes();
  for (const secrets of [{ serverKey: 'key' }, { serverKey: '' }, { cookie: { format: 'flask-pancake', secret: 's3cr!t' } }, { cookie: { secret: [] } }]) {
    const options = /** @type {any} */ ({ snapshot, ...secrets });
    await assert.rejects(createPancake(options), { name: 'PancakeError', code: 'bad_option' }, JSON.stringify(secrets));
  }
});

test('the package for pages refuses a snapshot function', async () => {
  const options = /** @type {any} */ ({ url: 'https://flags.example', snapshot: () => shopBytes() });
  await assert.rejects(createPancake(options), { code: 'bad_option', message: 'secrets and snapshot functions are for servers' });
});

test('the package for pages refuses a signal that is none', async () => {
  for (const signal of /** @type {any[]} */ ([{}, 5, 'abort', new AbortController()])) {
    const options = { url: 'https://flags.example', signal };
    await assert.rejects(createPancake(options), { code: 'bad_option', message: 'signal is no AbortSignal' });
  }
});

test('code that pages and servers share may leave the secrets empty in a page', async () => {
  for (const nothing of [undefined, null]) {
    const options = /** @type {any} */ ({ snapshot: await shopBytes(), serverKey: nothing, cookie: { secret: nothing } });
    const pancake = await createPancake({ ...options, logger: keptLog() });
    assert.equal(pancake.flag('DARK').isActive(), true);
    pancake.close();
  }
});
