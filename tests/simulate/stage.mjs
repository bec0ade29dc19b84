// @ts-check
//
// What costs are measured on and what is rehearsed on: a real server, and a real Redis.
import { setTimeout as sleep } from 'node:timers/promises';
import { manyFeatures } from '../bench/definitions.mjs';
import { changeByApi } from '../chaos/random_changes.mjs';
import { cpuSeconds } from '../support/process_use.mjs';
import { startRedis } from '../support/redis.mjs';
import { startServer, untilReady } from '../support/server.mjs';

const atOnce = 1_000;
/** The flag that is overridden, and the one that changes. */
const flag = 'FEATURE_1';
/** Milliseconds, and seconds of CPU that timers may take in them while there is nothing to do. */
const rest = 100;
const idleTakes = 0.001;

/** A visitor with an id in a group and a key for the samples. */
export const visitor = { 'X-User-Id': 'user-7', Cookie: 'pancake=1abc' };

/** @typedef {Awaited<ReturnType<typeof startStage>>} Stage */

/**
 * Both, filled and ready, with nothing left to do.
 * @param {{ features: number, overrides: number }} size
 */
export async function startStage({ features, overrides }) {
  const redis = await startRedis();
  for (let first = 0; first < overrides; first += atOnce) {
    const count = Math.min(atOnce, overrides - first);
    const keys = Array.from({ length: count }, (_, n) => `FLAG:pancake:k:user:${flag}:${idOf(first + n)}`);
    await redis.client.command('SADD', `FLAG:pancake:t:user:${flag}`, ...keys);
    await redis.client.command('MSET', ...keys.flatMap((key) => [key, '1']));
  }
  const redisPid = Number(/process_id:(\d+)/.exec(String(await redis.client.command('INFO', 'server')))?.[1]);
  const before = cpuSeconds([redisPid]);
  const server = await startServer({ args: ['--store', redis.url], definitions: manyFeatures(features) });
  await untilReady(server.url);
  let turn = 0;
  const stage = {
    url: server.url,
    port: server.port,
    pid: server.pid,
    /** Seconds of CPU that both had since they began. */
    cpu: () => ({ server: cpuSeconds([server.pid]), redis: cpuSeconds([redisPid]) }),
    /** Seconds that Redis took for one reading of everything. */
    reading: 0,
    /** Bytes that Redis holds. */
    async redisBytes() {
      return Number(/used_memory:(\d+)/.exec(String(await redis.client.command('INFO', 'memory')))?.[1]);
    },
    change: () => changeByApi({ kind: 'flags', name: flag, text: String((turn += 1) % 2) }, server.url),
    /** Waits until the server has nothing to do. */
    async untilIdle() {
      for (let last = -1; ; ) {
        const now = cpuSeconds([server.pid]);
        if (now - last < idleTakes) return;
        last = now;
        await sleep(rest);
      }
    },
    async stop() {
      await server.stop();
      await redis.stop();
    },
  };
  await stage.untilIdle();
  stage.reading = stage.cpu().redis - before;
  return stage;
}

/** As long as those of real sites. @param {number} number */
function idOf(number) {
  return `${String(number).padStart(8, '0')}-93bf-4b8e-a1d2-0c6f3f9e1b57`;
}
