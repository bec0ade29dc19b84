// @ts-check
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { listenToEvents } from '../support/events.mjs';
import { startRedis } from '../support/redis.mjs';
import { seeded } from '../support/seeded.mjs';
import { startServer } from '../support/server.mjs';
import { changeByApi, changeByCli, definitions, randomChange, redisCommands } from './random_changes.mjs';
import { roamingReader } from './roaming_reader.mjs';

const changes = 10_000;
const disturbances = 5;
const seed = Number(process.env.PANCAKE_SEED ?? Date.now() % 1e9);

/** @typedef {import('../support/redis.mjs').Redis} Redis */
/** @typedef {import('../support/server.mjs').Server} Server */

/**
 * Makes changes until as many as asked for have arrived, by the way that it is given.
 * @param {() => number} left how many are still to be made; takes one
 * @param {(change: import('./random_changes.mjs').RandomChange) => Promise<boolean>} carryOut
 * @param {() => number} random
 */
async function writeOn(left, carryOut, random) {
  let made = 0;
  while (left() > 0) {
    const change = randomChange(random);
    while (!(await carryOut(change))) await sleep(20);
    made += 1;
  }
  return made;
}

/** Plain commands as a Flask application sends them, each change in one MULTI. @param {Redis} redis */
function redisWriter(redis) {
  /** @param {string[][]} commands */
  return async (commands) => {
    const { client } = redis;
    const replies = [['MULTI'], ...commands, ['EXEC']].map((words) => client.command(...words));
    return Promise.all(replies).then(() => true, () => false);
  };
}

/** Pauses, kills and restarts Redis, again and again. @param {Redis} redis @param {() => number} random */
async function disturb(redis, random) {
  for (let round = 0; round < disturbances; round += 1) {
    await sleep(500 + random() * 1000);
    redis.pause();
    await sleep(200 + random() * 3000);
    redis.resume();
    await sleep(300 + random() * 700);
    await redis.down('SIGKILL');
    await sleep(random() * 1000);
    await redis.up();
    await sleep(300 + random() * 700);
    await redis.restart('SIGTERM');
  }
}

/** What a server says of everything, without what may differ between servers. @param {string} url */
async function overview(url) {
  const answer = await fetch(`${url}/overview`, { headers: { Accept: 'application/json' } });
  return answer.json();
}

/** The same as keys in Redis, as far as an overview tells: the states. @param {Redis} redis */
async function statesInRedis(redis) {
  /** @type {Record<string, string>} */
  const held = {};
  for (const [kind, word] of [['switches', 'SWITCH'], ['flags', 'FLAG'], ['samples', 'SAMPLE']]) {
    for (const name of Object.keys(/** @type {any} */ (definitions.extensions.pancake)[kind])) {
      const text = await redis.client.command('GET', `${word}:pancake:${name}`);
      if (text !== null) held[`${kind}/${name}`] = text;
    }
  }
  return held;
}

/** @param {Server} server */
async function fullSnapshot(server) {
  const answer = await fetch(`${server.url}/snapshot/pancake?scope=full`, { headers: { Accept: 'application/json' } });
  return answer.json();
}

/** The states of a snapshot as texts of Redis. @param {any} snapshot */
function statesInSnapshot(snapshot) {
  /** @type {Record<string, string>} */
  const held = {};
  for (const kind of ['switches', 'flags', 'samples']) {
    for (const { name, state } of snapshot[kind]) {
      if (state === null) continue;
      held[`${kind}/${name}`] = kind === 'samples' ? String(state) : state ? '1' : '0';
    }
  }
  return held;
}

/** Overrides in Redis by `group/flag/id`. @param {Redis} redis */
async function overridesInRedis(redis) {
  /** @type {Record<string, boolean>} */
  const held = {};
  const keys = await redis.client.command('KEYS', 'FLAG:pancake:k:*');
  for (const key of keys) {
    const [, , , group, flag, id] = key.split(':');
    held[`${group}/${flag}/${id}`] = (await redis.client.command('GET', key)) === '1';
  }
  return held;
}

