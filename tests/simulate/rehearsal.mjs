// @ts-check
//
// The work of a site, done by a real server and a real Redis for real pages and requests, as quick as they can:
// what the model says beside what was measured.
import { createPancake } from 'pancake-flags';
import { printTable, short } from '../bench/table.mjs';
import { askedSince } from './costs.mjs';
import { bytesSent, redisCpu, serverCpu, settling, workOf } from './model.mjs';
import { startStage, visitor } from './stage.mjs';
import { Traffic } from './traffic.mjs';

/** What is played at most: the site's time until it has had so many. */
const most = { changes: 24, requests: 20_000 };
/** Pages that one machine can have beside the server; more would keep it busy with themselves. */
export const mostPages = 300;
const atOnce = 16;
const encodings = { 'Accept-Encoding': 'gzip, br' };
const fullQuestion = { path: '/snapshot/pancake?scope=full', headers: /** @type {Record<string, string>} */ (encodings) };
/**
 * By how many times the model may be wrong, either way, before it counts as wildly off. Answers one by one cost about
 * twice what they cost under full load, which is what costs are measured under; a machine with other work adds to it.
 */
export const tolerance = 4;

/**
 * What the model said and what was measured.
 * @typedef {{ what: string, unit: string, predicted: number, measured: number, isJudged: boolean }} Comparison
 */

/**
 * Without a CDN, which only takes work away. Prints the table.
 * @param {string} title
 * @param {import('./model.mjs').Site} wanted with `mostPages` clients at most
 * @param {import('./model.mjs').Costs} costs
 * @returns {Promise<string[]>} what was wildly off
 */
export async function rehearse(title, wanted, costs) {
  const site = { ...wanted, locations: 0, servers: 1, overrides: Math.round(wanted.overrides), clients: Math.ceil(wanted.clients) };
  const withIds = Math.round(site.clients * site.personal);
  const { seconds, work } = played(site, withIds);
  const stage = await startStage(site);
  const traffic = new Traffic(stage.url);
  const pages = await Promise.all(Array.from({ length: site.clients }, (_, n) => openPage(stage.url, traffic, n < withIds)));
  await stage.untilIdle();

  const begin = performance.now();
  const before = { ...stage.cpu(), bytes: traffic.bytes, requests: traffic.requests };
  const first = await change(stage, pages, work.changes - 1);
  // Who asks here is not counted.
  const reader = new Traffic(stage.url);
  const fullNews = await askedSince(reader, fullQuestion);
  reader.close();
  const longest = Math.max(first, await change(stage, pages, 1));
  await play(traffic, work, fullNews);
  await stage.untilIdle();
  const after = { ...stage.cpu(), bytes: traffic.bytes, requests: traffic.requests };
  const took = (performance.now() - begin) / 1_000;

  for (const page of pages) page.close();
  traffic.close();
  await stage.stop();
  return judged(`${title}: ${seconds.toFixed(0)} s of its time in ${took.toFixed(0)} s`, [
    { what: 'requests', unit: '', predicted: requestsOf(work), measured: after.requests - before.requests, isJudged: true },
    { what: 'CPU of the server', unit: 's', predicted: serverCpu(work, site, costs) / 1e6, measured: after.server - before.server, isJudged: true },
    { what: 'CPU of Redis', unit: 's', predicted: redisCpu(work, site, costs, took) / 1e6, measured: after.redis - before.redis, isJudged: true },
    { what: 'sent', unit: 'B', predicted: bytesSent(work, site, costs), measured: after.bytes - before.bytes, isJudged: true },
    // The pages share the machine with the server, and one of them takes longer than it does.
    { what: 'a change at all pages (not judged)', unit: 's', predicted: settling(site, costs, 1), measured: longest, isJudged: false },
  ]);
}

/**
 * What happens until there were enough changes or requests, in whole numbers, and in how many seconds of the site.
 * @param {import('./model.mjs').Site} site @param {number} withIds of its clients
 */
