// @ts-check
//
// npm run bench
//
// Loads a release server with 100 features from 64 connections that stay open, five seconds a route,
// and prints answers a second. wrk and the server share this machine: compare runs on one machine.
import { execFileSync } from 'node:child_process';
import { build } from '../../tools/build.mjs';
import { startServer } from '../support/server.mjs';
import { manyFeatures } from './definitions.mjs';

const routes = [
  { path: '/status', title: 'status of 100 features' },
  { path: '/snapshot/pancake?scope=public', title: 'public snapshot' },
  { path: '/healthz', title: 'health' },
];

await build();
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
