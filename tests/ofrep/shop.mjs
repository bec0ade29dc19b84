// @ts-check
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pancake } from '../support/cli.mjs';
import { startServer, untilReady } from '../support/server.mjs';

export const serverKey = 'a-server-key-for-the-tests-of-ofrep';

/** Some of it for clients, some not, and one flag that ann has before everybody. */
const definitions = {
  extensions: {
    pancake: {
      groups: [{ id: 'user', from: 'client' }],
      switches: { OPEN: { default: true, client: true }, BANNER: { default: false, client: true } },
      flags: { CHECKOUT: { default: false, client: true }, INTERNAL: { default: true } },
      samples: { PICTURES: { default: 50, client: true } },
    },
    'back office': { switches: { REPORTS: { default: true, client: true } } },
  },
};

/**
 * A server with a store of its own and a server key.
 * @typedef {object} Shop
 * @property {string} url
 * @property {(line: string) => Promise<string>} cli changes or asks the store from another process
 * @property {<T>(read: () => Promise<T>, wanted: T) => Promise<void>} published reads until the server
 *   has heard of a change
 * @property {() => Promise<void>} close
 */

/** @param {{ args?: string[] }} [options] @returns {Promise<Shop>} */
export async function openShop({ args = [] } = {}) {
  const home = mkdtempSync(join(tmpdir(), 'pancake-ofrep-'));
  const definitionsFile = join(home, 'pancake.json');
  const keyFile = join(home, 'keys');
  writeFileSync(definitionsFile, JSON.stringify(definitions));
  writeFileSync(keyFile, `${serverKey}\n`, { mode: 0o600 });
  const env = { PANCAKE_STORE: `sqlite:${join(home, 'pancake.db')}`, PANCAKE_DEFINITIONS: definitionsFile };
  const cli = async (/** @type {string} */ line) => {
    const { code, stdout, stderr } = await pancake(line.split(' '), { env });
    if (code !== 0) throw new Error(`pancake ${line}: exit ${code}: ${stderr}`);
    return stdout;
  };
  await cli('flags enable-group CHECKOUT user ann');
  const server = await startServer({ args: ['--server-key-file', keyFile, ...args], env });
  await untilReady(server.url);
  return {
    url: server.url,
    cli,
    async published(read, wanted) {
      const end = Date.now() + 10_000;
      for (;;) {
        const value = await read();
        if (value === wanted) return;
        if (Date.now() > end) throw new Error(`${value}, not ${wanted}, after 10 s`);
        await sleep(10);
      }
    },
    async close() {
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
