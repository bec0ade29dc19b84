// @ts-check
// What a running server does when it is told to read its files again, and to end.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pancake } from '../support/cli.mjs';
import { startServer, untilReady } from '../support/server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'pancake-signals-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** @param {string} name @param {unknown} content */
function written(name, content) {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** @param {string[]} names @returns {object} definitions with these flags, on by default */
const flags = (...names) => ({
  extensions: { pancake: { flags: Object.fromEntries(names.map((name) => [name, { default: true, client: true }])) } },
});

/** @param {string} url @returns {Promise<{ status: number, body: string, revision: number }>} */
async function ask(url) {
  const answer = await fetch(url, { headers: { Accept: 'application/json' } });
  return { status: answer.status, body: await answer.text(), revision: Number(answer.headers.get('Pancake-Revision')) };
}

/** @param {string} log @param {RegExp} pattern */
const count = (log, pattern) => [...log.matchAll(new RegExp(pattern, 'g'))].length;

/**
 * Sends SIGHUP and waits until the log says what came of it.
 * @param {import('../support/server.mjs').Server} server
 * @param {RegExp} outcome
 */
async function hangUp(server, outcome) {
  const before = count(server.logs(), outcome);
  process.kill(server.pid, 'SIGHUP');
  // Nothing in it can match in two ways, so that a long log is read in one go.
  await server.logsMatch(new RegExp(`^(?:(?:(?!${outcome.source})[^])*(?:${outcome.source})){${before + 1}}`));
}

test('SIGHUP takes over definitions, tokens and settings, without a new start', async (t) => {
  const definitions = written('reload.json', flags('OLD'));
  const tokens = written('tokens', 'old-token-old-token-old-token-old-token\n');
  const config = written('config.json', { definitions, 'token-file': tokens, store: 'memory:' });
  const server = await startServer({ args: ['--config', config], env: { PANCAKE_STORE: 'memory:' } });
  t.after(() => server.stop());
  await server.logsMatch(/listening/);
  /** @param {string} token */
  const overview = async (token) => (await fetch(`${server.url}/overview`, { headers: { Authorization: `Bearer ${token}` } })).status;
  assert.equal(await overview('old-token-old-token-old-token-old-token'), 200);

  written('reload.json', flags('NEW'));
  written('tokens', 'new-token-new-token-new-token-new-token\n');
  written('config.json', { definitions, 'token-file': tokens, store: 'memory:', 'url-prefix': '/flags', threads: 7 });
  await hangUp(server, /info reloaded/);
  assert.equal((await ask(`${server.url}/status`)).status, 404);
  const { flags: list } = JSON.parse((await ask(`${server.url}/flags/status`)).body);
  assert.deepEqual(list.map((/** @type {{ name: string }} */ { name }) => name), ['NEW']);
  assert.match(server.logs(), /warning setting 'threads' has changed/);
  assert.doesNotMatch(server.logs(), /setting 'store' has changed/);
  /** @param {string} token */
  const moved = async (token) => (await fetch(`${server.url}/flags/overview`, { headers: { Authorization: `Bearer ${token}` } })).status;
  assert.equal(await moved('old-token-old-token-old-token-old-token'), 401);
  assert.equal(await moved('new-token-new-token-new-token-new-token'), 200);
});

test('a reload that fails leaves everything as it was, and says why in one line', async (t) => {
  const definitions = written('broken.json', flags('STAYS'));
  const server = await startServer({ args: ['--definitions', definitions] });
  t.after(() => server.stop());
  await untilReady(server.url);
  const before = await ask(`${server.url}/status`);
  assert.equal(before.status, 200);
  written('broken.json', '{\n "extensions": { "pancake": { "flogs": {} } } }');
  await hangUp(server, /error not reloaded[^\n]*\n/);
  const lines = server.logs().split('\n').filter((line) => line.includes('not reloaded'));
  assert.equal(lines.length, 1);
  assert.match(lines[0], /everything stays as it was: .*broken\.json:2: extensions\.pancake\.flogs: is not known here/);
  assert.equal((await ask(`${server.url}/status`)).body, before.body);
});

test('a reload while the usual pancake.json is away leaves everything as it was', async (t) => {
  const cwd = mkdtempSync(join(folder, 'usual-'));
  const file = join(cwd, 'pancake.json');
  writeFileSync(file, JSON.stringify(flags('A')));
  const server = await startServer({ cwd });
  t.after(() => server.stop());
  await untilReady(server.url);
  const before = await ask(`${server.url}/status`);
  rmSync(file);
  await hangUp(server, /error not reloaded[^\n]*pancake\.json' is gone/);
  assert.equal((await ask(`${server.url}/status`)).body, before.body);
});

test('a hundred reloads under load fail no request, close no connection and take no revision back', async (t) => {
  const store = `sqlite:${join(folder, 'load.db')}`;
  const definitions = written('load.json', flags('A', 'B'));
  const server = await startServer({ args: ['--store', store, '--definitions', definitions, '--threads', '2'] });
  t.after(() => server.stop());
  // Its own file: the other is being written while this is read.
  const writers = written('writers.json', flags('A'));
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  t.after(() => agent.destroy());

  let asked = 0;
  let loading = true;
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  async function load() {
    let seen = 0;
    while (loading) {
      const request = get(`${server.url}/snapshot/pancake?scope=public`, { agent, headers: { Accept: 'application/json' } });
      request.on('socket', (socket) => sockets.add(socket));
      const [answer] = /** @type {[import('node:http').IncomingMessage]} */ (await once(request, 'response'));
      let body = '';
      for await (const part of answer.setEncoding('utf8')) body += part;
      assert.equal(answer.statusCode, 200, body);
      const { revision } = JSON.parse(body);
      assert.ok(revision >= seen, `revision ${revision} after ${seen}`);
      seen = revision;
      asked += 1;
    }
    return seen;
  }
  const loads = Array.from({ length: 8 }, load);
  const changes = (async () => {
    for (let turn = 0; loading; ++turn) {
      const { code, stderr } = await pancake(['--store', store, '--definitions', writers, 'flags', turn % 2 ? 'enable' : 'disable', 'A']);
      assert.equal(code, 0, stderr);
    }
  })();
  for (let turn = 0; turn < 100; ++turn) {
    written('load.json', turn % 2 ? flags('A', 'B') : flags('A', 'C'));
    await hangUp(server, /info reloaded/);
  }
  loading = false;
  const [last] = await Promise.all(loads);
  await changes;
  assert.ok(last > 0);
  assert.ok(asked > 100, `${asked} requests`);
  assert.ok(sockets.size <= 8, `${sockets.size} connections were needed`);
  assert.doesNotMatch(server.logs(), /not reloaded|error/);
  const { body } = await ask(`${server.url}/snapshot/pancake?scope=public`);
  assert.match(body, /"B"/);
});

test('SIGTERM with a drain delay: /readyz says 503 at once, everything else is still answered', async () => {
  const server = await startServer({ args: ['--drain-delay', '3s'], definitions: flags('A') });
  await untilReady(server.url);
  process.kill(server.pid, 'SIGTERM');
  await server.logsMatch(/stopping: \/readyz says so/);
  const ready = await ask(`${server.url}/readyz`);
  assert.equal(ready.status, 503);
  assert.equal(JSON.parse(ready.body).draining, true);
  assert.equal((await ask(`${server.url}/status`)).status, 200);
  assert.deepEqual(await server.ended, { code: 0, signal: null });
});

test('a request that has begun is answered after SIGTERM, and the exit code is 0', async () => {
  const server = await startServer({ definitions: flags('A') });
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n');
  // An answer on a second connection shows that the first bytes have arrived too.
  await ask(`${server.url}/healthz`);
  process.kill(server.pid, 'SIGTERM');
  await server.logsMatch(/answering what is in flight/);
  socket.end('\r\n');
  let answer = '';
  for await (const part of socket.setEncoding('utf8')) answer += part;
  assert.match(answer, /^HTTP\/1\.1 200 /);
  assert.deepEqual(await server.ended, { code: 0, signal: null });
});

test('a second signal ends the server at once', async () => {
  const server = await startServer({ args: ['--drain-delay', '10m'], definitions: flags('A') });
  process.kill(server.pid, 'SIGTERM');
  await server.logsMatch(/stopping/);
  process.kill(server.pid, 'SIGTERM');
  assert.deepEqual(await server.ended, { code: null, signal: 'SIGTERM' });
});
