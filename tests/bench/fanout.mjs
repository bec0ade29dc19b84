// @ts-check
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../tools/project.mjs';
import { changeByApi } from '../chaos/random_changes.mjs';
import { startServer, untilReady } from '../support/server.mjs';
import { manyFeatures } from './definitions.mjs';
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
  const before = memory(server.pid);
  const audience = await startAudience(server.port);
  await change(0);
  await audience.heard();
  await sleep(500); // until the server has nothing more to do, and the kernel has counted
  const after = memory(server.pid);

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

/**
 * Bytes of memory that the process has for itself (not mapped from files), and that the kernel has
 * for sockets and its other structures, of all processes.
 * @param {number} pid
 */
function memory(pid) {
  const kilobytes = (/** @type {string} */ file, /** @type {string} */ name) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'utf8'))?.[1]) * 1024;
  return { own: kilobytes(`/proc/${pid}/status`, 'RssAnon'), kernel: kilobytes('/proc/meminfo', 'Slab') };
}

/** The clients, once all of them listen. @param {number} port */
async function startAudience(port) {
  const program = join(root, 'build/bench/fanout_clients');
  mkdirSync(join(root, 'build/bench'), { recursive: true });
  const source = join(root, 'tests/bench/fanout/clients.cpp');
  execFileSync('c++', ['-std=c++20', '-O2', '-o', program, source], { stdio: 'inherit' });
  const child = spawn(program, [String(port), String(clients), '/events/pancake'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const said = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the clients ended');
    return value;
  };
  for (let line = await said(); line !== 'listening'; line = await said());
  return {
    /** When the last client has heard the next event. @returns {Promise<bigint>} nanoseconds */
    async heard() {
      const [, , nanoseconds] = (await said()).split(' ');
      return BigInt(nanoseconds);
    },
    stop: () => void child.stdin.end(),
  };
}
