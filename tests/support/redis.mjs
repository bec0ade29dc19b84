// @ts-check
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from './child.mjs';
import { freePort } from './free_port.mjs';
import { connectRedis, RedisError } from './resp.mjs';

export { connectRedis, RedisError };

/**
 * A real redis-server of one test, on loopback, empty, in a folder of its own.
 * @typedef {object} Redis
 * @property {number} port
 * @property {string} url `redis://127.0.0.1:PORT/0`
 * @property {string} folder its working folder, deleted by stop()
 * @property {import('./resp.mjs').RedisClient} client a connection, anew after restart()
 * @property {() => Promise<import('./resp.mjs').RedisClient>} connect one more connection
 * @property {() => void} pause as a machine that hangs: connections stay, nothing is answered
 * @property {() => void} resume
 * @property {(signal?: NodeJS.Signals) => Promise<void>} down ends the server, the folder stays
 * @property {() => Promise<void>} up starts it again on the same port and folder
 * @property {(signal?: NodeJS.Signals) => Promise<void>} restart down and up
 * @property {() => Promise<void>} stop
 */

/**
 * @param {{ args?: string[] }} [options] args: more of redis-server's options, such as
 *   ['--appendonly', 'yes']; nothing is kept on disk by default
 * @returns {Promise<Redis>}
 */
export async function startRedis({ args = [] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'pancake-redis-'));
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return await redisOn(port, folder, args);
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

/** @param {number} port @param {string} folder @param {string[]} args @returns {Promise<Redis>} */
async function redisOn(port, folder, args) {
  const words = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...args];
  let child = startChild('redis-server', words);
  /** @type {Redis} */
  const redis = {
    port,
    folder,
    url: `redis://127.0.0.1:${port}/0`,
    client: await answering(child, port),
    connect: () => connectRedis(port),
    pause: () => void child.process.kill('SIGSTOP'),
    resume: () => void child.process.kill('SIGCONT'),
    async down(signal = 'SIGTERM') {
      redis.client.close();
      child.process.kill('SIGCONT');
      await child.stop(signal);
    },
    async up() {
      child = startChild('redis-server', words);
      redis.client = await answering(child, port);
    },
    async restart(signal) {
      await redis.down(signal);
      await redis.up();
    },
    async stop() {
      await redis.down('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return redis;
}

/**
 * The first connection to a server that has just been started.
 * @param {import('./child.mjs').Child} child
 * @param {number} port
 */
async function answering(child, port) {
  await child.sees(/Ready to accept connections/);
  for (;;) {
    const client = await connectRedis(port);
    const reply = await client.command('PING').catch((error) => error);
    // A RedisError but LOADING (NOAUTH, say) is an answer too.
    if (reply === 'PONG' || (reply instanceof RedisError && reply.code !== 'LOADING')) return client;
    client.close();
    await sleep(5);
  }
}
