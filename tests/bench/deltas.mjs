// @ts-check
import { createAdmin } from 'pancake-flags/admin';
import { startRedis } from '../support/redis.mjs';
import { startServer, untilReady } from '../support/server.mjs';
import { collectGarbage } from './garbage.mjs';
import { held, watchWasm } from './peers/memory.mjs';
import { makeIds } from './peers/states.mjs';
import { mebibytes, median, printTable, short } from './table.mjs';

const sizes = process.env.QUICK ? [1_000, 10_000] : [100_000, 1_000_000];
const turns = 5;
const flags = Array.from({ length: 100 }, (_, n) => `FLAG_${n}`);
const definitions = {
  extensions: {
    pancake: { groups: [{ id: 'user', from: 'client' }], flags: Object.fromEntries(flags.map((name) => [name, { default: false }])) },
  },
};

/**
 * What is measured of one change.
 * @typedef {{ bytes: number, milliseconds: number }} Applied bytes of the answer; from there to the first answer of a feature
 * @typedef {{ whole: Applied, override: Applied, state: Applied, held: number, heldAfter: number }} Changed
 *   the whole snapshot, then deltas; what the program holds of it, in bytes, before and after the changes
 */

/**
 * Prints what one change among many overrides is on its way, and what it takes to have it: by a program that has a full
 * snapshot of a real server with a real Redis.
 */
export async function benchDeltas() {
  watchWasm();
  collectGarbage();
  /** @type {Record<string, Changed>} */
  const found = {};
  for (const size of sizes) found[size] = await measure(size);
  printTable(
    `One change among overrides of ${flags.length} flags, medians of ${turns}: what is sent, and from there to the answer`,
    ['overrides', 'whole, B', 'ms', 'an override, B', 'ms', 'a state, B', 'ms', 'held, MiB', 'after them, MiB'],
    Object.entries(found).map(([size, { whole, override, state, held: before, heldAfter }]) => [
      short(Number(size)),
      ...[whole, override, state].flatMap(({ bytes, milliseconds }) => [short(bytes), short(milliseconds)]),
      mebibytes(before),
      mebibytes(heldAfter),
    ]),
  );
  return { sizes: found };
}

/** @param {number} size @returns {Promise<Changed>} */
async function measure(size) {
  const { createPancake } = await import('pancake-flags');
  const redis = await startRedis();
  const ids = makeIds(size, 7);
  await fill(redis.client, ids);
  const server = await startServer({ args: ['--store', redis.url], definitions });
  await untilReady(server.url);

  const none = held();
  const answer = { bytes: 0, at: 0, revision: 0 };
  const asking = { id: ids.at(-1) ?? '', flag: flags[(size - 1) % flags.length] ?? '' };
  const pancake = await createPancake({
    url: server.url,
    scope: 'full',
    groups: { user: () => asking.id },
    live: false,
    pollInterval: 0,
    timeout: 120_000,
    requestTimeout: 120_000,
    // A server that has many overrides to write anew may say that it is not there yet.
    logger: { warn() {} },
    // Notes when all of an answer is there: what comes behind that is ours.
    fetch: async (url, init) => {
      const response = await fetch(answer.revision > 0 ? `${url}&min-revision=${answer.revision}` : url, init);
      const body = await response.arrayBuffer();
      Object.assign(answer, { bytes: body.byteLength, at: performance.now() });
      return new Response(response.status === 200 ? body : null, { status: response.status, headers: response.headers });
    },
  });
  /** @param {boolean} isActive what the flag is for the one who asks */
  const applied = (isActive) => {
    if (pancake.flag(asking.flag).isActive() !== isActive) throw new Error(`a wrong answer at revision ${pancake.revision}`);
    return { bytes: answer.bytes, milliseconds: performance.now() - answer.at };
  };
  /** @param {{ revision: number }} written */
  const have = async ({ revision }) => {
    answer.revision = revision;
    for (let turn = 0; turn < 100 && (pancake.revision ?? 0) < revision; ++turn) await pancake.refresh();
  };
  const whole = applied(true);
  const before = held();

  const { flags: admin } = createAdmin({ url: server.url });
  const asked = { ...asking };
  const overrides = [];
  const states = [];
  for (let turn = 0; turn < turns; ++turn) {
    const isActive = turn % 2 === 1;
    await have(await admin[isActive ? 'enableGroup' : 'disableGroup'](asked.flag, 'user', asked.id));
    overrides.push(applied(isActive));
    asking.id = 'nobody';
    await have(await admin[isActive ? 'disable' : 'enable'](asked.flag));
    states.push(applied(!isActive));
    asking.id = asked.id;
  }
  const after = held();
  pancake.close();
  await server.stop();
  await redis.stop();
  const of = (/** @type {Applied[]} */ all) => ({
    bytes: median(all.map(({ bytes }) => bytes)),
    milliseconds: median(all.map(({ milliseconds }) => milliseconds)),
  });
  // All sizes share one Wasm memory, which never shrinks: it counts whole.
  const more = (/** @type {{ js: number, wasm: number }} */ now) => now.js - none.js + now.wasm;
  return { whole, override: of(overrides), state: of(states), held: more(before), heldAfter: more(after) };
}

/**
 * Stores an override for each id, of the flags in turn, as flask-pancake does.
 * @param {import('../support/resp.mjs').RedisClient} client @param {readonly string[]} ids
 */
async function fill(client, ids) {
  for (let first = 0; first < ids.length; first += 1_000) {
    /** @type {Record<string, string[]>} */
    const keys = {};
    ids.slice(first, first + 1_000).forEach((id, n) => {
      const flag = flags[(first + n) % flags.length] ?? '';
      (keys[flag] ??= []).push(`FLAG:pancake:k:user:${flag}:${id}`);
    });
    for (const [flag, all] of Object.entries(keys)) await client.command('SADD', `FLAG:pancake:t:user:${flag}`, ...all);
    await client.command('MSET', ...Object.values(keys).flat().flatMap((key) => [key, '1']));
  }
}
