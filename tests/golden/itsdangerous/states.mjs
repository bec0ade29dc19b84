// @ts-check
import { seeded } from '../../support/seeded.mjs';

/** @typedef {[string, boolean][]} State */

/** Characters of names: what JSON escapes, what cookies cannot hold, several bytes of UTF-8. */
const characters = [
  'a',
  'B',
  '0',
  '_',
  '-',
  '.',
  ' ',
  '"',
  '\\',
  '/',
  ';',
  ',',
  '=',
  'ß',
  'Ω',
  '日',
  '🥞',
  '\u2028',
];

/**
 * States that an application could have: from one sample to many, so that some get compressed.
 * Each name is definable, and none looks like an array's index, which would change its place in
 * JavaScript objects.
 * @param {number} count @param {number} [seed]
 * @returns {State[]}
 */
export function randomStates(count, seed = 7) {
  const random = seeded(seed);
  const pick = (/** @type {number} */ below) => Math.floor(random() * below);
  return Array.from({ length: count }, () => {
    const names = new Set(
      Array.from(
        { length: 1 + pick(pick(2) ? 4 : 40) },
        () => `s${Array.from({ length: pick(12) }, () => characters[pick(characters.length)]).join('')}`,
      ),
    );
    return [...names].map((name) => /** @type {[string, boolean]} */ ([name, random() < 0.5]));
  });
}