/** The same in a snapshot. @param {any} snapshot */
function overridesInSnapshot(snapshot) {
  /** @type {Record<string, boolean>} */
  const held = {};
  for (const { group, id, flags } of snapshot.overrides ?? []) {
    for (const [flag, on] of Object.entries(flags)) held[`${group}/${flag}/${id}`] = /** @type {boolean} */ (on);
  }
  return held;
}

/** Asks until it holds or 20 s are over, and then says how it does not. @param {() => Promise<void>} holds */
async function eventually(holds) {
  const end = Date.now() + 20_000;
  for (;;) {
    try {
      return await holds();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await sleep(100);
  }
}

test(`two servers agree with a Redis that is paused, killed and restarted under ${changes} changes`, { timeout: 400_000 }, async () => {
  console.log(`chaos seed ${seed} (PANCAKE_SEED repeats its changes)`);
  const random = seeded(seed);
  const folder = mkdtempSync(join(tmpdir(), 'pancake-chaos-'));
  const file = join(folder, 'pancake.json');
  writeFileSync(file, JSON.stringify(definitions));
  // What Redis has said yes to survives its death: data loss has its own tests.
  const redis = await startRedis({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] });
  const servers = await Promise.all([1, 2].map(() => startServer({ args: ['--store', redis.url], definitions })));
  const clients = servers.map(({ url }) => listenToEvents(`${url}/events/pancake`));
  const reader = roamingReader(servers.map(({ url }) => url), random);
  try {
    await Promise.all(clients.map((client) => client.reaches(1)));

    let count = changes;
    const left = () => count--;
    const plain = redisWriter(redis);
    let counter = 0;
    const counting = setInterval(() => {
      const next = counter + 0.01;
      plain([['SET', 'SAMPLE:pancake:COUNTER', next.toFixed(2)]]).then((done) => {
        if (done) counter = Math.max(counter, next);
      });
    }, 20);
    const telling = setInterval(() => console.log(`${Math.max(count, 0)} changes to go`), 10_000);
    const disturbing = disturb(redis, random);
    const api = (/** @type {any} */ change) => changeByApi(change, servers[random() < 0.5 ? 0 : 1].url);
    const cli = (/** @type {any} */ change) => changeByCli(change, ['--store', redis.url, '--definitions', file]);
    const made = await Promise.all([
      writeOn(left, cli, random),
      writeOn(left, api, random),
      writeOn(left, api, random),
      // As fast as the others together, so that the disturbances fall among the changes.
      writeOn(left, async (change) => (await sleep(2), plain(redisCommands(change))), random),
    ]);
    await disturbing;
    clearInterval(counting);
    clearInterval(telling);
    await sleep(100);
    console.log(`made ${made.join(' + ')} changes by CLI, API, API and plain commands`);

    await eventually(async () => {
      const states = await statesInRedis(redis);
      const overrides = await overridesInRedis(redis);
      for (const server of servers) {
        const snapshot = await fullSnapshot(server);
        const asNumbers = (/** @type {Record<string, string>} */ held) =>
          Object.fromEntries(Object.entries(held).map(([name, text]) => [name, Number(text)]));
        assert.deepEqual(asNumbers(statesInSnapshot(snapshot)), asNumbers(states));
        assert.deepEqual(overridesInSnapshot(snapshot), overrides);
      }
      assert.deepEqual(await overview(servers[0].url), await overview(servers[1].url));
    });
    for (const [n, server] of servers.entries()) {
      const { revision } = await fullSnapshot(server);
      await clients[n].reaches(revision);
    }

    for (const { ids } of clients) {
      const back = ids.findIndex((id, n) => n > 0 && id < ids[n - 1]);
      assert.equal(back, -1, `an event stream went back: ${ids.slice(Math.max(0, back - 2), back + 2)}`);
    }
    assert.deepEqual(reader.wentBack, []);
    console.log(`events: ${clients.map(({ ids }) => ids.length).join(' and ')}; the roaming reader read ${reader.reads()} times`);
  } finally {
    await reader.stop();
    for (const client of clients) client.close();
    await Promise.all(servers.map((server) => server.stop()));
    await redis.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
