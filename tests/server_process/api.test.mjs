// @ts-check
// Real answers of the real server, held against docs/openapi.json. Each resource has a file in api/; they run in one
// process, so that in the end it is known which answers were given.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { startServer } from '../support/server.mjs';
import { testDefinitions } from './api/definitions.mjs';
import { testEveryOperation } from './api/every_operation.mjs';
import { testExtension } from './api/extension.mjs';
import { testHistory } from './api/history.mjs';
import { testOverrides } from './api/overrides.mjs';
import { testPreconditions } from './api/preconditions.mjs';
import { testRevisions } from './api/revisions.mjs';
import { testStates } from './api/states.mjs';
import { testVisitors } from './api/visitors.mjs';
import { apiOf } from './api_caller.mjs';
import { call, document, operations, seen } from './api_contract.mjs';
import { definitions, startLocked, startOnLostStore, tokenLines } from './api_server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'pancake-api-'));
/** @type {import('../support/server.mjs').Server} */
let server;
/**
 * Servers that refuse: one without its store, one whose store was lost while it was down, and one that was shown too
 * many wrong tokens.
 * @type {{ withoutStore: typeof server, held: typeof server, locked: typeof server }}
 */
const refusing = /** @type {any} */ ({});

before(async () => {
  const tokens = join(folder, 'tokens');
  writeFileSync(tokens, tokenLines);
  const args = ['--token-file', tokens];
  server = await startServer({ args: [...args, '--store', `sqlite:${join(folder, 'store.db')}`], definitions });
  refusing.held = await startOnLostStore(folder, args);
  refusing.withoutStore = await startServer({ args: [...args, '--store', 'redis://127.0.0.1:1/0'], definitions });
  refusing.locked = await startLocked(args);
});

after(async () => {
  for (const each of [server, ...Object.values(refusing)]) await each?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('the description is an OpenAPI 3.1 document', async () => {
  const result = await new Validator().validate(structuredClone(document));
  assert.deepEqual(result.errors ?? [], []);
  assert.equal(result.valid, true);
});

test('the server serves the description', async () => {
  const answer = await call(server.url, 'getOpenApi');
  assert.deepEqual(answer.body, document);
});

const api = apiOf(() => server);
testStates(api);
testOverrides(api);
testDefinitions(api);
testPreconditions(api);
testRevisions(api);
testHistory(api);
testExtension(api);
testVisitors(api);
testEveryOperation(api, refusing);

test('every answer that the document describes was really given', () => {
  const described = [...operations.values()].flatMap((operation) => Object.keys(operation.responses).map((status) => `${operation.operationId} ${status}`));
  assert.deepEqual(described.filter((one) => !seen.has(one)), []);
});
