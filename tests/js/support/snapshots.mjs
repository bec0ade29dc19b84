// @ts-check
import { snapshotFromJson } from 'pancake-flags/json';

/**
 * A small snapshot with all three kinds, in which user 42 has overrides.
 * @type {import('pancake-flags/json').JsonSnapshot}
 */
export const shop = {
  extension: 'pancake',
  scope: /** @type {const} */ ('full'),
  revision: 7,
  groups: ['user', 'admin'],
  switches: [{ name: 'OPEN', default: true }],
  flags: [{ name: 'CHECKOUT', default: false }, { name: 'DARK', default: false, state: true }],
  samples: [{ name: 'ALL', default: 100 }, { name: 'HALF', default: 50 }, { name: 'NONE', default: 100, state: 0 }],
  overrides: [
    { group: 'user', id: '42', flags: { CHECKOUT: true, DARK: false } },
    { group: 'admin', id: 'yes', flags: { CHECKOUT: false } },
  ],
};

/** Its bytes, with changes laid over. @param {Partial<import('pancake-flags/json').JsonSnapshot>} [changes] */
export function shopBytes(changes = {}) {
  return snapshotFromJson({ ...shop, ...changes });
}

/** A logger that keeps its lines. */
export function keptLog() {
  /** @type {string[]} */
  const lines = [];
  return { lines, warn: (/** @type {string} */ line) => lines.push(line) };
}
