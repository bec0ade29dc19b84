// @ts-check
//
// npm run bench [-- PART…]
//
// visible: how long a change takes until a connected client hears of it.
// redis: how long it takes to read everything from a large Redis, and the longest command for it.
// cold: how long a Node process takes to its first answer, against GrowthBook's SDK.
// routes: loads a release server with 100 features from 64 connections that stay open, five seconds a route,
// and prints answers a second. wrk and the server share this machine: compare runs on one machine.
import { execFileSync } from 'node:child_process';
import { build } from '../../tools/build.mjs';
import { startServer } from '../support/server.mjs';
import { benchCold } from './cold.mjs';
import { manyFeatures } from './definitions.mjs';
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

/** @type {Record<string, () => Promise<void>>} */
const parts = { visible: benchVisible, redis: benchRedisRead, routes: benchRoutes, cold: benchCold };
const chosen = process.argv.slice(2);
const unknown = chosen.find((name) => !(name in parts));
if (unknown) {
  console.error(`there is no part '${unknown}': ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}
if (!process.env.PANCAKE_BINARY) await build();
for (const name of chosen.length > 0 ? chosen : Object.keys(parts)) await parts[name]();
