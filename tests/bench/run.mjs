// @ts-check
//
// npm run bench [-- [--json FILE] PART [TABLE…]…]
//
// --json FILE: the figures of the parts that give them, with the machine.
//
// visible: how long a change takes until a connected client hears of it.
// redis: how long it takes to read everything from a large Redis, and the longest command for it.
// native: the core without JavaScript around it, beside what the machine takes for the work that is left.
// nginx: /status and a snapshot that the client has, against nginx sending static files.
// fanout: one change to 10,000 clients of server-sent events, and the memory of each.
// peers: our package beside the SDKs of others, tables rate, all, load and million. QUICK=1 tries it out.
// cold: how long a Node process takes to its first answer, against GrowthBook's SDK.
// routes: loads a release server with 100 features from 64 connections that stay open, five seconds a route,
// and prints answers a second. wrk and the server share this machine: compare runs on one machine.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { build } from '../../tools/build.mjs';
import { startServer } from '../support/server.mjs';
import { benchCold } from './cold.mjs';
import { manyFeatures } from './definitions.mjs';
import { benchFanout } from './fanout.mjs';
import { machine, machineLine } from './machine.mjs';
import { benchNative } from './native.mjs';
import { benchNginx } from './nginx.mjs';
import { benchPeers, peerTables } from './peers.mjs';
import { benchRedisRead } from './redis_read.mjs';
import { benchVisible } from './visible.mjs';

const routes = [
  { path: '/status', title: 'status of 100 features' },
  { path: '/snapshot/pancake?scope=public', title: 'public snapshot' },
  { path: '/healthz', title: 'health' },
];

async function benchRoutes() {
  const server = await startServer({ definitions: manyFeatures(100) });
  console.log(`${'route'.padEnd(32)} ${'answers/s'.padStart(10)} ${'50 %'.padStart(9)} ${'99 %'.padStart(9)}`);
  for (const { path, title } of routes) {
    const report = execFileSync(
      'wrk',
      ['-t1', '-c64', '-d5s', '--latency', '-H', 'X-User-Id: 42', '-H', 'Cookie: pancake=1abc', server.url + path],
      { encoding: 'utf8' },
    );
    const find = (/** @type {RegExp} */ pattern) => (pattern.exec(report)?.[1] ?? '-').padStart(9);
    const bad = /Non-2xx or 3xx responses: (\d+)/.exec(report);
    console.log(
      `${title.padEnd(32)} ${find(/Requests\/sec: *(\d+)/)}  ${find(/50% *(\S+)/)} ${find(/99% *(\S+)/)}` +
        (bad ? `  ${bad[1]} errors` : ''),
    );
  }
  await server.stop();
}

/**
 * Each gives its figures, if it has any for others to read. Words behind its name choose among its tables.
 * @type {Record<string, (tables: string[]) => Promise<object | void>>}
 */
const parts = {
  visible: benchVisible,
  redis: benchRedisRead,
  routes: benchRoutes,
  nginx: benchNginx,
  fanout: benchFanout,
  cold: benchCold,
  native: benchNative,
  peers: benchPeers,
};
/** @type {Record<string, readonly string[]>} */
const tablesOf = { peers: peerTables };

const {
  values: { json },
  positionals,
} = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });

/** @type {Map<string, string[]>} */
const chosen = new Map();
let last = '';
for (const word of positionals) {
  if (word in parts) chosen.set((last = word), []);
  else if (tablesOf[last]?.includes(word)) chosen.get(last)?.push(word);
  else {
    console.error(`there is no part '${word}': ${Object.keys(parts).join(', ')}`);
    process.exit(2);
  }
}
if (chosen.size === 0) for (const name of Object.keys(parts)) chosen.set(name, []);

const measuredOn = machine();
console.log(machineLine(measuredOn));
if (!process.env.PANCAKE_BINARY) await build();
/** @type {Record<string, object>} */
const figures = { machine: measuredOn };
for (const [name, tables] of chosen) figures[name] = (await parts[name](tables)) ?? {};
if (json) writeFileSync(json, `${JSON.stringify(figures, null, 2)}\n`);
