// @ts-check
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { changeByApi } from '../chaos/random_changes.mjs';
import { startChild } from '../support/child.mjs';
import { freePort } from '../support/free_port.mjs';
import { cpuSeconds } from '../support/process_use.mjs';
import { startServer, untilReady } from '../support/server.mjs';
import { median, printTable } from './table.mjs';

const turns = 9;
const seconds = 3;
const connections = 64;
const serverCore = 0;
const loadCore = 1;

/** A visitor with an id in both groups and a key for the samples. */
const visitor = ['X-User-Id: 42', 'Cookie: pancake=1abc; team=blue'];

/**
 * Prints answers a second of the server and of nginx, both with one thread on one core, asked by wrk
 * from the other: `/status` of 100 features against a static file of the same bytes, and a snapshot
 * that the client has already (304) against a file that the client has. Turn by turn, so that what
 * else the machine does hits both.
 */
export async function benchNginx() {
  if (availableParallelism() < 2) throw new Error('a core for the server and one for the load are needed');
  const server = await startServer({ args: ['--threads', '1'], definitions: hundredFeatures() });
  pin(server.pid);
  await untilReady(server.url);
  for (const [name, group, id] of [['FLAG_1', 'user', '42'], ['FLAG_2', 'team', 'blue']]) {
    await changeByApi({ kind: 'flags', name, of: { group, id }, text: '1' }, server.url);
  }
  const status = await ask(`${server.url}/status`, visitor);
  const snapshot = await ask(`${server.url}/snapshot/pancake`);
  const nginx = await startNginx({ 'status.json': status.body, snapshot: snapshot.body });
  const file = await ask(`${nginx.url}/snapshot`);

  const known = [`If-None-Match: ${file.tag}`];
  const ofStatus = compare(`/status, ${status.body.length} bytes`, [
    { title: 'pancake', url: `${server.url}/status`, headers: visitor, pids: [server.pid] },
    { title: 'nginx, a file', url: `${nginx.url}/status.json`, headers: visitor, pids: nginx.pids },
    { title: 'nginx, a file without sendfile', url: `${nginx.copyingUrl}/status.json`, headers: visitor, pids: nginx.pids },
  ]);
  const ofSnapshot = compare('/snapshot, 304', [
    {
      title: 'pancake',
      url: `${server.url}/snapshot/pancake`,
      headers: [`If-None-Match: ${snapshot.tag}`],
      pids: [server.pid],
    },
    { title: 'nginx, a file', url: `${nginx.url}/snapshot`, headers: known, pids: nginx.pids },
  ]);
  await nginx.stop();
  await server.stop();
  return { status: ofStatus, snapshot: ofSnapshot };
}

/**
 * A server and what it is asked for.
 * @typedef {{ title: string, url: string, headers: string[], pids: number[] }} Asked
 */

/** Prints a row for each, the first against each of the others. @param {string} title @param {Asked[]} all */
function compare(title, all) {
  const loads = all.map(() => /** @type {Load[]} */ ([]));
  for (let turn = 0; turn < turns; turn += 1) all.forEach((asked, place) => loads[place].push(load(asked)));
  const figures = all.map((asked, place) => ({
    title: asked.title,
    rate: median(loads[place].map(({ rate }) => rate)),
    ratio: median(loads[place].map(({ rate }, turn) => loads[0][turn].rate / rate)),
    late: median(loads[place].map(({ late }) => late)),
    cpu: median(loads[place].map(({ cpu }) => cpu)),
  }));
  printTable(
    `${title}: ${connections} connections, one core for the server and one for wrk, ${turns} turns of ${seconds} s, medians`,
    ['', 'answers/s', 'pancake / it', '99 % ms', 'CPU us an answer'],
    figures.map((row) => [row.title, row.rate.toFixed(0), row.ratio.toFixed(2), row.late.toFixed(2), row.cpu.toFixed(2)]),
  );
  return figures;
}

