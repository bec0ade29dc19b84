// @ts-check
// min-revision: reads that see a write.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

/** @param {import('../api_caller.mjs').Api} api */
export function testRevisions(api) {
  const { ask, done, refused } = api;
  describe('revisions', () => {
    test('a read with min-revision shows the write that gave it', async () => {
      const path = { kinds: 'samples', name: 'NEW_SEARCH' };
      for (const ratio of [1, 2, 3, 4, 5, 6, 7, 8]) {
        const written = await ask('setState', { path, body: { ratio } });
        assert.equal(written.headers.get('pancake-revision'), String(written.body.revision));
        const read = await ask('getFeature', { path, query: { 'min-revision': written.body.revision } });
        assert.equal(read.body.value, ratio);
        assert.ok(Number(read.headers.get('pancake-revision')) >= written.body.revision);
      }
    });

    test('a revision that does not come is 503, and the caller is told when to ask again', async () => {
      const answer = await ask('getOverview', { query: { 'min-revision': 2 ** 50 } });
      assert.equal(answer.status, 503);
      assert.equal(answer.body.error.code, 'revision_not_reached');
      assert.equal(answer.headers.get('retry-after'), '1');
    });

    test('a snapshot and a status with min-revision show it too', async () => {
      const path = { kinds: 'flags', name: 'CHECKOUT' };
      for (const on of [true, false, true, false]) {
        const { body } = await ask('setState', { path, body: { on } });
        const status = await fetch(`${api.url}/status/shop?min-revision=${body.revision}`);
        assert.deepEqual([status.status, /** @type {any} */ (await status.json()).flags.find((/** @type {any} */ flag) => flag.name === 'CHECKOUT').is_active], [200, on]);
        assert.match(status.headers.get('set-cookie') ?? '', /^shop=/);
        for (const scope of ['public', 'personal']) {
          const snapshot = await fetch(`${api.url}/snapshot/shop?scope=${scope}&min-revision=${body.revision}`, { method: scope === 'public' ? 'GET' : 'HEAD' });
          assert.equal(snapshot.status, 200);
          assert.ok(Number(snapshot.headers.get('pancake-revision')) >= body.revision);
        }
      }
      await done('clearState', { path });
    });

    test('and refuse what does not come, or is no revision', async () => {
      for (const path of ['/status/shop', '/snapshot/shop']) {
        const late = await fetch(`${api.url}${path}?min-revision=${2 ** 50}`);
        assert.deepEqual([late.status, late.headers.get('retry-after'), /** @type {any} */ (await late.json()).error.code], [503, '1', 'revision_not_reached']);
        assert.equal((await fetch(`${api.url}${path}?min-revision=x`)).status, 400);
        assert.equal((await fetch(`${api.url}${path}x?min-revision=1`)).status, 404);
        assert.equal((await fetch(`${api.url}${path}?min-revision=1`, { method: 'POST' })).status, 405);
      }
    });

    test('a revision is a whole number', async () => {
      for (const revision of ['', '-1', '1.5', 'x', '99999999999999999999999']) {
        await refused(ask('getOverview', { query: { 'min-revision': revision } }), 400, 'bad_parameter', /min-revision/);
      }
    });
  });
}
