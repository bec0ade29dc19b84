// @ts-check
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pancake } from '../support/cli.mjs';
import { startRedis } from '../support/redis.mjs';
import { startServer } from '../support/server.mjs';

const definitions = { extensions: { pancake: { switches: { W: { default: false } } } } };

test('a server that starts without its Redis serves the last known good state, and goes on from it', async (t) => {
  const redis = await startRedis();
  t.after(() => redis.stop());
  const state = mkdtempSync(join(tmpdir(), 'pancake-state-'));
  t.after(() => rmSync(state, { recursive: true, force: true }));
  await redis.client.command('SET', 'SWITCH:pancake:W', '1');
  const args = ['--store', redis.url, '--state-dir', state];
  const first = await startServer({ definitions, args });
  t.after(() => first.stop('SIGKILL'));
  const before = await until(first, (now) => now.source === 'store');
  await first.stop();

  await redis.down('SIGKILL');
  const second = await startServer({ definitions, args });
  t.after(() => second.stop());
  const away = await until(second, (now) => now.source === 'disk');
  assert.equal(away.status, 200);
  assert.equal(away.connected, false);
  assert.equal(away.revision, before.revision);
  assert.ok(away.age_seconds > 0);
  await second.logsMatch(/the last known good state is served: revision \d+, read \d+ s ago/);
  const status = /** @type {any} */ (await (await fetch(`${second.url}/status`)).json());
  assert.deepEqual(status.switches, [{ is_active: true, name: 'W' }]);

  await redis.up();
  await redis.client.command('SET', 'SWITCH:pancake:W', '1');
  const back = await until(second, (now) => now.source === 'store');
  assert.ok(back.revision >= before.revision);
  assert.equal(back.held, null);
});

test('a Redis that lost its log and its keys is held until an operator accepts it', async (t) => {
  const redis = await startRedis();
  t.after(() => redis.stop());
  const server = await startServer({ definitions, args: ['--store', redis.url] });
  t.after(() => server.stop());
  const change = async (/** @type {string[]} */ ...words) => {
    const done = await pancake(['--store', redis.url, '--definitions', '', ...words]);
    assert.equal(done.code, 0, done.stderr);
  };
  await change('switches', 'define', 'X', '--default', 'off');
  await change('switches', 'enable', 'X');
  const before = await until(server, (now) => now.revision !== null && now.connected);
  await redis.restart('SIGKILL');
  const held = await until(server, (now) => now.held !== null);
  assert.ok(held.revision >= before.revision);
  assert.equal(held.source, 'store');
  await change('accept-store-state', '--yes');
  await until(server, (now) => now.held === null && now.connected && now.revision > held.revision);
});

test('a Redis that is restarted with all that it had goes on without a word', async (t) => {
  const redis = await startRedis({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] });
  t.after(() => redis.stop());
  const server = await startServer({ definitions, args: ['--store', redis.url] });
  t.after(() => server.stop());
  await redis.client.command('SET', 'SWITCH:pancake:W', '1');
  const before = await until(server, (now) => now.connected);
  await redis.restart('SIGKILL');
  await redis.client.command('SET', 'SWITCH:pancake:W', '0');
  await until(server, (now) => now.connected && now.revision > before.revision);
  assert.doesNotMatch(server.logs(), /is served as it was: the store/);
});

/**
 * Waits until `/readyz` says so.
 * @param {import('../support/server.mjs').Server} server
 * @param {(now: any) => boolean} condition
 */
async function until(server, condition) {
  const end = Date.now() + 15_000;
  for (;;) {
    const response = await fetch(`${server.url}/readyz`);
    const body = /** @type {any} */ (await response.json());
    const now = { status: response.status, ...body.extensions.pancake };
    if (condition(now)) return now;
    assert.ok(Date.now() < end, `${condition}: ${JSON.stringify(now)}\n${server.logs()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
