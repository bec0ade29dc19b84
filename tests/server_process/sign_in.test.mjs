// @ts-check
// What somebody sees whose token is not taken.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startServer, untilReady } from '../support/server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'pancake-sign-in-'));
/** @type {import('../support/server.mjs').Server} */
let server;

before(async () => {
  const tokens = join(folder, 'tokens');
  writeFileSync(tokens, 'a-token-of-more-than-thirty-two-bytes\n', { mode: 0o600 });
  server = await startServer({ args: ['--token-file', tokens] });
  await untilReady(server.url);
});
after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('without JavaScript a wrong token brings the form again, with a sentence', async () => {
  const answer = await fetch(`${server.url}/session`, { method: 'POST', body: new URLSearchParams({ token: 'wrong' }) });
  const page = await answer.text();
  assert.equal(answer.status, 401);
  assert.match(answer.headers.get('Content-Type') ?? '', /^text\/html/);
  assert.match(page, /<p role="alert">This token is not one of the server/);
  assert.match(page, /name="token" type="password"/);
});

test('who may not have a full snapshot is told at once, whatever revision is asked for', async () => {
  /** @type {Record<string, string>[]} */
  const callers = [{}, { Authorization: 'Bearer wrong' }];
  for (const headers of callers) {
    const begin = performance.now();
    const answer = await fetch(`${server.url}/snapshot/pancake?scope=full&min-revision=99`, { headers });
    assert.equal(answer.status, 401, `${JSON.stringify(headers)} after ${performance.now() - begin} ms`);
  }
});
