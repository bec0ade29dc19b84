// @ts-check
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { once } from 'node:events';
import { test } from 'node:test';
import { parseExposition, valueOf } from '../support/exposition.mjs';
import { startServer } from '../support/server.mjs';

const definitions = {
  extensions: {
    pancake: {
      groups: [{ id: 'user', from: 'client' }],
      switches: { ON: { default: true }, 'QUOTED "\\ name': { default: false } },
      flags: { BETA: { default: false } },
      samples: { ALL: { default: 100 } },
    },
  },
};

/** @param {string} url @param {RequestInit} [init] */
async function metricsOf(url, init) {
  const response = await fetch(`${url}/metrics`, init);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  return parseExposition(await response.text());
}

test('the numbers add up exactly after a known series of requests, over all threads', async (t) => {
  const server = await startServer({ definitions, args: ['--threads', '3'] });
  t.after(() => server.stop());
  const ask = async (/** @type {string} */ path, init = {}) => {
    const response = await fetch(server.url + path, init);
    await response.arrayBuffer();
    return response.status;
  };
  for (let i = 0; i < 40; i += 1) assert.equal(await ask('/status'), 200);
  for (let i = 0; i < 5; i += 1) assert.equal(await ask('/status/none'), 404);
  for (let i = 0; i < 3; i += 1) assert.equal(await ask('/snapshot/pancake'), 200);
  for (const path of ['/a', '/b/c?user=42', '/%41']) assert.equal(await ask(path), 404);
  assert.equal(await ask('/status', { method: 'POST' }), 405);
  const socket = connect(server.port, '127.0.0.1').end('GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n').resume();
  await once(socket, 'close');

  const metrics = await metricsOf(server.url);
  const requests = (/** @type {string} */ route, /** @type {string} */ code) => valueOf(metrics, 'pancake_http_requests_total', { route, code });
  assert.equal(requests('/status', '200'), 40);
  assert.equal(requests('/status', '404'), 5);
  assert.equal(requests('/status', '405'), 1);
  assert.equal(requests('/snapshot', '200'), 3);
  assert.equal(requests('(none)', '404'), 3);
  assert.equal(requests('(refused)', '400'), 1);
  const all = metrics.get('pancake_http_requests_total')?.samples ?? [];
  assert.equal(all.reduce((sum, sample) => sum + sample.value, 0), 53);
  assert.equal(valueOf(metrics, 'pancake_http_request_duration_seconds_count', { route: '/status' }), 46);
  const evaluations = (/** @type {string} */ kind, /** @type {string} */ feature, /** @type {string} */ answer) =>
    valueOf(metrics, 'pancake_evaluations_total', { extension: 'pancake', kind, feature, answer });
  assert.equal(evaluations('switch', 'ON', 'true'), 40);
  assert.equal(evaluations('switch', 'ON', 'false'), 0);
  assert.equal(evaluations('switch', 'QUOTED "\\ name', 'false'), 40);
  assert.equal(evaluations('flag', 'BETA', 'false'), 40);
  assert.equal(evaluations('sample', 'ALL', 'true'), 40);
  assert.equal(valueOf(metrics, 'pancake_store_connected', { extension: 'pancake' }), 1);
  assert.equal(valueOf(metrics, 'pancake_store_held', { extension: 'pancake' }), 0);
  assert.ok(valueOf(metrics, 'process_open_fds') > 3);
  assert.ok(valueOf(metrics, 'process_resident_memory_bytes') > 1e6);
  assert.ok(Math.abs(valueOf(metrics, 'process_start_time_seconds') - Date.now() / 1000) < 3600);

  const again = await metricsOf(server.url);
  assert.equal(valueOf(again, 'pancake_http_requests_total', { route: '/metrics', code: '200' }), 1);
});

test('what visitors send never becomes a label', async (t) => {
  const server = await startServer({ definitions });
  t.after(() => server.stop());
  const before = await metricsOf(server.url);
  for (let i = 0; i < 50; i += 1) {
    const headers = { 'Pancake-Ids': `user=secret-${i}`, 'Pancake-Visitor': `secret-${i}` };
    for (const path of [`/secret-${i}`, `/status/secret-${i}`, `/snapshot/secret-${i}?scope=public`, '/status']) await fetch(server.url + path, { headers });
  }
  const text = await (await fetch(`${server.url}/metrics`)).text();
  assert.doesNotMatch(text, /secret/);
  const count = (/** @type {Map<string, import('../support/exposition.mjs').Family>} */ families) => [...families.values()].reduce((sum, family) => sum + family.samples.length, 0);
  const grown = count(parseExposition(text)) - count(before);
  assert.ok(grown < 120, `${grown} series came`);
});

test('metrics need a token unless the server shows them to everybody', async (t) => {
  const env = { PANCAKE_TOKEN: 'x'.repeat(40) };
  const closed = await startServer({ definitions, env });
  const open = await startServer({ definitions, env, args: ['--metrics-public'] });
  t.after(() => Promise.all([closed.stop(), open.stop()]));
  assert.equal((await fetch(`${closed.url}/metrics`)).status, 401);
  await metricsOf(closed.url, { headers: { Authorization: `Bearer ${'x'.repeat(40)}` } });
  await metricsOf(open.url);
});
