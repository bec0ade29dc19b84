// @ts-check
import { changeByApi } from '../chaos/random_changes.mjs';
import { listenToEvents } from '../support/events.mjs';
import { startRedis } from '../support/redis.mjs';
import { startServer } from '../support/server.mjs';
import { manyFeatures } from './definitions.mjs';

const changes = 1000;

/**
 * How long it takes from the moment a change is sent until a connected client hears of it, in
 * milliseconds, sorted.
 * @param {string} store
 * @param {(on: boolean) => Promise<unknown>} [change] through the API when left out
 */
async function latencies(store, change) {
  const server = await startServer({ args: ['--store', store], definitions: manyFeatures(100) });
  const client = listenToEvents(`${server.url}/events/pancake`);
  await client.reaches(0);
  const byApi = (/** @type {boolean} */ on) =>
    changeByApi({ kind: 'flags', name: 'FEATURE_1', text: on ? '1' : '0' }, server.url);
  /** @type {number[]} */
  const spent = [];
  for (let n = 0; n < changes; n += 1) {
    const last = client.ids.at(-1) ?? 0;
    const heard = client.reaches(last + 1);
    const begin = performance.now();
    await Promise.all([heard.then(() => spent.push(performance.now() - begin)), (change ?? byApi)(n % 2 === 0)]);
  }
  client.close();
  await server.stop();
  return spent.sort((a, b) => a - b);
}

/** @param {string} title @param {number[]} sorted */
function row(title, sorted) {
  const at = (/** @type {number} */ share) => sorted[Math.floor((sorted.length - 1) * share)].toFixed(2).padStart(9);
  return `${title.padEnd(44)} ${at(0.5)} ${at(0.99)} ${at(1)}`;
}

/** Prints how long changes take to reach a client that is connected. */
export async function benchVisible() {
  console.log(`${`${changes} changes, until a client hears of each`.padEnd(44)} ${'median ms'.padStart(9)} ${'99 % ms'.padStart(9)} ${'most ms'.padStart(9)}`);
  const redis = await startRedis();
  const { client } = redis;
  const plain = (/** @type {boolean} */ on) => client.command('SET', 'FLAG:pancake:FEATURE_1', on ? '1' : '0');
  console.log(row('Redis, a plain SET', await latencies(redis.url, plain)));
  console.log(row('Redis, through the API', await latencies(redis.url)));
  await redis.stop();
  console.log(row('SQLite, through the API', await latencies('sqlite:pancake.db')));
}
