// @ts-check
import { snapshotFromJson } from 'pancake-flags/json';

const groups = ['user', 'admin', 'tenant'];
/** Ids that are easily mixed up: empty, not ASCII, one the start of another. */
const oddIds = ['', 'ü', '1', '11', '日本', ' ', 'a&b=c', '</script>'];

/**
 * 200 features of all kinds with states, overrides and samples.
 * @param {() => number} random numbers from 0 to below 1
 * @param {() => boolean} [isForClients] whether the next one is for clients; four of five are
 */
export async function manyFeatures(random, isForClients = () => random() < 0.8) {
  const chance = (/** @type {number} */ share) => random() < share;
  const toggle = (/** @type {string} */ kind) => (/** @type {unknown} */ _, /** @type {number} */ i) => ({
    name: `${kind}_${i}${chance(0.1) ? '_ÄÖ' : ''}`,
    default: chance(0.5),
    ...(chance(0.3) ? { state: chance(0.5) } : {}),
    client: isForClients(),
  });
  const switches = Array.from({ length: 50 }, toggle('SWITCH'));
  const flags = Array.from({ length: 90 }, toggle('FLAG'));
  const samples = Array.from({ length: 60 }, (_, i) => ({
    name: `SAMPLE_${i}`,
    default: Math.round(random() * 1_000) / 10,
    ...(chance(0.3) ? { state: [0, 100, 50, 12.5][Math.floor(random() * 4)] ?? 0 } : {}),
    client: isForClients(),
  }));
  const ids = [...oddIds, ...Array.from({ length: 100 }, (_, i) => `id-${i}`)];
  const overrides = groups.flatMap((group) =>
    ids.filter(() => chance(0.5)).map((id) => ({
      group,
      id,
      flags: Object.fromEntries(flags.filter(() => chance(0.1)).map(({ name }) => [name, chance(0.5)])),
    })),
  );
  const json = { extension: 'pancake', scope: /** @type {const} */ ('full'), revision: 12, groups, switches, flags, samples, overrides };
  const features = [
    ...switches.map(({ name, client }) => ({ kind: /** @type {const} */ ('switch'), name, client })),
    ...flags.map(({ name, client }) => ({ kind: /** @type {const} */ ('flag'), name, client })),
    ...samples.map(({ name, client }) => ({ kind: /** @type {const} */ ('sample'), name, client })),
  ];
  return { bytes: await snapshotFromJson(json), groups, ids, features, samples };
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * A visitor: ids by group, some without, and a cookie, unless it is new.
 * @param {() => number} random @param {{ groups: string[], ids: string[] }} snapshot
 */
export function randomVisitor(random, { groups, ids }) {
  const pick = (/** @type {ArrayLike<string>} */ from) => from[Math.floor(random() * from.length)] ?? '';
  return {
    ids: Object.fromEntries(groups.map((group) => [group, random() < 0.3 ? null : pick(ids)])),
    key: random() < 0.2 ? null : `${pick(letters)}${pick(letters)}${pick(letters)}`,
  };
}
