// @ts-check
// What the log says, and what it must not say.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startServer } from '../support/server.mjs';

const definitions = {
  extensions: { pancake: { groups: [{ id: 'user', from: 'query:user' }], flags: { A: { default: true } } } },
};

/** @param {string} log @returns {Record<string, unknown>[]} */
const parsed = (log) => log.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));

test('--log-format json writes one object a line, from the start to the end', async () => {
  const server = await startServer({ args: ['--log-format', 'json'], definitions });
  await server.stop();
  const lines = parsed(server.logs());
  assert.ok(lines.length >= 3);
  for (const { time, level, message } of lines) {
    assert.match(String(time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.equal(level, 'info');
    assert.ok(String(message).length > 0);
  }
  const start = lines.find(({ message }) => message === 'serving');
  assert.equal(start?.store, 'memory:');
  assert.equal(start?.extensions, 'pancake');
  assert.match(String(start?.version), /^\d+\.\d+\.\d+$/);
});

test('--log-level leaves out what is below it', async () => {
  const server = await startServer({ args: ['--log-level', 'info', '--log-format', 'text'], definitions });
  await server.stop();
  assert.match(server.logs(), /info serving version=/);
});

test('the access log is off unless it is asked for', async () => {
  const server = await startServer({ definitions });
  await fetch(`${server.url}/status?user=somebody-secret`);
  await server.stop();
  assert.doesNotMatch(server.logs(), /somebody-secret|GET/);
});

test('the access log names method and route, and no path, id, cookie, token or address', async () => {
  const server = await startServer({ args: ['--access-log', '--log-format', 'json'], definitions });
  const headers = { Cookie: 'pancake=secret-cookie', Authorization: 'Bearer secret-token', 'User-Agent': 'secret-agent' };
  const paths = ['/status/pancake?user=secret-id', '/secret-place', '/snapshot/secret-extension?scope=public', '/overview?x=secret'];
  for (const path of paths) await (await fetch(server.url + path, { headers })).text();
  await server.stop();
  assert.doesNotMatch(server.logs(), /secret/);
  const requests = parsed(server.logs()).filter(({ message }) => message === 'request');
  assert.equal(requests.length, paths.length);
  assert.deepEqual(requests.map(({ method, route, status }) => [method, route, status]), [
    ['GET', '/status', 200],
    ['GET', '', 404],
    ['GET', '/snapshot', 404],
    ['GET', '/overview', requests[3].status],
  ]);
  for (const { bytes, milliseconds, address } of requests) {
    assert.ok(Number(bytes) > 0);
    assert.ok(Number(milliseconds) >= 0);
    assert.equal(address, undefined);
  }
});

test('--access-log-address adds the address', async () => {
  const server = await startServer({ args: ['--access-log', '--access-log-address', '--log-format', 'json'], definitions });
  await (await fetch(`${server.url}/healthz`)).text();
  await server.stop();
  const requests = parsed(server.logs()).filter(({ message }) => message === 'request');
  assert.deepEqual(requests.map(({ address }) => address), ['127.0.0.1']);
});
