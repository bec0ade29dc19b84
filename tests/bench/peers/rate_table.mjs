// @ts-check
import { short } from '../table.mjs';
import { asJson, bestPeer, medians, ours, printEntrants, times } from './figures.mjs';
import { asked, askedState, makeIds, usersInTurn } from './states.mjs';
import { measureInTurns, writeStates } from './turns.mjs';

/** @typedef {import('./measure.mjs').Question} Question */

const turns = 5;

/**
 * How many single questions a second, among 1,000 features.
 * @param {import('./tables.mjs').Measuring} measuring
 * @returns {Promise<import('./tables.mjs').Measured>}
 */
export async function rateTable({ all, budget, quick }) {
  const overridden = makeIds(1_000, 7);
  const features = askedState(overridden);
  const questions = questionsTo(overridden);
  const state = await writeStates(all, 'asked', features);
  const found = measureInTurns(all, quick ? 1 : turns, budget, ({ name, adapter }) => ({
    kind: 'rates',
    state: state(name),
    questions: adapter.looksUp ? questions.slice(0, 2) : questions,
  }));

  const columns = Object.fromEntries(
    questions.map(({ name }) => [name, medians(found, (/** @type {Record<string, number[]>} */ result) => result[name])]),
  );
  printEntrants(
    'Answers a second, one thread, warm, among 1,000 features; how many times as many pancake gives',
    questions.flatMap(({ name }) => [name, '']),
    all,
    found,
    (name) =>
      Object.values(columns).flatMap((figures) => {
        const figure = figures.get(name);
        return figure === undefined ? ['', ''] : [short(figure), times(ours(figures) / figure)];
      }),
  );
  const aim = (/** @type {string} */ what, /** @type {string} */ column, /** @type {number} */ least) => {
    const figures = columns[column] ?? new Map();
    const best = bestPeer(all, figures, 'most');
    const ratio = ours(figures) / best.figure;
    return { what, aim: `at least ${least}x`, reached: `${times(ratio)} of ${best.title}`, isMet: ratio >= least };
  };
  return {
    figures: asJson(columns),
    aims: [aim('kept feature, same visitor', 'plain, same visitor', 4), byHand(columns['plain, same visitor'] ?? new Map()), aim('an override, a new visitor each time', 'override', 8)],
  };
}

/** @param {ReadonlyMap<string, number>} figures of features that are kept @returns {import('./tables.mjs').Aim} */
function byHand(figures) {
  const ratio = ours(figures) / (figures.get('plain_js_kept') ?? NaN);
  return { what: 'kept feature, same visitor, beside one written by hand', aim: 'at least 0.5x', reached: times(ratio), isMet: ratio >= 0.5 };
}

/** @param {readonly string[]} overridden @returns {Question[]} */
function questionsTo(overridden) {
  const users = usersInTurn(overridden);
  const one = users.map(() => users[0] ?? '');
  const on = users.map(() => true);
  const listed = new Set(overridden);
  return [
    { name: 'plain, same visitor', key: asked.plain, ids: one, expected: on },
    { name: 'plain', key: asked.plain, ids: users, expected: on },
    { name: 'override, same visitor', key: asked.override, ids: one, expected: on },
    { name: 'override', key: asked.override, ids: users, expected: users.map((id) => listed.has(id)) },
    { name: 'percent', key: asked.percent, ids: users, expected: 'half' },
  ];
}
