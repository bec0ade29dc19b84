// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { startRedis } from '../support/redis.mjs';
import { startServer } from '../support/server.mjs';
import { median, printTable } from './table.mjs';

const flags = 1_000;
const idsAFlag = 100;
const turns = 9;

const definitions = {
  extensions: {
    pancake: {
      groups: [{ id: 'user', from: 'header:X-User-Id' }],
      flags: Object.fromEntries(Array.from({ length: flags }, (_, n) => [`FLAG_${n}`, { default: false }])),
    },
  },
};

/** Stores every flag with its overrides, as flask-pancake does. @param {import('../support/resp.mjs').RedisClient} client */
async function fill(client) {
  for (let flag = 0; flag < flags; flag += 1) {
    const keys = Array.from({ length: idsAFlag }, (_, n) => `FLAG:pancake:k:user:FLAG_${flag}:${flag * idsAFlag + n}`);
    await client.command('SADD', `FLAG:pancake:t:user:FLAG_${flag}`, ...keys);
    await client.command('MSET', `FLAG:pancake:FLAG_${flag}`, '1', ...keys.flatMap((key) => [key, '1']));
  }
}

/** Milliseconds from the start of a server until it has read its store. @param {string} url */
async function readySoon(url) {
  const begin = performance.now();
  const server = await startServer({ args: ['--store', url], definitions });
  while ((await fetch(`${server.url}/readyz`)).status !== 200) await sleep(5);
  const spent = performance.now() - begin;
  await server.stop();
  return spent;
}

/** Prints what reading everything from Redis takes, and the longest of the commands for it. */
export async function benchRedisRead() {
  const full = await startRedis({ args: ['--slowlog-log-slower-than', '500', '--slowlog-max-len', '10000'] });
  const empty = await startRedis();
  await fill(full.client);
  await full.client.command('SLOWLOG', 'RESET');
  const spent = { full: /** @type {number[]} */ ([]), empty: /** @type {number[]} */ ([]) };
  for (let turn = 0; turn < turns; turn += 1) {
    spent.full.push(await readySoon(full.url));
    spent.empty.push(await readySoon(empty.url));
  }
  const slow = /** @type {[number, number, number, string[]][]} */ (await full.client.command('SLOWLOG', 'GET', '-1'));
  const longest = slow.reduce((most, entry) => (entry[2] > most[2] ? entry : most), [0, 0, 0, ['']]);
  const [all, none] = [median(spent.full), median(spent.empty)];
  printTable(`${flags} flags and ${flags * idsAFlag} overrides in Redis, ${turns} starts, medians`, ['', 'ms', ''], [
    ['from the start until served', all.toFixed(0), ''],
    ['the same with an empty Redis', none.toFixed(0), ''],
    ['read, joined and published within', (all - none).toFixed(0), ''],
    // By the clock: what else the machine does in the middle of a command counts too.
    ['longest command (SLOWLOG)', (longest[2] / 1000).toFixed(2), longest[3][0]],
  ]);
  await full.stop();
  await empty.stop();
  return { milliseconds: all - none, longestCommand: longest[2] / 1000 };
}
