// @ts-check
// States of features, and the lists of them.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

/** @param {import('../api_caller.mjs').Api} api */
export function testStates(api) {
  const { ask, done, refused } = api;
  describe('states', () => {
    test('a switch is turned on and off, and its default counts again', async () => {
      const path = { kinds: 'switches', name: 'BANNER' };
      const on = await done('setState', { path, body: { on: true } });
      assert.deepEqual(on.changes.map((/** @type {any} */ change) => change.action), ['enable']);
      const { body } = await ask('getFeature', { path });
      assert.deepEqual([body.kind, body.state, body.is_active], ['switch', true, true]);
      await done('setState', { path, body: { on: false } });
      assert.equal((await ask('getFeature', { path })).body.state, false);
      await done('clearState', { path });
      assert.equal((await ask('getFeature', { path })).body.state, null);
    });

    test('a sample takes a ratio, and nothing else', async () => {
      const path = { kinds: 'samples', name: 'NEW_SEARCH' };
      await done('setState', { path, body: { ratio: 12.5 } });
      assert.equal((await ask('getFeature', { path })).body.value, 12.5);
      await refused(ask('setState', { path, body: { ratio: 142 } }), 400, 'bad_value', /^body:1: ratio: 142/);
      await refused(ask('setState', { path, body: { on: true } }), 400, 'bad_value', /^body:1: on: is not known here/);
      await refused(ask('setState', { path, body: {} }), 400, 'bad_value', /'ratio' is missing/);
    });

    test('a body that is wrong is told where', async () => {
      const path = { kinds: 'flags', name: 'CHECKOUT' };
      await refused(ask('setState', { path, body: '{"on":\n tru}' }), 400, 'bad_json', /^body:2:/);
      await refused(ask('setState', { path, body: '' }), 400, 'bad_json');
      await refused(ask('setState', { path, body: '{"on":true,"on":true}' }), 400, 'bad_json', /'?on'?/);
      await refused(ask('setState', { path, body: { on: 'yes' } }), 400, 'bad_value', /^body:1: on: 'yes'/);
      await refused(ask('setState', { path, body: { on: true, of: 1 } }), 400, 'bad_value', /Did you mean 'on'/);
      await refused(ask('setState', { path, body: '{"on":true}', headers: { 'Content-Type': 'text/plain' } }), 415, 'unsupported_media_type');
    });

    test('a name that nobody knows comes back with the closest one', async () => {
      await refused(ask('setState', { path: { kinds: 'flags', name: 'CHEKOUT' }, body: { on: true } }), 404, 'unknown_feature', /Did you mean 'CHECKOUT'/);
      await refused(ask('getFeature', { path: { kinds: 'flags', name: 'CHEKOUT' } }), 404, 'unknown_feature', /Did you mean 'CHECKOUT'/);
      await refused(ask('listFeatures', { path: { kinds: 'flags', extension: 'shopp' } }), 404, 'unknown_extension', /Did you mean 'shop'/);
    });
  });

  describe('lists', () => {
    test('a kind is listed with what is stored, defined and found', async () => {
      for (const [kinds, name] of [['switches', 'BANNER'], ['flags', 'CHECKOUT'], ['samples', 'NEW_SEARCH']]) {
        const { body } = await ask('listFeatures', { path: { kinds } });
        assert.ok(body.some((/** @type {any} */ feature) => feature.name === name), kinds);
      }
    });
  });
}
