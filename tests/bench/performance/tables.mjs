// @ts-check
//
// What the template of docs/performance.md asks for by name, each made of the figures of one part or more.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../tools/project.mjs';
import { at, breakingPoint, settling, tightest, useOf } from '../../simulate/model.mjs';
import { growths, sites, usual } from '../../simulate/sites.mjs';
import { machineLine } from '../machine.mjs';
import { nativeHead, nativeRows } from '../native.mjs';
import { mebibytes, short } from '../table.mjs';
import { aimRows } from './aims.mjs';
import { markdownTable } from './markdown.mjs';
import { allTable, loadTable, millionTable, rateTable } from './peer_tables.mjs';

/**
 * The content of docs/performance.json: figures by part, as `npm run bench -- --json` writes them.
 * @typedef {Record<string, any>} Figures
 */

/**
 * Each with the parts whose figures it is made of; a table of a part is written `peers rate`.
 * @type {Record<string, { of: readonly string[], make: (figures: any) => string }>}
 */
export const tables = {
  machines: { of: [], make: machinesTable },
  aims: { of: [], make: (figures) => markdownTable(['what', 'aim', 'reached', '', 'why'], aimRows(figures), { wordsAtTheEnd: true }) },
  rate: { of: ['peers rate'], make: ({ peers }) => rateTable(peers.rate) },
  all: { of: ['peers all'], make: ({ peers }) => allTable(peers.all) },
  load: { of: ['peers load'], make: ({ peers }) => loadTable(peers.load) },
  million: { of: ['peers million'], make: ({ peers }) => millionTable(peers.million) },
  limits: { of: ['peers rate', 'peers all', 'peers load', 'peers million', 'native'], make: limitsTable },
  native: {
    of: ['native'],
    make: ({ native }) => markdownTable(nativeHead, nativeRows(new Map(Object.entries(native.nanoseconds))), { wordsAtTheEnd: true }),
  },
  instructions: { of: [], make: instructionsTable },
  nginx: { of: ['nginx'], make: nginxTable },
  routes: { of: ['routes'], make: routesTable },
  fanout: { of: ['fanout', 'costs'], make: fanoutTable },
  visible: { of: ['visible'], make: visibleTable },
  redis: { of: ['redis', 'costs'], make: redisTable },
  deltas: { of: ['deltas'], make: deltasTable },
  cold: { of: ['cold'], make: coldTable },
  size: { of: ['size'], make: sizeTable },
  costs: { of: ['costs'], make: costsTable },
  scale: { of: ['costs'], make: scaleTable },
};

/** Which part was measured where. @param {Figures} figures */
function machinesTable(figures) {
  /** @type {Map<string, string[]>} */
  const parts = new Map();
  const add = (/** @type {string} */ part, /** @type {any} */ machine) => {
    const line = machineLine(machine);
    parts.set(line, [...(parts.get(line) ?? []), `\`${part}\``]);
  };
  for (const [name, part] of Object.entries(figures)) {
    if (part.machine) add(name, part.machine);
    else for (const [table, of] of Object.entries(part)) add(`${name} ${table}`, /** @type {any} */ (of).machine);
  }
  return markdownTable(['machine', 'parts'], [...parts].map(([line, names]) => [line, names.join(', ')]), { wordsAtTheEnd: true });
}

/**
 * A figure beside its limit, which may be of another part: then there is a ratio only if both were measured in one run,
 * for from hour to hour a machine is another one.
 * @param {any} part @param {number} figure @param {any} limitPart @param {number} limit
 */
function besideLimit(part, figure, limitPart, limit) {
  const isOneRun = machineLine(part.machine) === machineLine(limitPart.machine);
  return [short(figure), short(limit), isOneRun ? short(figure / limit) : ''];
}

