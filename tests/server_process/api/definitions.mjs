// @ts-check
// Definitions in the store.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

/** @param {import('../api_caller.mjs').Api} api */
export function testDefinitions(api) {
  const { ask, done, refused } = api;
  describe('definitions', () => {
    const path = { kinds: 'flags', name: 'ÜBER/FLAG' };

    test('a feature is defined, used and undefined', async () => {
      await done('defineFeature', { path, body: { default: true, description: 'a try', client: true } });
      const { body } = await ask('getFeature', { path });
      assert.deepEqual([body.default, body.description, body.client], [true, 'a try', true]);
      await done('undefineFeature', { path });
      await refused(ask('getFeature', { path }), 404, 'unknown_feature');
    });

    test('what the definitions file defines is changed there', async () => {
      await refused(ask('defineFeature', { path: { kinds: 'flags', name: 'CHECKOUT' }, body: { default: true } }), 400, 'bad_name', /definitions file/);
    });

    test('a default has to be one', async () => {
      await refused(ask('defineFeature', { path, body: { default: 7 } }), 400, 'bad_value', /^body:1: default: /);
      await refused(ask('defineFeature', { path, body: { client: true } }), 400, 'bad_value', /'default' is missing/);
      await refused(ask('defineFeature', { path: { kinds: 'flags', name: 'x'.repeat(129) }, body: { default: true } }), 400, 'bad_name');
      await refused(ask('undefineFeature', { path: { kinds: 'flags', name: 'NEVER' } }), 404, 'unknown_feature');
    });
  });
}
