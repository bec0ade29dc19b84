// @ts-check
//
// The states that every SDK is given, each in its own format, and who asks.
import { seeded } from '../../support/seeded.mjs';

/**
 * A feature as no SDK writes it: on or off for everybody; off, but on for some users; or on for a
 * share of the users, the same ones each time.
 * @typedef {{ key: string } & ({ type: 'plain', on: boolean } | { type: 'override', ids: readonly string[] } | { type: 'percent', percent: number })} Neutral
 */

/** The three features that single questions are about. */
export const asked = { plain: 'asked-plain', override: 'asked-override', percent: 'asked-percent' };

/** Ids of 36 characters, in the shape of a UUID. @param {number} count @param {number} seed */
export function makeIds(count, seed) {
  const random = seeded(seed);
  const hex = () => Math.floor(random() * 2 ** 32).toString(16).padStart(8, '0');
  return Array.from({ length: count }, () => {
    const [a, b, c, d] = [hex(), hex(), hex(), hex()];
    return `${a}-${b.slice(0, 4)}-${b.slice(4)}-${c.slice(0, 4)}-${c.slice(4)}${d}`;
  });
}

/**
 * Of ten features six are plain, every other of them on, three are overridden for ten users, and one is a sample.
 * @param {number} count
 * @returns {Neutral[]}
 */
export function mixedState(count) {
  const users = makeIds(4096, 1);
  return Array.from({ length: count }, (_, n) => {
    const key = `team-${n % 37}-feature-${n}`;
    const slot = n % 10;
    if (slot < 6) return { key, type: 'plain', on: slot % 2 === 0 };
    const first = (n * 7) % (users.length - 10);
    if (slot < 9) return { key, type: 'override', ids: users.slice(first, first + 10) };
    return { key, type: 'percent', percent: 50 };
  });
}

/**
 * A mixed state of 1,000 features in all, with those that are asked at a third, the half and two
 * thirds of it, so that it shows when an SDK searches a list.
 * @param {readonly string[]} overridden the ids of the overridden one
 * @returns {Neutral[]}
 */
export function askedState(overridden) {
  const features = mixedState(997);
  const put = (/** @type {number} */ share, /** @type {Neutral} */ feature) =>
    features.splice(Math.floor(features.length * share), 0, feature);
  put(1 / 3, { key: asked.plain, type: 'plain', on: true });
  put(1 / 2, { key: asked.override, type: 'override', ids: overridden });
  put(2 / 3, { key: asked.percent, type: 'percent', percent: 50 });
  return features;
}

/** One feature that is overridden for so many ids. @param {readonly string[]} ids @returns {Neutral[]} */
export function overriddenState(ids) {
  return [{ key: asked.override, type: 'override', ids }];
}

/**
 * 1,024 users in turn, every other one of them listed.
 * @param {readonly string[]} listed
 */
export function usersInTurn(listed) {
  const step = listed.length / 512;
  return makeIds(1024, 99).map((id, n) => (n % 2 === 1 ? id : (listed[Math.floor((n / 2) * step)] ?? id)));
}
