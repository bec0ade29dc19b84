// @ts-check
import { short } from '../table.mjs';
import { asJson, medians, ours, printEntrants, times } from './figures.mjs';
import { makeIds, mixedState } from './states.mjs';
import { measureInTurns, writeStates } from './turns.mjs';

/** @typedef {import('./turns.mjs').Entrant} Entrant */
/** @typedef {{ first: number, again: number[] }} Loaded milliseconds */
/** @typedef {{ js: number, wasm: number }} Held bytes */

const turns = 5;
const counts = [1_000, 10_000];
const most = 10_000;
const id = makeIds(1, 5)[0] ?? '';

/**
 * From a state's bytes to the first answer, and what the state then holds.
 * @param {import('./tables.mjs').Measuring} measuring
 * @returns {Promise<import('./tables.mjs').Measured>}
 */
export async function loadTable({ all, budget, quick }) {
  const repeats = quick ? 1 : turns;
  const small = await firsts(all, 10);
  /** @type {Record<string, ReadonlyMap<string, number>>} */
  const columns = {};
  let found = new Map();
  for (const count of counts) {
    const first = await firsts(all, count);
    found = measureInTurns(all, repeats, budget, ({ name }) => ({
      kind: 'load',
      small: small(name),
      first: first(name),
      again: 9,
    }));
    columns[`${count} first, ms`] = medians(found, (/** @type {Loaded} */ loaded) => loaded.first);
    columns[`${count} again, ms`] = medians(found, (/** @type {Loaded} */ loaded) => loaded.again);
  }
  const first = await firsts(all, most);
  const memory = measureInTurns(all, repeats, budget, ({ name }) => ({
    kind: 'memory',
    small: small(name),
    first: first(name),
    questions: [],
  }));
  columns['bytes a feature'] = medians(memory, (/** @type {Held} */ { js, wasm }) => (js + wasm) / most);

  printEntrants(
    `A state from bytes to the first answer, in a process that has not loaded one of this size, and again; what ${most} features hold. How many times as much as pancake`,
    Object.keys(columns).flatMap((name) => [name, '']),
    all,
    found,
    (name) =>
      Object.values(columns).flatMap((figures) => {
        const figure = figures.get(name);
        return figure === undefined ? ['', ''] : [short(figure), times(figure / ours(figures))];
      }),
  );
  const loads = columns[`${most} first, ms`] ?? new Map();
  const share = ours(loads) / (loads.get('growthbook') ?? NaN);
  const bytes = ours(columns['bytes a feature'] ?? new Map());
  return {
    figures: asJson(columns),
    aims: [
      { what: 'load 10,000 features', aim: "at most a tenth of growthbook's", reached: share.toFixed(3), isMet: share <= 0.1 },
      { what: 'memory of 10,000 features', aim: 'at most 100 B a feature', reached: `${bytes.toFixed(0)} B`, isMet: bytes <= 100 },
    ],
  };
}

/** A state of so many features for each SDK, and its first question. @param {readonly Entrant[]} all @param {number} count */
async function firsts(all, count) {
  const features = mixedState(count);
  const key = features[0]?.key ?? '';
  const files = await writeStates(all, `mixed-${count}`, features);
  return (/** @type {string} */ name) => ({ state: files(name), key, id });
}
