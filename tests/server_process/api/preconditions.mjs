// @ts-check
// If-Match: changes of exactly what was read.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { definitions } from '../api_server.mjs';

/** @param {import('../api_caller.mjs').Api} api */
export function testPreconditions(api) {
  const { ask, done, refused } = api;
  describe('optimistic concurrency', () => {
    const path = { kinds: 'switches', name: 'BANNER' };

    test('a write with If-Match happens only on top of what was read', async () => {
      await done('setState', { path, body: { on: false } });
      const etag = (await ask('getFeature', { path })).headers.get('etag') ?? '';
      await done('setState', { path, body: { on: true }, headers: { 'If-Match': etag } });
      await refused(ask('setState', { path, body: { on: false }, headers: { 'If-Match': etag } }), 412, 'precondition_failed');
      await refused(ask('clearState', { path, headers: { 'If-Match': etag } }), 412, 'precondition_failed');
      assert.equal((await ask('getFeature', { path })).body.state, true);
    });

    test('equal states have equal ETags, and the caller that has one gets 304', async () => {
      await done('setState', { path, body: { on: true } });
      const first = (await ask('getFeature', { path })).headers.get('etag') ?? '';
      await done('setState', { path, body: { on: false } });
      await done('setState', { path, body: { on: true } });
      const again = await ask('getFeature', { path, headers: { 'If-None-Match': first } });
      assert.equal(again.status, 304);
    });

    test('overrides and definitions have preconditions too', async () => {
      const place = { name: 'CHECKOUT', group: 'user', id: 'etag' };
      const etag = (await ask('getOverride', { path: place })).headers.get('etag') ?? '';
      assert.equal((await ask('getOverride', { path: place, headers: { 'If-None-Match': etag } })).status, 304);
      await done('setOverride', { path: place, body: { on: true }, headers: { 'If-None-Match': '*' } });
      await refused(ask('setOverride', { path: place, body: { on: false }, headers: { 'If-None-Match': '*' } }), 412, 'precondition_failed');
      await refused(ask('clearOverride', { path: place, headers: { 'If-Match': etag } }), 412, 'precondition_failed');
      const feature = { kinds: 'flags', name: 'TRIED' };
      await done('defineFeature', { path: feature, body: { default: false }, headers: { 'If-None-Match': '*' } });
      await refused(ask('defineFeature', { path: feature, body: { default: true }, headers: { 'If-None-Match': '*' } }), 412, 'precondition_failed');
      await refused(ask('undefineFeature', { path: feature, headers: { 'If-Match': '"0"' } }), 412, 'precondition_failed');
      await done('undefineFeature', { path: feature, headers: { 'If-Match': '*' } });
    });

    test('of a hundred writers that read the same, one wins', async () => {
      await done('setState', { path, body: { on: false } });
      const etag = (await ask('getFeature', { path })).headers.get('etag') ?? '';
      const answers = await Promise.all(
        Array.from({ length: 100 }, () => ask('setState', { path, body: { on: true }, headers: { 'If-Match': etag } })),
      );
      const won = answers.filter((answer) => answer.status === 200);
      assert.equal(won.length, 1);
      assert.ok(answers.every((answer) => answer.status === 200 || answer.status === 412));
    });
  });
}
