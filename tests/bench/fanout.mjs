// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { changeByApi } from '../chaos/random_changes.mjs';
import { memoryOf } from '../support/process_use.mjs';
import { startServer, untilReady } from '../support/server.mjs';
import { manyFeatures } from './definitions.mjs';
import { startAudience } from './fanout/audience.mjs';
import { median, printTable } from './table.mjs';

const clients = 10_000;
const changes = 21;

/**
 * Prints how long it takes from the moment a change is sent until the last of 10,000 clients has its
 * event, and what each of them costs the server while it listens. The clients are one small program
 * on the same machine: its work is part of the time.
 */
export async function benchFanout() {
  const server = await startServer({ definitions: manyFeatures(100) });
  await untilReady(server.url);
  const change = (/** @type {number} */ turn) =>
    changeByApi({ kind: 'flags', name: 'FEATURE_1', text: String(turn % 2) }, server.url);
  await change(1); // so that all of what is made once is there
  const before = memoryOf(server.pid);
  const audience = await startAudience(server.port, clients);
  await change(0);
  await audience.heard();
  await sleep(500); // until the server has nothing more to do, and the kernel has counted
  const after = memoryOf(server.pid);

  const spent = [];
  for (let turn = 1; turn <= changes; turn += 1) {
    const begin = process.hrtime.bigint();
    const [last] = await Promise.all([audience.heard(), change(turn)]);
    spent.push(Number(last - begin) / 1e6);
    await sleep(50);
  }
  const figures = {
    milliseconds: median(spent),
    longest: Math.max(...spent),
    bytes: (after.own - before.own) / clients,
    kernelBytes: (after.kernel - before.kernel) / clients,
  };
  printTable(`One change to ${clients} clients of server-sent events, ${changes} times`, ['', 'figure', ''], [
    ['until the last one has it, median', figures.milliseconds.toFixed(1), 'ms'],
    ['the same, longest', figures.longest.toFixed(1), 'ms'],
    ["the server's memory a client", figures.bytes.toFixed(0), 'B'],
    ["the kernel's a client, both ends of its socket", figures.kernelBytes.toFixed(0), 'B'],
  ]);
  audience.stop();
  await server.stop();
  return figures;
}
