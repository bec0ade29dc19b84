// @ts-check
// What a visitor is answered, and why.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

/** @param {import('../api_caller.mjs').Api} api */
export function testVisitors(api) {
  const { ask, done, refused } = api;
  describe('visitors', () => {
    test('explain says which rule decided', async () => {
      await done('setOverride', { path: { name: 'CHECKOUT', group: 'user', id: '7' }, body: { on: true } });
      const path = { kinds: 'flags', name: 'CHECKOUT' };
      const { body } = await ask('explainFeature', { path, body: { ids: { user: '7' } } });
      assert.deepEqual([body.is_active, body.reason], [true, 'override']);
      assert.deepEqual(body.rules.filter((/** @type {any} */ rule) => rule.decides).map((/** @type {any} */ rule) => [rule.rule, rule.group, rule.id]), [['override', 'user', '7']]);
      assert.equal((await ask('explainFeature', { path })).body.reason === 'override', false);
    });

    test('explain draws a sample for the visitor that is named', async () => {
      const path = { kinds: 'samples', name: 'NEW_SEARCH' };
      const draw = async (/** @type {any} */ body) => (await ask('explainFeature', { path, body })).body;
      assert.equal((await draw({ visitor: 'aB3' })).draw, (await draw({ visitor: 'aB3' })).draw);
      assert.equal((await draw({ visitor: 'aB3' })).visitor, 'aB3');
    });

    test('status has every defined feature', async () => {
      const { body } = await ask('getStatus', { body: { ids: { user: '7', admin: 'yes' }, visitor: 'aB3' } });
      assert.deepEqual(body.flags.filter((/** @type {any} */ flag) => flag.name === 'CHECKOUT').map((/** @type {any} */ flag) => flag.is_active), [true]);
      assert.equal((await ask('getStatus')).status, 200);
    });

    test('a visitor that cannot be meant is refused', async () => {
      const path = { kinds: 'flags', name: 'CHECKOUT' };
      await refused(ask('explainFeature', { path, body: { ids: { usr: '7' } } }), 400, 'bad_value', /Did you mean 'user'/);
      await refused(ask('explainFeature', { path, body: { ids: { user: 7 } } }), 400, 'bad_value', /ids.user/);
      await refused(ask('getStatus', { body: { visitors: 'x' } }), 400, 'bad_value', /Did you mean 'visitor'/);
      await refused(ask('explainFeature', { path: { kinds: 'flags', name: 'NONE' } }), 404, 'unknown_feature');
    });
  });
}
