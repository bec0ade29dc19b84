// @ts-check
import { changeByApi } from '../chaos/random_changes.mjs';
import { listenToEvents } from '../support/events.mjs';
import { startRedis } from '../support/redis.mjs';
import { startServer } from '../support/server.mjs';
import { manyFeatures } from './definitions.mjs';
import { printTable } from './table.mjs';

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

/** Prints how long changes take to reach a client that is connected. */
export async function benchVisible() {
  const redis = await startRedis();
  const { client } = redis;
  const plain = (/** @type {boolean} */ on) => client.command('SET', 'FLAG:pancake:FEATURE_1', on ? '1' : '0');
  const measured = [
    { title: 'Redis, a plain SET', sorted: await latencies(redis.url, plain) },
    { title: 'Redis, through the API', sorted: await latencies(redis.url) },
  ];
  await redis.stop();
  measured.push({ title: 'SQLite, through the API', sorted: await latencies('sqlite:pancake.db') });
  const at = (/** @type {number[]} */ sorted, /** @type {number} */ share) => sorted[Math.floor((sorted.length - 1) * share)];
  const ways = measured.map(({ title, sorted }) => ({ title, median: at(sorted, 0.5), late: at(sorted, 0.99), longest: at(sorted, 1) }));
  printTable(`${changes} changes, until a client hears of each`, ['', 'median ms', '99 % ms', 'longest ms'], ways.map(
    ({ title, median, late, longest }) => [title, ...[median, late, longest].map((each) => each.toFixed(2))],
  ));
  return { ways };
}