function played(site, withIds) {
  const each = workOf(site);
  const seconds = Math.min(most.changes / site.changes, most.requests / requestsOf(each));
  const rounded = Object.entries(each).map(([name, rate]) => [name, Math.round(rate * seconds)]);
  const work = /** @type {import('./model.mjs').Work} */ (Object.fromEntries(rounded));
  // At least one change, taken in by every page.
  const changes = Math.max(1, work.changes);
  const publicNews = (site.clients - withIds) * changes;
  const personalNews = withIds * changes;
  // Signs of life come by the clock, of which little passes here.
  return { seconds, work: { ...work, changes, publicNews, personalNews, events: site.clients * changes } };
}

/** @param {import('./model.mjs').Work} work */
function requestsOf(work) {
  return (
    work.statuses +
    work.public +
    work.publicNews +
    work.personal +
    work.personalNews +
    work.full +
    work.fullNews +
    work.notModified +
    work.streams
  );
}

/** @typedef {Awaited<ReturnType<typeof openPage>>} Page */

/** Changes one after the other, each taken in by all pages; gives how many seconds the slowest took. @param {import('./stage.mjs').Stage} stage @param {readonly Page[]} pages @param {number} changes */
async function change(stage, pages, changes) {
  let longest = 0;
  for (let turn = 0; turn < changes; turn += 1) {
    const begin = performance.now();
    await Promise.all([stage.change(), ...pages.map((page) => page.changed())]);
    longest = Math.max(longest, (performance.now() - begin) / 1_000);
    await stage.untilIdle();
  }
  return longest;
}

/** The package, as a page that hears events. @param {string} url @param {Traffic} traffic @param {boolean} withIds */
async function openPage(url, traffic, withIds) {
  const pancake = await createPancake({
    url,
    scope: withIds ? 'personal' : 'public',
    fetch: (asked, init) => traffic.fetch(asked, withIds ? { ...init, headers: { ...init.headers, ...visitor } } : init),
  });
  /** @type {() => void} */
  let taken = () => {};
  pancake.on('change', () => taken());
  return {
    changed: () => new Promise((done) => (taken = () => done(undefined))),
    close: () => pancake.close(),
  };
}

/**
 * Asks as often as there is work, but for news, which the pages asked for by themselves.
 * @param {Traffic} traffic @param {import('./model.mjs').Work} work @param {typeof fullQuestion} fullNews
 */
async function play(traffic, work, fullNews) {
  const path = '/snapshot/pancake?scope=';
  const tag = (await traffic.ask(`${path}public`, { headers: encodings })).headers.etag ?? '';
  const known = { ...encodings, 'If-None-Match': tag };
  // The first question of a page opens its connection.
  let fresh = work.connections;
  const alone = () => (fresh -= 1) >= 0;
  await times(work.public, () => traffic.ask(`${path}public`, { headers: encodings, alone: alone() }));
  await times(work.notModified, () => traffic.ask(`${path}public`, { headers: known, alone: alone() }));
  await times(work.personal, () => traffic.ask(`${path}personal`, { headers: { ...encodings, ...visitor }, alone: alone() }));
  await times(work.full, () => traffic.ask(fullQuestion.path, fullQuestion));
  await times(work.fullNews, () => traffic.ask(fullNews.path, fullNews));
  await times(work.statuses, () => traffic.ask('/status', { headers: visitor }));
  await times(work.streams, async () => (await traffic.stream('/events/pancake')).close());
}

/** So often, several at once. @param {number} count @param {() => Promise<unknown>} ask */
async function times(count, ask) {
  let left = count;
  const asker = async () => {
    while ((left -= 1) >= 0) await ask();
  };
  await Promise.all(Array.from({ length: atOnce }, asker));
}

/** Prints what is compared; gives what is wildly off. @param {string} title @param {readonly Comparison[]} all */
function judged(title, all) {
  const ratio = (/** @type {Comparison} */ { measured, predicted }) => measured / predicted;
  printTable(title, ['', 'predicted', 'measured', 'measured / predicted'], all.map((row) => [
    row.what,
    `${short(row.predicted)} ${row.unit}`.trim(),
    `${short(row.measured)} ${row.unit}`.trim(),
    ratio(row).toFixed(2),
  ]));
  const off = all.filter((row) => row.isJudged && !(ratio(row) < tolerance && ratio(row) > 1 / tolerance));
  return off.map((row) => `${title}: ${row.what} is ${ratio(row).toFixed(2)} times what the model says`);
}
