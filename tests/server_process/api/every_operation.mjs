// @ts-check
// What every operation has in common is tried on every operation of the document.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { call, operations } from '../api_contract.mjs';
import { alice, bob } from '../api_server.mjs';

const bodyLimit = 1_048_576;
const samplePath = { extension: 'shop', kinds: 'flags', name: 'CHECKOUT', group: 'user', id: '1' };
/** @type {Record<string, any>} */
const sampleBody = {
  setState: { on: true },
  setOverride: { on: true },
  defineFeature: { default: true },
  applyChanges: { changes: [{ kind: 'flag', name: 'CHECKOUT', action: 'enable' }] },
  rollback: { revision: 1 },
  importState: { format: 'pancake-export', version: 1, extension: 'shop' },
  lint: { extensions: {} },
};

/**
 * @param {import('../api_caller.mjs').Api} api
 * @param {{ withoutStore: import('../../support/server.mjs').Server, held: import('../../support/server.mjs').Server,
 *   locked: import('../../support/server.mjs').Server }} servers started when the tests run
 */
export function testEveryOperation(api, servers) {
  const { refused } = api;
  for (const [id, operation] of operations) {
    const given = { path: samplePath, body: sampleBody[id], query: id === 'diffRevisions' ? { from: 1 } : {} };
    describe(id, () => {
      if (operation.responses[401]) {
        test('asks for a token', async () => {
          await refused(call(api.url, id, given), 401, 'unauthorized');
          await refused(call(api.url, id, { ...given, token: 'guessed' }), 401, 'unauthorized');
        });
      }
      if (operation.responses[403] && operation.path.includes('{extension}')) {
        test('asks for the right for the very extension', async () => {
          await refused(call(api.url, id, { ...given, token: bob }), 403, 'forbidden');
        });
      }
      if (operation.responses[403] && operation.responses[409]) {
        test('asks for the right to write', async () => {
          await refused(call(api.url, id, { ...given, path: { ...samplePath, extension: 'other' }, token: bob }), 403, 'forbidden');
        });
      }
      if (operation.responses[404] && operation.path.includes('{extension}')) {
        test('does not know every extension', async () => {
          await refused(call(api.url, id, { ...given, path: { ...samplePath, extension: 'shoop' }, token: alice }), 404, 'unknown_extension');
        });
      }
      if (operation.responses[415]) {
        test('takes JSON only', async () => {
          await refused(call(api.url, id, { ...given, body: '{}', headers: { 'Content-Type': 'text/plain' }, token: alice }), 415, 'unsupported_media_type');
        });
      }
      if (operation.responses[413]) {
        test('takes a body of limited size', async () => {
          await refused(call(api.url, id, { ...given, body: ' '.repeat(bodyLimit + 1), token: alice }), 413, 'body_too_large');
        });
      }
      if (operation.responses[503]) {
        test('says that the store is away', async () => {
          const answer = await call(servers.withoutStore.url, id, { ...given, token: alice });
          assert.equal(answer.status, 503, answer.text);
          assert.ok(['not_ready', 'store_unreachable'].includes(answer.body.error.code));
        });
      }
      if (operation.responses[429]) {
        test('does not look at tokens of somebody who tried too many', async () => {
          await refused(call(servers.locked.url, id, { ...given, token: alice }), 429, 'too_many_attempts');
        });
      }
      if (operation.responses[409]) {
        test('does not write into a store that is not believed', async () => {
          await refused(call(servers.held.url, id, { ...given, token: alice }), 409, 'store_held', /accept-store-state/);
        });
      }
      if (operation.parameters.some((parameter) => parameter.name === 'min-revision')) {
        test('wants a whole number for min-revision', async () => {
          await refused(call(api.url, id, { ...given, query: { 'min-revision': 'new' }, token: alice }), 400, 'bad_parameter', /min-revision/);
        });
      }
      if (operation.responses[403]) {
        test('refuses a browser that asks for a page of another site', async () => {
          await refused(call(api.url, id, { ...given, token: alice, headers: { Origin: 'https://evil.example' } }), 403, 'cross_site');
        });
      }
      if (operation.parameters.some((parameter) => parameter.name === 'reason')) {
        test('takes a reason of limited length', async () => {
          await refused(call(api.url, id, { ...given, query: { reason: 'x'.repeat(1025) }, token: alice }), 400, 'bad_parameter', /reason/);
        });
      }
    });
  }
}