/** What JavaScript around the core costs. @param {Figures} figures */
function limitsTable({ peers: { rate, all, load, million }, native }) {
  const { nanoseconds } = native;
  const each = (/** @type {number} */ aSecond) => 1e9 / aSecond;
  const kept = rate.figures['plain, same visitor'];
  /** @type {[string, string[], string][]} */
  const rows = [
    ['same visitor', besideLimit(rate, each(kept.pancake), rate, each(kept.plain_js_kept)), 'a kept feature written by hand: the call of the group function and a comparison'],
    ['an override, another visitor', besideLimit(rate, each(rate.figures.override.pancake), native, nanoseconds['ask_flag/1000/1/1024']), 'the same natively; what is more is the call into Wasm and the id on its way there'],
    ['1,000 features, another visitor', besideLimit(all, 1e3 * all.figures.microseconds.pancake, native, nanoseconds.ask_all), 'the same natively'],
    ['load of 10,000 features', besideLimit(load, 1e6 * load.figures['10000 first, ms'].pancake, native, nanoseconds['hash_typical/10000']), 'its checksum, natively'],
    ['load of 1,000,000 overrides', besideLimit(million, 1e6 * million.figures.loads.pancake, native, nanoseconds['hash_overridden/1000000']), 'its checksum, natively: the bytes read once'],
    ['an answer among 1,000,000, listed', besideLimit(million, 1e3 * million.figures.listed.pancake, native, nanoseconds['ask_flag/1000000/1/262144']), 'the same natively: cache misses'],
  ];
  return markdownTable(
    ['', 'ns', 'limit', 'ns / limit', 'what limits'],
    rows.map(([what, cells, by]) => [what, ...cells, by]),
    { wordsAtTheEnd: true },
  );
}

function instructionsTable() {
  const ceilings = JSON.parse(readFileSync(join(root, 'tests/instructions/ceilings.json'), 'utf8'));
  return markdownTable(['', 'instructions'], Object.entries(ceilings).map(([what, count]) => [what, count.toLocaleString('en')]));
}

/** @param {Figures} figures */
function nginxTable({ nginx }) {
  const rows = [['/status', nginx.status], ['/snapshot, 304', nginx.snapshot]].flatMap(([what, all]) =>
    all.map((/** @type {any} */ row) => [`${what}: ${row.title}`, row.rate.toFixed(0), row.ratio.toFixed(2), row.late.toFixed(2), row.cpu.toFixed(2)]),
  );
  return markdownTable(['', 'answers/s', 'pancake / it', '99 %, ms', 'CPU, µs an answer'], rows);
}

/** @param {Figures} figures */
function routesTable({ routes }) {
  const rows = routes.routes.map((/** @type {any} */ { title, rate, median, late }) => [title, rate.toFixed(0), median, late]);
  return markdownTable(['', 'answers/s', '50 %', '99 %'], rows);
}

/** @param {Figures} figures */
function fanoutTable({ fanout, costs }) {
  const writes = (10_000 * costs.cpu.event) / 1_000;
  return markdownTable(
    ['', 'figure', 'limit', 'figure / limit', 'what limits'],
    [
      ['until the last of 10,000 has it, median, ms', ...besideLimit(fanout, fanout.milliseconds, costs, writes), 'a write to each socket by one thread; the clients read on the same machine'],
      ['the same, longest, ms', fanout.longest.toFixed(1), '', '', ''],
      ["the server's memory a client, B", fanout.bytes.toFixed(0), '', '', 'the socket, its place in a list, the event that it is behind with'],
      ["the kernel's a client, B", fanout.kernelBytes.toFixed(0), '', '', 'both ends of its socket'],
    ],
    { wordsAtTheEnd: true },
  );
}

/** @param {Figures} figures */
function visibleTable({ visible }) {
  const rows = visible.ways.map((/** @type {any} */ way) => [way.title, ...[way.median, way.late, way.longest].map((each) => each.toFixed(2))]);
  return markdownTable(['', 'median, ms', '99 %, ms', 'longest, ms'], rows);
}

