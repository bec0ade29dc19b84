// @ts-check
import { after, beforeEach } from 'node:test';
import { createPancake } from 'pancake-flags';
import { keptLog, shopBytes } from './snapshots.mjs';
import { startSnapshotServer } from './snapshot_server.mjs';
import { until } from './until.mjs';

/**
 * A server for all tests of a file. Each begins with the shop being served, nothing asked, and the
 * Pancakes of the test before closed.
 * @param {any} defaults options of the Pancakes that create() makes
 */
export async function startServing(defaults) {
  const server = await startSnapshotServer();
  /** What is to be closed when the test is over. @type {{ close(): void }[]} */
  const open = [];
  const closeAll = () => open.splice(0).forEach((pancake) => pancake.close());

  beforeEach(async () => {
    closeAll();
    await until(() => server.streams.size === 0);
    server.requests.length = 0;
    server.hold()();
    server.serve(await shopBytes(), 'first');
  });
  after(() => {
    closeAll();
    server.close();
  });

  /** One that asks this server, and what it logs. @param {any} [options] */
  async function create(options) {
    const log = keptLog();
    const pancake = await createPancake({ url: server.url, logger: log, ...defaults, ...options });
    open.push(pancake);
    return { pancake, log: log.lines };
  }
  return { server, open, create };
}
