// @ts-check
//
// Snapshots as a broken disk, proxy or cable makes them, through createPancake's own `fetch`.
import { seeded } from '../support/seeded.mjs';
import { equal, fail, keptLog } from './expect.mjs';

/** The refusals of bytes, of all that can go wrong. */
const refusals = new Set(['not_a_snapshot', 'unsupported_version', 'wrong_length', 'wrong_checksum', 'broken_structure']);

/**
 * Offers damaged snapshots to one Pancake. Each has to be refused by its code, and has to leave
 * every answer as it was; no damage ends the engine, for the good snapshot behind it is taken.
 * @param {{ createPancake: (options: any) => Promise<any>, snapshotFromJson: (json: any) => Promise<Uint8Array> }} pancakeFlags
 * @param {{ url: string, seed: number, count: number, visitOf: (pancake: any) => Promise<any>, layered: Uint8Array }} options
 *   `layered`: a base and a layer in one file
 * @returns {Promise<Record<string, number>>} how often each code refused
 */
export async function offerDamagedSnapshots({ createPancake, snapshotFromJson }, { url, seed, count, visitOf, layered }) {
  const random = seeded(seed);
  const below = (/** @type {number} */ n) => Math.floor(random() * n);
  const whole = await Promise.all([0, 1, 8, 40].map((size) => snapshotFromJson(snapshotOf(size))));
  const good = [...whole, layered];
  let offered = good[2] ?? new Uint8Array();
  const fetch = async () => new Response(/** @type {any} */ (offered));
  const log = keptLog();
  const pancake = await createPancake({ url, fetch, pollInterval: 0, maxAge: 1e9, live: false, storage: false, visitor: 'somebody', logger: log });
  const visit = await visitOf(pancake);
  const features = [0, 3, 7].flatMap((i) => [visit.switch(`SWITCH_${i}`), visit.flag(`FLAG_${i}`), visit.sample(`SAMPLE_${i}`)]);
  const answers = () => [pancake.revision, ...features.map((feature) => feature.explain())];
  const before = JSON.stringify(answers());
  /** @type {Record<string, number>} */
  const codes = {};
  pancake.on('error', (/** @type {any} */ { code }) => (codes[code] = (codes[code] ?? 0) + 1));
  for (let i = 0; i < count; ++i) {
    const from = good[below(good.length)] ?? offered;
    do offered = damaged(from, below);
    while (areEqual(offered, from)); // zeros over zeros, or two flips of one bit
    if (await pancake.refresh()) fail(`snapshot ${i} of seed ${seed} was taken`);
    if (JSON.stringify(answers()) !== before) fail(`snapshot ${i} of seed ${seed} changed answers`);
  }
  equal(Object.keys(codes).filter((code) => !refusals.has(code)), [], `codes of seed ${seed}`);
  offered = await snapshotFromJson({ ...snapshotOf(8), revision: 10 });
  equal([await pancake.refresh(), pancake.revision], [true, 10], 'a good snapshot after all of them');
  pancake.close();
  return codes;
}

/** @param {Uint8Array} a @param {Uint8Array} b */
function areEqual(a, b) {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** @param {number} size how many of each kind */
function snapshotOf(size) {
  const named = (/** @type {string} */ word, /** @type {(i: number) => object} */ of) =>
    Array.from({ length: size }, (_, i) => ({ name: `${word}_${i}`, ...of(i) }));
  return {
    extension: 'pancake',
    scope: 'full',
    revision: 9,
    groups: ['user', 'admin'].slice(0, size),
    switches: named('SWITCH', (i) => ({ default: i % 2 === 0, state: i % 3 === 0 ? false : null })),
    flags: named('FLAG', (i) => ({ default: i % 2 === 1, state: i % 5 === 0 ? true : null })),
    samples: named('SAMPLE', (i) => ({ default: (7 * i) % 100 })),
    overrides: Array.from({ length: size }, (_, i) => ({ group: 'user', id: `${i}`, flags: { [`FLAG_${i}`]: i % 2 === 0 } })),
  };
}

/** @param {Uint8Array} from @param {(n: number) => number} below */
function damaged(from, below) {
  const bytes = from.slice();
  const end = bytes.length;
  const byte = () => below(256);
  const change = (/** @type {number} */ count, /** @type {(old: number) => number} */ to) => {
    for (let i = 0; i < count; ++i) {
      const at = below(end);
      bytes[at] = to(bytes[at] ?? 0);
    }
  };
  switch (below(8)) {
    case 0: // cut at the end
      return bytes.slice(0, below(end));
    case 1: // cut at the start
      return bytes.slice(1 + below(end - 1));
    case 2: { // something behind it
      const longer = new Uint8Array(end + 1 + below(64)).map(byte);
      longer.set(bytes);
      return longer;
    }
    case 3: // random from the first byte to the last
      return new Uint8Array(below(300)).map(byte);
    case 4: // random behind a header that is right
      return bytes.map((old, i) => (i < 32 ? old : byte()));
    case 5: { // a stretch of zeros, as of a file that was not written to its end
      const start = below(end);
      return bytes.fill(0, start, start + 1 + below(64));
    }
    case 6: // bytes
      change(1 + below(8), byte);
      return bytes;
    default: // single bits
      change(1 + below(3), (old) => old ^ (1 << below(8)));
      return bytes;
  }
}