/** @param {Figures} figures */
function redisTable({ redis, costs }) {
  const reading = at(costs.redis.read, /** @type {any} */ ({ features: 1_000, overrides: 100_000 })) / 1_000;
  return markdownTable(
    ['', 'ms', 'limit', 'ms / limit', 'what limits'],
    [
      ['read, joined and published', ...besideLimit(redis, redis.milliseconds, costs, reading), "Redis' own CPU for its answers"],
      ['longest command (SLOWLOG)', redis.longestCommand.toFixed(2), '', '', 'how many keys one command has: it is by the clock'],
    ],
    { wordsAtTheEnd: true },
  );
}

/** @param {Figures} figures */
function deltasTable({ deltas }) {
  const rows = Object.entries(deltas.sizes).map(([size, { whole, override, state, held, heldAfter }]) => [
    Number(size).toLocaleString('en'),
    ...[whole, override, state].flatMap(({ bytes, milliseconds }) => [bytes.toLocaleString('en'), short(milliseconds)]),
    mebibytes(held),
    mebibytes(heldAfter),
  ]);
  return markdownTable(['overrides', 'whole, B', 'ms', 'an override, B', 'ms', 'a state, B', 'ms', 'held, MiB', 'after changes, MiB'], rows);
}

/** @param {Figures} figures */
function coldTable({ cold }) {
  const [ours, ...others] = cold.runs[0].programs.map((/** @type {any} */ { title }) => title);
  const rows = cold.runs.map((/** @type {any} */ { node, programs: [first, ...rest] }) =>
    [`Node.js ${node}`, first.median.toFixed(2), ...rest.flatMap((/** @type {any} */ { median, ratio }) => [median.toFixed(2), ratio.toFixed(2)])],
  );
  return markdownTable(['', `${ours}, ms`, ...others.flatMap((/** @type {string} */ other) => [`${other}, ms`, 'pancake / it'])], rows);
}

/** @param {Figures} figures */
function sizeTable({ size }) {
  const rows = [['page', size.page], ['edge', size.edge]].flatMap(([program, sizes]) =>
    [['JavaScript', sizes.javaScript], ['WebAssembly', sizes.webAssembly], ['together', sizes.together], ['later', sizes.later]]
      .filter(([, { bytes }]) => bytes > 0)
      .map(([part, { bytes, gzip, brotli }]) => [`${program}: ${part}`, ...[bytes, gzip, brotli].map((each) => each.toLocaleString('en'))]),
  );
  return markdownTable(['', 'bytes', 'gzip 9', 'brotli 11'], rows);
}

/** @param {Figures} figures */
function costsTable({ costs }) {
  const cells = (/** @type {import('../../simulate/model.mjs').Line | number} */ cost) =>
    typeof cost === 'number' ? [short(cost), '', ''] : [cost.each, cost.eachFeature, cost.eachOverride].map((each) => (each === 0 ? '' : short(each)));
  const rows = Object.entries({
    '/status, µs': costs.cpu.status,
    'public snapshot, µs': costs.cpu.public,
    'personal snapshot, µs': costs.cpu.personal,
    'full snapshot, µs': costs.cpu.full,
    '304, µs': costs.cpu.notModified,
    'connection, µs': costs.cpu.connection,
    'event to one client, µs': costs.cpu.event,
    'change, with compression, µs': costs.cpu.change,
    "change, µs of Redis' CPU": costs.redis.change,
    "reading everything, µs of Redis' CPU": costs.redis.read,
    'memory of a server, B': costs.memory.server,
  }).map(([what, cost]) => [what, ...cells(cost)]);
  return markdownTable(['', 'each', 'and a feature', 'and an override'], rows);
}

/** @param {Figures} figures */
function scaleTable({ costs }) {
  const rows = Object.values(sites).map(({ title, site }) => {
    const { resource, share } = tightest(useOf(site, costs, usual));
    const grow = site.pages > 0 ? growths.visitors : growths.readers;
    const { times } = breakingPoint((size) => grow(site, size), costs, usual);
    return [title, `${(100 * share).toFixed(1)} %`, resource, `${short(times)} times`, `${short(1_000 * settling(site, costs, usual.cores))} ms`];
  });
  return markdownTable(['site', 'most used', 'of', 'room for', 'a change at all pages'], rows);
}