/** 100 features, as an application has them: switches, flags that two groups override, and a sample. */
function hundredFeatures() {
  const named = (/** @type {number} */ count, /** @type {string} */ word, /** @type {object} */ definition) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`${word}_${n}`, definition]));
  const groups = [
    { id: 'user', from: 'header:X-User-Id' },
    { id: 'team', from: 'cookie:team' },
  ];
  const switches = named(50, 'SWITCH', { default: true, client: true });
  const flags = named(49, 'FLAG', { default: false, client: true });
  const samples = named(1, 'SAMPLE', { default: 50, client: true });
  return { extensions: { pancake: { groups, switches, flags, samples } } };
}

/**
 * What one turn of load gave: answers a second, the latency in ms that 99 % stay below, and CPU time
 * of the server an answer in microseconds, the kernel's included.
 * @typedef {{ rate: number, late: number, cpu: number }} Load
 */

/** @param {Asked} asked @returns {Load} */
function load({ url, headers, pids }) {
  const before = cpuSeconds(pids);
  const words = ['-c', String(loadCore), 'wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '--latency'];
  const report = execFileSync('taskset', [...words, ...headers.flatMap((header) => ['-H', header]), url], {
    encoding: 'utf8',
  });
  const spent = cpuSeconds(pids) - before;
  const [, answers] = /(\d+) requests in/.exec(report) ?? [];
  const [, rate] = /Requests\/sec: *([\d.]+)/.exec(report) ?? [];
  const [, late, unit] = /99% *([\d.]+)(us|ms|s)/.exec(report) ?? [];
  if (!rate || !late || /Non-2xx|Socket errors/.test(report)) throw new Error(`${url}\n${report}`);
  const milliseconds = { us: 1e-3, ms: 1, s: 1e3 }[unit] ?? NaN;
  return { rate: Number(rate), late: Number(late) * milliseconds, cpu: (spent / Number(answers)) * 1e6 };
}

/** Binds all threads of a process to the server's core. @param {number} pid */
function pin(pid) {
  execFileSync('taskset', ['-a', '-c', '-p', String(serverCore), String(pid)], { stdio: 'ignore' });
}

/** @param {string} url @param {string[]} headers */
async function ask(url, headers = []) {
  const answer = await fetch(url, {
    headers: headers.map((header) => /** @type {[string, string]} */ (header.split(': '))),
  });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return { body: Buffer.from(await answer.arrayBuffer()), tag: answer.headers.get('ETag') ?? '' };
}

/**
 * nginx on ports of its own, with files in a folder of its own: one worker on the server's core, no
 * log, descriptors kept open. Once with sendfile, as Debian configures it, and once without, which
 * is quicker for small files.
 * @param {Record<string, Buffer>} files
 */
async function startNginx(files) {
  const folder = mkdtempSync(join(tmpdir(), 'pancake-nginx-'));
  mkdirSync(join(folder, 'files'));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, 'files', name), bytes);
  const [port, copyingPort] = [await freePort(), await freePort()];
  writeFileSync(join(folder, 'nginx.conf'), nginxConfig(folder, port, copyingPort));
  const words = ['-c', String(serverCore), 'nginx', '-p', folder, '-e', 'stderr', '-c', 'nginx.conf', '-g', 'daemon off;'];
  const child = startChild('taskset', words);
  const [, worker] = await child.sees(/start worker process (\d+)/);
  return {
    url: `http://127.0.0.1:${port}`,
    copyingUrl: `http://127.0.0.1:${copyingPort}`,
    pids: [Number(worker)],
    async stop() {
      await child.stop('SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @param {string} folder @param {number} port @param {number} copyingPort */
function nginxConfig(folder, port, copyingPort) {
  return `
user root;
worker_processes 1;
pid ${folder}/pid;
error_log stderr notice;
events { worker_connections 1024; }
http {
  access_log off;
  default_type application/json;
  keepalive_requests 1000000000;
  keepalive_timeout 3600;
  open_file_cache max=16 inactive=1h;
  open_file_cache_valid 1h;
  root ${folder}/files;
  server { listen 127.0.0.1:${port} backlog=1024; sendfile on; }
  server { listen 127.0.0.1:${copyingPort} backlog=1024; sendfile off; }
}
`;
}
