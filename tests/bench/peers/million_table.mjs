// @ts-check
import { mebibytes, short } from '../table.mjs';
import { asJson, bestPeer, medians, ours, printEntrants, times } from './figures.mjs';
import { asked, makeIds, mixedState, overriddenState } from './states.mjs';
import { measureInTurns, writeStates } from './turns.mjs';

/** @typedef {{ milliseconds: number, js: number, wasm: number, perSecond: Record<string, number[]> }} Held */

const turns = 3;
/** What fails with a million is asked with less, and shows with how many. */
const counts = [1_000_000, 100_000, 10_000];
const askedUsers = 4_096;
/** Some SDKs take a tenth of a second for an answer. */
const checkedUsers = 32;

/**
 * One feature with a million overridden users.
 * @param {import('./tables.mjs').Measuring} measuring
 * @returns {Promise<import('./tables.mjs').Measured>}
 */
export async function millionTable({ all, budget, quick }) {
  /** @type {Map<string, { results: Held[], failure: string | null, count: number }>} */
  const found = new Map();
  let left = all.filter(({ adapter }) => !adapter.looksUp);
  for (const count of counts) {
    const ids = makeIds(count, 7);
    const task = await taskFor(left, ids);
    for (const [name, of] of measureInTurns(left, quick ? 1 : turns, budget, task)) {
      found.set(name, { ...of, count, failure: of.failure ?? found.get(name)?.failure ?? null });
    }
    left = left.filter(({ name }) => found.get(name)?.results.length === 0);
    if (left.length === 0) break;
  }

  const loads = medians(found, (result) => result.milliseconds);
  const js = medians(found, (result) => result.js);
  const wasm = medians(found, (result) => result.wasm);
  const listed = medians(found, ({ perSecond }) => perSecond.listed?.map((each) => 1e6 / each));
  const others = medians(found, ({ perSecond }) => perSecond.others?.map((each) => 1e6 / each));
  printEntrants(
    'One feature that is overridden for a million ids of 36 characters: load, what it holds, and an answer for one who is listed and one who is not',
    ['ids', 'load, ms', '', 'JavaScript, MiB', 'Wasm, MiB', 'listed, µs', 'not listed, µs'],
    all.filter(({ adapter }) => !adapter.looksUp),
    found,
    (name) => {
      const load = loads.get(name);
      if (load === undefined) return ['', '', '', '', '', '', ''];
      const cell = (/** @type {ReadonlyMap<string, number>} */ figures, write = short) => write(figures.get(name) ?? NaN);
      return [
        short(found.get(name)?.count ?? 0),
        short(load),
        found.get(name)?.count === counts[0] ? times(load / ours(loads)) : '',
        cell(js, mebibytes),
        cell(wasm, mebibytes),
        cell(listed),
        cell(others),
      ];
    },
  );
  const whole = new Map([...loads].filter(([name]) => found.get(name)?.count === counts[0]));
  const best = bestPeer(all, whole, 'least');
  const share = ours(loads) / best.figure;
  const held = ours(js) + ours(wasm);
  const slowest = Math.max(ours(listed), ours(others));
  return {
    figures: asJson({ count: new Map([...found].map(([name, { count }]) => [name, count])), loads, js, wasm, listed, others }),
    aims: [
      { what: 'load of 1,000,000 overrides', aim: 'at most 0.5', reached: `${share.toFixed(2)} of ${best.title}'s time`, isMet: share <= 0.5 },
      { what: 'memory of 1,000,000 overrides', aim: 'at most 64 MiB', reached: `${mebibytes(held)} MiB`, isMet: held <= 64 * 2 ** 20 },
      { what: 'an answer among 1,000,000', aim: 'within 1 µs', reached: `${slowest.toFixed(2)} µs`, isMet: slowest <= 1 },
    ],
  };
}

/** @param {readonly import('./turns.mjs').Entrant[]} all @param {readonly string[]} ids */
async function taskFor(all, ids) {
  const small = mixedState(10);
  const smallState = await writeStates(all, 'mixed-10', small);
  const state = await writeStates(all, `overridden-${ids.length}`, overriddenState(ids));
  // From all over the list, in an order that no memory cache can guess.
  const listed = Array.from({ length: askedUsers }, (_, n) => ids[Math.floor(((n * 0.6180339887498949) % 1) * ids.length)] ?? '');
  const others = makeIds(askedUsers, 4_242);
  const questions = [
    { name: 'listed', key: asked.override, ids: listed, expected: new Array(checkedUsers).fill(true) },
    { name: 'others', key: asked.override, ids: others, expected: new Array(checkedUsers).fill(false) },
  ];
  const id = ids.at(-1) ?? '';
  return (/** @type {import('./turns.mjs').Entrant} */ { name }) => ({
    kind: /** @type {const} */ ('memory'),
    small: { state: smallState(name), key: small[0]?.key ?? '', id },
    first: { state: state(name), key: asked.override, id },
    questions,
  });
}
