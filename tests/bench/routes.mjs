// @ts-check
import { execFileSync } from 'node:child_process';
import { startServer, untilReady } from '../support/server.mjs';
import { manyFeatures } from './definitions.mjs';
import { printTable } from './table.mjs';

const seconds = 5;
const connections = 64;
const routes = [
  { path: '/status', title: '/status of 100 features' },
  { path: '/snapshot/pancake?scope=public', title: 'public snapshot' },
  { path: '/healthz', title: '/healthz' },
];

/** Prints answers a second, asked from connections that stay open, and how long they take. */
export async function benchRoutes() {
  const server = await startServer({ definitions: manyFeatures(100) });
  await untilReady(server.url);
  const measured = routes.map(({ path, title }) => {
    const words = ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '-H', 'X-User-Id: 42', '-H', 'Cookie: pancake=1abc'];
    const report = execFileSync('wrk', [...words, server.url + path], { encoding: 'utf8' });
    const find = (/** @type {RegExp} */ pattern) => pattern.exec(report)?.[1] ?? '';
    const rate = Number(find(/Requests\/sec: *([\d.]+)/));
    if (!(rate > 0) || /Non-2xx/.test(report)) throw new Error(`${path}\n${report}`);
    return { title, rate, median: find(/50% *(\S+)/), late: find(/99% *(\S+)/) };
  });
  await server.stop();
  printTable(`${connections} connections, ${seconds} s each`, ['', 'answers/s', '50 %', '99 %'], measured.map(
    ({ title, rate, median, late }) => [title, rate.toFixed(0), median, late],
  ));
  return { routes: measured };
}
