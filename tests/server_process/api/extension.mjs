// @ts-check
// A whole extension at once.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { call } from '../api_contract.mjs';
import { alice, bob, definitions } from '../api_server.mjs';

/** @param {import('../api_caller.mjs').Api} api */
export function testExtension(api) {
  const { ask, done, refused } = api;
  describe('a whole extension', () => {
    test('the extensions are those that the token may read', async () => {
      const names = async (/** @type {string} */ token) => (await call(api.url, 'listExtensions', { token })).body.extensions.map((/** @type {any} */ one) => [one.name, one.rights]);
      assert.deepEqual(await names(alice), [['shop', ['read', 'write']], ['other', ['read', 'write']]]);
      assert.deepEqual(await names(bob), [['other', ['read']]]);
    });

    test('the definition is that of the definitions file', async () => {
      const { body } = await ask('getDefinition');
      assert.deepEqual(body.extensions.shop.flags, definitions.extensions.shop.flags);
      assert.deepEqual(body.extensions.shop.groups, definitions.extensions.shop.groups);
    });

    test('what was exported comes back by import', async () => {
      await done('setState', { path: { kinds: 'samples', name: 'NEW_SEARCH' }, body: { ratio: 33 } });
      const { body: kept } = await ask('exportState');
      await done('setState', { path: { kinds: 'samples', name: 'NEW_SEARCH' }, body: { ratio: 44 } });
      const tried = await done('importState', { body: kept, query: { dry_run: true, mode: 'replace' } });
      assert.deepEqual([tried.dry_run, tried.changes.length], [true, 1]);
      await done('importState', { body: kept, query: { mode: 'replace' } });
      const { body: again } = await ask('exportState');
      assert.deepEqual([again.states, again.overrides, again.definitions], [kept.states, kept.overrides, kept.definitions]);
      assert.deepEqual((await done('importState', { body: kept })).changes, []);
    });

    test('a document that is none is refused, with its place', async () => {
      await refused(ask('importState', { body: { format: 'something' } }), 400, 'bad_value', /^body:/);
      await refused(ask('importState', { body: '{' }), 400, 'bad_value', /^body:1/);
      await refused(ask('importState', { body: {}, query: { mode: 'burn' } }), 400, 'bad_parameter', /mode/);
      await refused(ask('importState', { body: {}, query: { dry_run: 'maybe' } }), 400, 'bad_parameter', /dry_run/);
    });

    test('a snapshot comes as bytes and as JSON', async () => {
      for (const scope of ['public', 'full']) {
        const bytes = await ask('exportSnapshot', { query: { scope } });
        assert.equal(bytes.headers.get('content-type'), 'application/vnd.pancake.snapshot');
        const { body } = await ask('exportSnapshot', { query: { scope }, headers: { Accept: 'application/json' } });
        assert.deepEqual([body.extension, body.scope], ['shop', scope]);
      }
      await refused(ask('exportSnapshot', { query: { scope: 'personal' } }), 400, 'bad_parameter', /scope/);
    });

    test('discover makes a definitions file that lint has nothing against', async () => {
      const { body } = await ask('discover');
      const { body: lint } = await call(api.url, 'lint', { token: alice, body });
      assert.deepEqual(lint.findings.filter((/** @type {any} */ finding) => finding.severity === 'error'), []);
    });

    test('lint says what is wrong with a definitions file', async () => {
      const broken = await call(api.url, 'lint', { token: alice, body: '{"extensions":{"shop":{"samples":{"A":{"default":142}}}}}' });
      assert.equal(broken.body.findings[0].severity, 'error');
      assert.match(broken.body.findings[0].message, /142/);
    });

    test('an operator accepts what the store holds', async () => {
      const answer = await done('acceptStoreState', { query: { reason: 'restored' } });
      assert.ok(answer.revision > 0);
      const [entry] = (await ask('listChanges', { query: { limit: 1 } })).body.changes;
      assert.deepEqual([entry.action, entry.reason], ['accept_state', 'restored']);
    });
  });
}
