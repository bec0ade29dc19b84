// @ts-check
// Overrides for members of groups.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

/** @param {import('../api_caller.mjs').Api} api */
export function testOverrides(api) {
  const { ask, done, refused } = api;
  describe('overrides', () => {
    const path = { name: 'CHECKOUT', group: 'user', id: '42' };

    test('an override is set, read, listed and cleared', async () => {
      assert.equal((await ask('getOverride', { path })).body.is_active, null);
      await done('setOverride', { path, body: { on: true } });
      assert.equal((await ask('getOverride', { path })).body.is_active, true);
      const list = (await ask('listGroup', { path: { group: 'user', id: '42' } })).body;
      assert.deepEqual(list.filter((/** @type {any} */ flag) => flag.is_active).map((/** @type {any} */ flag) => flag.name), ['CHECKOUT']);
      await done('clearOverride', { path });
      assert.equal((await ask('getOverride', { path })).body.is_active, null);
    });

    for (const id of ['', '/', 'a/b', '%', 'ä€😀', ' ', '?x=1', 'x'.repeat(1024)]) {
      test(`an id may be any text: ${JSON.stringify(id).slice(0, 20)}`, async () => {
        const odd = { ...path, id };
        await done('setOverride', { path: odd, body: { on: false } });
        const { body } = await ask('getOverride', { path: odd });
        assert.deepEqual([body.id, body.is_active], [id, false]);
        assert.equal((await ask('listGroup', { path: odd })).body.find((/** @type {any} */ flag) => flag.name === 'CHECKOUT').is_active, false);
      });
    }

    test('an id of more than 1,024 bytes is refused', async () => {
      await refused(ask('setOverride', { path: { ...path, id: 'x'.repeat(1025) }, body: { on: true } }), 400, 'bad_value', /1024/);
    });

    test('all of a group are cleared at once', async () => {
      await done('setOverride', { path, body: { on: true } });
      await done('clearOverrides', { path });
      assert.equal((await ask('getOverride', { path })).body.is_active, null);
    });

    test('a group that nobody knows is refused', async () => {
      const wrong = { ...path, group: 'usr' };
      await refused(ask('setOverride', { path: wrong, body: { on: true } }), 404, 'unknown_group', /Did you mean 'user'/);
      await refused(ask('listGroup', { path: wrong }), 404, 'unknown_group');
      await refused(ask('getOverride', { path: wrong }), 404, 'unknown_group');
    });
  });
}
