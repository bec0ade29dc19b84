// @ts-check
//
// Measures what single things cost a server and a Redis: the figures that the model multiplies.
import { execFileSync } from 'node:child_process';
import { startAudience } from '../bench/fanout/audience.mjs';
import { median, printTable, short } from '../bench/table.mjs';
import { memoryOf } from '../support/process_use.mjs';
import { startStage, visitor } from './stage.mjs';
import { Traffic } from './traffic.mjs';

/** @typedef {import('./model.mjs').Costs} Costs */
/** @typedef {import('./model.mjs').Line} Line */
/** @typedef {import('./stage.mjs').Stage} Stage */

const few = 30;
const many = 1_000;
const overrides = 100_000;
const changes = 12;
const clients = 8_000;
const seconds = 2;
/** A page or a reader, as browsers and Node ask. */
const encodings = { 'Accept-Encoding': 'gzip, br' };
const questions = {
  status: { path: '/status', headers: visitor },
  public: { path: '/snapshot/pancake?scope=public', headers: encodings },
  personal: { path: '/snapshot/pancake?scope=personal', headers: { ...encodings, ...visitor } },
  full: { path: '/snapshot/pancake?scope=full', headers: encodings },
};

/**
 * Prints and gives what things cost, measured at three sizes, which make a line: few features, many features,
 * and few with many overrides.
 * @returns {Promise<Costs>}
 */
export async function measureCosts() {
  /** @type {Awaited<ReturnType<typeof measurePoint>>[]} */
  const points = [];
  for (const size of [{ features: few, overrides: 0 }, { features: many, overrides: 0 }, { features: few, overrides }]) {
    const stage = await startStage(size);
    points.push(await measurePoint(stage));
    await stage.stop();
  }
  const line = (/** @type {(point: typeof points[0]) => number} */ figure) => through(points.map(figure));
  const lines = (/** @type {'cpu' | 'bytes'} */ kind) => ({
    status: line((point) => point[kind].status),
    public: line((point) => point[kind].public),
    publicNews: line((point) => point[kind].publicNews),
    personal: line((point) => point[kind].personal),
    personalNews: line((point) => point[kind].personalNews),
    full: line((point) => point[kind].full),
    fullNews: line((point) => point[kind].fullNews),
    notModified: line((point) => point[kind].notModified),
  });
  const single = await measureClients();
  const costs = {
    cpu: { ...lines('cpu'), change: line(({ change }) => change), ...single.cpu },
    published: line(({ published }) => published),
    bytes: { ...lines('bytes'), ...single.bytes },
    redis: { change: line(({ redisChange }) => redisChange), read: line(({ read }) => read), memory: line(({ redisBytes }) => redisBytes) },
    memory: { server: line(({ memory }) => memory), ...single.memory },
  };
  printCosts(costs);
  return costs;
}

/** The line through the three sizes. It falls nowhere: what does is the machine's mood. @param {number[]} figures @returns {Line} */
function through([small = NaN, wide = NaN, deep = NaN]) {
  const eachFeature = Math.max(0, (wide - small) / (many - few));
  const eachOverride = Math.max(0, (deep - small) / overrides);
  return { each: Math.max(0, small - few * eachFeature), eachFeature, eachOverride };
}

/** @param {Stage} stage */
async function measurePoint(stage) {
  await stage.change(); // so that all of what is made once is there
  await stage.untilIdle();
  const memory = memoryOf(stage.pid).own;
  const redisBytes = await stage.redisBytes();
  const traffic = new Traffic(stage.url);
  const stream = await traffic.stream('/events/pancake');
  /** @type {number[]} */
  const published = [];
  const before = stage.cpu();
  for (let turn = 0; turn < changes; turn += 1) {
    const begin = performance.now();
    await Promise.all([stream.heard(), stage.change()]);
    published.push(1_000 * (performance.now() - begin));
    await stage.untilIdle();
  }
  const after = stage.cpu();
  stream.close();
  const publicNews = await askedSince(traffic, questions.public);
  const personalNews = await askedSince(traffic, questions.personal);
  const fullNews = await askedSince(traffic, questions.full);
  await stage.change();
  await stage.untilIdle();
  const tag = (await traffic.ask(questions.public.path, questions.public)).headers.etag ?? '';
  const notModified = { path: questions.public.path, headers: { ...encodings, 'If-None-Match': tag } };
  const all = { ...questions, publicNews, personalNews, fullNews, notModified };
  const loads = Object.entries(all).map(([name, asked]) => [name, load(stage, asked)]);
  const cpu = /** @type {Record<keyof typeof all, number>} */ (Object.fromEntries(loads));
  const bytes = { ...cpu };
  for (const name of /** @type {(keyof typeof all)[]} */ (Object.keys(all))) {
    const had = traffic.bytes;
    await traffic.ask(all[name].path, all[name]);
    bytes[name] = traffic.bytes - had;
  }
  traffic.close();
  return {
    cpu,
    bytes,
    change: (1e6 * (after.server - before.server)) / changes,
    published: median(published),
    redisChange: (1e6 * (after.redis - before.redis)) / changes,
    read: 1e6 * stage.reading,
    redisBytes,
    memory,
  };
}

