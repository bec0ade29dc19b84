// @ts-check
// The log, and what it is good for.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { alice, carol } from '../api_server.mjs';

/** @param {import('../api_caller.mjs').Api} api */
export function testHistory(api) {
  const { ask, done, refused } = api;
  describe('history', () => {
    const path = { kinds: 'switches', name: 'BANNER' };

    test('the log says who changed what, from what to what, and why', async () => {
      await done('setState', { path, body: { on: false } });
      await done('setState', { path, body: { on: true }, query: { reason: 'launch — für alle' } });
      await done('setState', { path, body: { on: false }, headers: { 'Pancake-Reason': 'it broke' } });
      const [broke, launch] = (await ask('listChanges', { query: { limit: 2 } })).body.changes;
      assert.deepEqual([launch.who, launch.action, launch.from, launch.to, launch.reason], ['api:alice', 'enable', '0', '1', 'launch — für alle']);
      assert.deepEqual([broke.action, broke.reason], ['disable', 'it broke']);
      await refused(ask('setState', { path, body: { on: false }, query: { reason: 'x'.repeat(1025) } }), 400, 'bad_parameter', /reason/);
      await refused(ask('setState', { path, body: { on: false }, query: { reason: 'a\nb' } }), 400, 'bad_parameter', /reason/);
    });

    test('the log is read page by page, none left out and none twice', async () => {
      for (let count = 0; count < 7; ++count) await done('setState', { path, body: { on: count % 2 === 0 } });
      const whole = (await ask('listChanges', { query: { limit: 1000 } })).body.changes;
      /** @type {any[]} */
      const paged = [];
      for (let before; ; ) {
        const { body } = await ask('listChanges', { query: { limit: 3, ...(before ? { before } : {}) } });
        paged.push(...body.changes);
        if (!body.next) break;
        before = body.next;
      }
      assert.deepEqual(paged, whole);
    });

    test('the log can be asked for one feature or one kind', async () => {
      const { body } = await ask('listChanges', { query: { feature: 'BANNER', kind: 'switch', limit: 1000 } });
      assert.ok(body.changes.length > 0);
      assert.ok(body.changes.every((/** @type {any} */ change) => change.name === 'BANNER' && change.kind === 'switch'));
      for (const query of [{ limit: 0 }, { limit: 1001 }, { limit: 'x' }, { before: '-1' }, { kind: 'flags' }]) {
        await refused(ask('listChanges', { query }), 400, 'bad_parameter');
      }
    });

    test('a rollback brings back what was, after a dry run that changes nothing', async () => {
      const flag = { kinds: 'flags', name: 'BETA' };
      const { revision } = await done('setState', { path: flag, body: { on: true } });
      await done('setState', { path: flag, body: { on: false } });
      await done('setOverride', { path: { name: 'BETA', group: 'user', id: 'r' }, body: { on: true } });
      const tried = await done('rollback', { body: { revision, dry_run: true } });
      assert.deepEqual([tried.revision, tried.dry_run, tried.changes.length], [0, true, 2]);
      assert.equal((await ask('getFeature', { path: flag })).body.state, false);
      const { body: difference } = await ask('diffRevisions', { query: { from: revision } });
      assert.equal(difference.changes.length, 2);
      const back = await done('rollback', { body: { revision } });
      assert.deepEqual(back.changes, tried.changes);
      assert.equal((await ask('getFeature', { path: flag })).body.state, true);
      assert.deepEqual((await ask('diffRevisions', { query: { from: revision } })).body.changes, []);
    });

    test('a rollback that undoes what another changed is a conflict, unless it is asked for', async () => {
      const flag = { kinds: 'flags', name: 'BETA' };
      const { revision } = await done('setState', { path: flag, body: { on: true } });
      await done('setState', { path: flag, body: { on: false }, token: carol });
      const tried = await done('rollback', { body: { revision, dry_run: true } });
      assert.deepEqual(tried.overwrites, ["flag 'BETA': changed by api:carol"]);
      await refused(ask('rollback', { body: { revision } }), 409, 'conflict', /changed by api:carol.*"overwrite": true/);
      assert.equal((await ask('getFeature', { path: flag })).body.state, false);
      await done('rollback', { body: { revision, overwrite: true } });
      assert.equal((await ask('getFeature', { path: flag })).body.state, true);
    });

    test('a revision that the log does not know is refused with those that it does', async () => {
      const future = /is not known: the log reaches from revision \d+ to \d+/;
      await refused(ask('rollback', { body: { revision: 1e15 } }), 400, 'bad_value', future);
      await refused(ask('diffRevisions', { query: { from: 1, to: 1e15 } }), 400, 'bad_value', future);
    });

    test('revisions that cannot be meant are refused', async () => {
      await refused(ask('rollback', { body: {} }), 400, 'bad_value', /'revision' is missing/);
      await refused(ask('rollback', { body: { revision: -1 } }), 400, 'bad_value', /revision/);
      await refused(ask('diffRevisions', {}), 400, 'bad_parameter', /from/);
      await refused(ask('diffRevisions', { query: { from: 'x' } }), 400, 'bad_parameter', /from/);
    });

    test('several changes are made together or not at all', async () => {
      const set = (/** @type {string} */ name, /** @type {string} */ action, /** @type {any} */ more) => ({ kind: 'flag', name, action, ...more });
      const made = await done('applyChanges', { body: { changes: [set('CHECKOUT', 'enable', { expected: null }), set('BETA', 'disable', {})] } });
      assert.equal(made.changes.length, 2);
      await refused(ask('applyChanges', { body: { changes: [set('BETA', 'enable', {}), set('CHECKOUT', 'disable', { expected: '0' })] } }), 409, 'conflict');
      assert.equal((await ask('getFeature', { path: { kinds: 'flags', name: 'BETA' } })).body.state, false);
      await refused(ask('applyChanges', { body: { changes: [] } }), 400, 'bad_value', /1 to 500/);
      await refused(ask('applyChanges', { body: { changes: [set('BETA', 'enable', {}), set('BETA', 'burn', {})] } }), 400, 'bad_value', /changes\[1\]/);
      await refused(ask('applyChanges', { body: { changes: [set('BETA', 'enable_group', { group: 'usr', id: '1' })] } }), 404, 'unknown_group', /changes\[0\].*Did you mean 'user'/);
    });
  });
}
