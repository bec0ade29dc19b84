// @ts-check
import { short } from '../table.mjs';
import { asJson, bestPeer, medians, ours, printEntrants, times } from './figures.mjs';
import { askedState, makeIds, usersInTurn } from './states.mjs';
import { measureInTurns, writeStates } from './turns.mjs';

const turns = 5;

/** How often a second: what the SDK's own call gives, and an object or list with the names. @typedef {{ own: number[], byName: number[] }} Ways */

/**
 * All of 1,000 features, for another visitor each time.
 * @param {import('./tables.mjs').Measuring} measuring
 * @returns {Promise<import('./tables.mjs').Measured>}
 */
export async function allTable({ all, budget, quick }) {
  const overridden = makeIds(1_000, 7);
  const features = askedState(overridden);
  const ids = usersInTurn(overridden).slice(0, 64);
  const state = await writeStates(all, 'asked', features);
  const found = measureInTurns(all, quick ? 1 : turns, budget, ({ name, adapter }) => ({
    kind: 'all',
    state: state(name),
    keys: features.map(({ key }) => key),
    ids,
    on: ids.map((id) => rangeOf(adapter.looksUp ? features.filter(({ type }) => type === 'plain') : features, id)),
  }));

  const micros = (/** @type {number[]} */ perSecond) => perSecond.map((each) => 1e6 / each);
  const microseconds = medians(found, (/** @type {Ways} */ { own }) => micros(own));
  const byName = medians(found, (/** @type {Ways} */ { byName }) => micros(byName));
  printEntrants(
    `All of ${features.length} features for a new visitor, µs; how many times as long as pancake`,
    ['as each gives them', '', 'an object or list with the names', ''],
    all,
    found,
    (name) =>
      [microseconds, byName].flatMap((figures) => {
        const figure = figures.get(name);
        return figure === undefined ? ['', ''] : [short(figure), times(figure / ours(figures))];
      }),
  );
  const share = (/** @type {ReadonlyMap<string, number>} */ figures) => (100 * ours(figures)) / bestPeer(all, figures, 'least').figure;
  return {
    figures: asJson({ microseconds, byName }),
    aims: [
      {
        what: '1,000 features for a new visitor',
        aim: 'at most 1 %',
        reached: `${share(microseconds).toFixed(2)} % of ${bestPeer(all, microseconds, 'least').title}'s time; with the names ${share(byName).toFixed(1)} %`,
        isMet: share(microseconds) <= 1,
      },
    ],
  };
}

/**
 * How many are on for a user, at least and at most: each SDK draws samples in its own way.
 * @param {readonly import('./states.mjs').Neutral[]} features
 * @param {string} id
 * @returns {[number, number]}
 */
function rangeOf(features, id) {
  let sure = 0;
  let samples = 0;
  for (const feature of features) {
    if (feature.type === 'percent') ++samples;
    else if (feature.type === 'plain' ? feature.on : feature.ids.includes(id)) ++sure;
  }
  return [sure + Math.floor(samples * 0.25), sure + Math.ceil(samples * 0.75)];
}