/**
 * The question of who has what is answered to this one now, and asks for what is different.
 * @param {Traffic} traffic @param {{ path: string, headers: Record<string, string> }} question
 */
export async function askedSince(traffic, { path, headers }) {
  const had = (await traffic.ask(path, { headers })).headers;
  return { path: `${path}&since=${had['pancake-revision']}`, headers: { ...headers, 'If-None-Match': had.etag ?? '' } };
}

/** What does not grow with the state: connections, streams, events. */
async function measureClients() {
  const stage = await startStage({ features: few, overrides: 0 });
  const tag = (await new Traffic(stage.url).ask(questions.public.path)).headers.etag ?? '';
  const known = { path: questions.public.path, headers: { 'If-None-Match': tag } };
  const kept = load(stage, known);
  const connection = load(stage, { ...known, headers: { ...known.headers, Connection: 'close' } }) - kept;

  const traffic = new Traffic(stage.url);
  const listening = await traffic.stream('/events/pancake');
  await stage.change();
  await stage.untilIdle();
  const streamBytes = traffic.bytes;
  const alone = await spent(stage, async () => {
    for (let turn = 0; turn < changes; turn += 1) await stage.change();
  });
  const eventBytes = (traffic.bytes - streamBytes) / changes;
  listening.close();

  const before = memoryOf(stage.pid);
  let audience = /** @type {Awaited<ReturnType<typeof startAudience>> | undefined} */ (undefined);
  const opened = await spent(stage, async () => void (audience = await startAudience(stage.port, clients)));
  const after = memoryOf(stage.pid);
  const told = await spent(stage, async () => {
    for (let turn = 0; turn < changes; turn += 1) await Promise.all([audience?.heard(), stage.change()]);
  });
  audience?.stop();
  await stage.stop();
  return {
    cpu: {
      connection: Math.max(0, connection),
      stream: (1e6 * opened) / clients,
      event: (1e6 * (told - alone)) / changes / clients,
    },
    bytes: { stream: streamBytes, event: eventBytes },
    memory: {
      client: (after.own - before.own) / clients,
      // The other end of each connection is on this machine too.
      kernelClient: (after.kernel - before.kernel) / clients / 2,
    },
  };
}

/** Seconds of the server's CPU that work takes. @param {Stage} stage @param {() => Promise<void>} work */
async function spent(stage, work) {
  await stage.untilIdle();
  const before = stage.cpu().server;
  await work();
  await stage.untilIdle();
  return stage.cpu().server - before;
}

/**
 * Microseconds of the server's CPU for one answer, while it has as many questions as it can answer.
 * @param {Stage} stage @param {{ path: string, headers: Record<string, string> }} asked
 */
function load(stage, { path, headers }) {
  const fields = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const before = stage.cpu().server;
  const report = execFileSync('wrk', ['-t1', '-c64', `-d${seconds}s`, ...fields, stage.url + path], { encoding: 'utf8' });
  const answers = Number(/(\d+) requests in/.exec(report)?.[1]);
  if (!(answers > 0) || /Non-2xx/.test(report)) throw new Error(`${path}\n${report}`);
  return (1e6 * (stage.cpu().server - before)) / answers;
}

/** @param {Costs} costs */
function printCosts({ cpu, published, bytes, redis, memory }) {
  const cells = (/** @type {Line | number} */ cost) => {
    const { each, eachFeature, eachOverride } = typeof cost === 'number' ? { each: cost, eachFeature: 0, eachOverride: 0 } : cost;
    return [short(each), ...[eachFeature, eachOverride].map((slope) => (slope === 0 ? '' : short(slope)))];
  };
  const rows = (/** @type {string} */ unit, /** @type {Record<string, Line | number>} */ group) =>
    Object.entries(group).map(([name, cost]) => [`${name}, ${unit}`, ...cells(cost)]);
  printTable('What one of each costs', ['', 'each', 'a feature', 'an override'], [
    ...rows('us of a server', cpu),
    ...rows('us', { 'until a change is published': published }),
    ...rows('B sent', bytes),
    ...rows('us of Redis', { change: redis.change, read: redis.read }),
    ...rows('B of Redis', { memory: redis.memory }),
    ...rows('B of a server', memory),
  ]);
}
