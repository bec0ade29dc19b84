// @ts-check
//
// Checks and updates in one Node process. Neither its heap nor the memory of the Wasm module may
// grow once everything is warm.
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { asBase, asLayer, deltaOf, fileOf } from '../js/support/layers.mjs';

const mebibyte = 2 ** 20;
const lines = 10;
/** What a full garbage collection may leave this time and not the other. */
const slack = 1 * mebibyte;

/** @typedef {{ seconds: number, heap: number, wasm: number, checks: number, updates: number }} Line */

/**
 * Works for so long, and tells what it measured after each tenth.
 * @param {number} seconds
 * @param {number} warmAt the number of the tenth after which nothing may grow
 * @param {(line: Line) => void} tell
 * @returns {Promise<string[]>} what grew; nothing, when all is well
 */
export async function soak(seconds, warmAt, tell) {
  // Before the package is loaded, so that its memory is seen.
  const memories = watchMemories();
  const { createPancake } = await import('pancake-flags');
  const { snapshotFromJson } = await import('pancake-flags/json');
  const sizes = [10, 200, 50];
  const snapshots = await Promise.all(sizes.map((size) => snapshotFromJson(snapshotOf(size))));
  const base = asBase(snapshots[1] ?? new Uint8Array());
  const layers = await Promise.all([0, 1, 2].map(async (id) => asLayer(base, await snapshotFromJson(layerOf(200, id)))));
  const damaged = (snapshots[0] ?? new Uint8Array()).slice(0, -1);
  const built = memories.length;
  let updates = 0;
  // Whole snapshots, a base with a layer, deltas to further layers over it, and what is damaged.
  const answer = (/** @type {string} */ url) => {
    const turn = updates % 10;
    const layer = layers[turn % layers.length] ?? damaged;
    if (turn === 9) return damaged;
    if (turn < 4) return snapshots[turn % snapshots.length];
    if (turn === 4 || !url.includes('&since=')) return fileOf(base, layer);
    const at = Math.ceil(base.length / 8) * 8;
    return deltaOf(at + layer.length, [[0, at, layer]]);
  };
  const fetch = async (/** @type {string} */ url) =>
    new Response(/** @type {any} */ (answer(url)), { headers: { ETag: `"${updates}"` } });
  const options = { url: 'https://flags.example', fetch, scope: /** @type {const} */ ('full'), pollInterval: 0, live: false, logger: { warn() {} } };
  const pancake = await createPancake({ ...options, groups: { user: (request) => request?.headers.user ?? null } });
  pancake.on('change', () => {});
  const kept = Array.from({ length: 10 }, (_, i) => pancake.flag(`FLAG_${i}`));
  const collect = garbageCollection();
  const start = performance.now();
  const measured = /** @type {Line[]} */ ([]);
  let checks = 0;
  for (let line = 1; line <= lines; ++line) {
    while (performance.now() - start < (seconds * 1000 * line) / lines) {
      ++updates;
      await pancake.refresh();
      for (let visitor = 0; visitor < 20; ++visitor) {
        const visit = await pancake.forRequest({ headers: { user: `user-${(updates * 20 + visitor) % 5_000}` } });
        for (let i = 0; i < 10; ++i) visit.flag(`FLAG_${i}`).isActive();
        visit.sample('SAMPLE_3').explain();
        await visit.setCookies();
        checks += 11;
      }
      for (const flag of kept) flag.isActive();
      checks += kept.length;
      // One that comes and goes.
      if (updates % 10 === 0) (await createPancake({ snapshot: snapshots[1] ?? damaged, logger: { warn() {} } })).close();
      if (updates % 50 === 0) await pause(1);
    }
    // What is registered to be finalized goes with a later one.
    for (let i = 0; i < 3; ++i) {
      collect();
      await pause(5);
    }
    const wasm = memories.slice(built).reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
    const now = { seconds: (performance.now() - start) / 1000, heap: process.memoryUsage().heapUsed, wasm, checks, updates };
    measured.push(now);
    tell(now);
  }
  pancake.close();
  const [first, last] = [measured[warmAt - 1], measured.at(-1)];
  if (first === undefined || last === undefined) return ['nothing was measured'];
  const grown = [];
  if (last.wasm === 0) grown.push('no memory of a Wasm module was seen');
  if (last.wasm > first.wasm) grown.push(`Wasm memory grew from ${first.wasm} to ${last.wasm} bytes`);
  if (last.heap > first.heap + slack) grown.push(`the heap grew from ${first.heap} to ${last.heap} bytes`);
  return grown;
}

/** One line of the table, or its head. @param {Line} [line] */
export function row(line) {
  const cells = line === undefined
    ? ['seconds', 'checks', 'updates', 'heap MiB', 'Wasm MiB']
    : [line.seconds.toFixed(0), line.checks, line.updates, (line.heap / mebibyte).toFixed(2), (line.wasm / mebibyte).toFixed(2)];
  return cells.map((cell) => String(cell).padStart(10)).join(' ');
}

/** The memories of all modules that are started from here on. @returns {WebAssembly.Memory[]} */
function watchMemories() {
  /** @type {WebAssembly.Memory[]} */
  const memories = [];
  const keep = (/** @type {WebAssembly.Instance} */ instance) => {
    for (const each of Object.values(instance.exports)) if (each instanceof WebAssembly.Memory) memories.push(each);
    return instance;
  };
  const instantiate = /** @type {any} */ (WebAssembly.instantiate);
  Object.assign(WebAssembly, {
    instantiate: async (/** @type {any} */ module, /** @type {any} */ imports) => {
      const made = await instantiate(module, imports);
      keep(made.instance ?? made);
      return made;
    },
    Instance: new Proxy(WebAssembly.Instance, {
      construct: (target, words) => keep(Reflect.construct(target, words)),
    }),
  });
  return memories;
}

/** A full garbage collection. @returns {() => void} */
function garbageCollection() {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}

/** @param {number} size */
function snapshotOf(size) {
  const named = (/** @type {string} */ word, /** @type {(i: number) => boolean | number} */ of) =>
    Array.from({ length: size }, (_, i) => ({ name: `${word}_${i}`, default: /** @type {any} */ (of(i)) }));
  return {
    extension: 'pancake',
    scope: /** @type {const} */ ('full'),
    revision: 1,
    groups: ['user'],
    switches: named('SWITCH', (i) => i % 2 === 0),
    flags: named('FLAG', (i) => i % 3 === 0),
    samples: named('SAMPLE', (i) => i % 100),
    overrides: Array.from({ length: 10 * size }, (_, i) => ({ group: 'user', id: `user-${i}`, flags: { [`FLAG_${i % size}`]: true } })),
  };
}

/** A layer over snapshotOf(size), in which another id has the overrides. @param {number} size @param {number} id */
const layerOf = (size, id) => ({ ...snapshotOf(size), overrides: [{ group: 'user', id: `user-${id}`, flags: { FLAG_0: id % 2 === 0 } }] });
