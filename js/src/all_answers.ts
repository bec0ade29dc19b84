import type { OpenSnapshot } from './engine.js';
import { demand, textOf } from './errors.js';
import type { FeatureName } from './feature_names.js';
import type { Feature } from './features.js';
import type { Pancake } from './pancake.js';
import type { RequestParts, RequestVisit } from './request_visit.js';
import type { Visit } from './visit.js';

/** What the names of a snapshot's features are, read once a snapshot. */
interface Listing {
  /** By number: switches, then flags, then samples. */
  names: readonly string[];
  firstFlag: number;
  firstSample: number;
  /** The numbers by name: of switches, of flags, of samples. */
  byKind: Readonly<Record<FeatureKind, ReadonlyMap<string, number>>>;
  /** What answers for a name that several kinds share: the flag, else the switch. */
  byName: ReadonlyMap<string, number>;
}

/** The kinds of features. */
export type FeatureKind = 'switch' | 'flag' | 'sample';

const listings = new WeakMap<OpenSnapshot, Listing>();

/**
 * Every feature at once, for the visitor who is asking now: the answers that `isActive()` of each would
 * give without a `default` in code, for little more than one of them. Names are those of the snapshot; before there is one there are none.
 * Like a check of a sample, it lets a new visitor have a cookie, if there are samples.
 * @throws PancakeError bad_option, where it is neither a Pancake nor the visit of a request
 */
export function allAnswers(of: Pancake<never> | RequestVisit): Answers {
  demand(typeof of?.visit === 'function', 'allAnswers() wants a Pancake or a visit');
  const visit = of.visit() as Visit & Partial<FakeVisit>;
  if (visit.given !== undefined) return answersGiven(visit.given);
  const { current, key, warnings, memory } = visit.parts as RequestParts;
  const { snapshot } = current;
  try {
    if (snapshot !== null) {
      if (snapshot.sampleCount > 0) key.keep();
      const bits = visit.evaluateAll(snapshot);
      const listing = listingOf(snapshot);
      if (memory === undefined) return new Answers(listing, bits);
      const decided = bits.slice();
      for (const [name, place] of listing.byKind.sample) {
        decided[place] = memory.answerOf({ kind: 2, name } as Feature, () => bits[place] as number);
      }
      return new Answers(listing, decided);
    }
    warnings.once('not_loaded', `extension ${current.extension} is not loaded`);
  } catch (error) {
    warnings.once('engine_failed', textOf(error));
  }
  return new Answers(listingOfKinds([], [], []), new Uint8Array());
}

/** What every feature answered at one moment. Later changes leave it as it is. */
export class Answers implements Iterable<readonly [name: string, isActive: boolean, kind: FeatureKind]> {
  readonly #listing: Listing;
  /** The answer byte of each feature, by number. */
  readonly #bits: Uint8Array;

  /** @internal */
  constructor(listing: Listing, bits: Uint8Array) {
    this.#listing = listing;
    this.#bits = bits;
  }

  /** How many features there are. */
  get size(): number {
    return this.#listing.names.length;
  }

  /**
   * Whether a feature is on: that of this kind, else the flag of this name, or the switch, or the
   * sample. false where there is none.
   */
  isActive(name: FeatureName, kind?: FeatureKind): boolean {
    const { byKind, byName } = this.#listing;
    return this.#isOn((kind === undefined ? byName : byKind[kind])?.get(name) ?? -1);
  }

  /** Calls it for each feature: switches, then flags, then samples. */
  forEach(callback: (isActive: boolean, name: string, kind: FeatureKind) => void): void {
    for (const [name, isActive, kind] of this) callback(isActive, name, kind);
  }

  *[Symbol.iterator](): IterableIterator<readonly [name: string, isActive: boolean, kind: FeatureKind]> {
    const { names, firstFlag, firstSample } = this.#listing;
    for (const [place, name] of names.entries()) {
      const kind = place < firstFlag ? 'switch' : place < firstSample ? 'flag' : 'sample';
      yield [name, this.#isOn(place), kind];
    }
  }

  /**
   * The answers by name, as isActive() gives them, in an object without a prototype: any name is only
   * a name.
   */
  toObject(): Record<FeatureName, boolean> {
    const answers = Object.create(null) as Record<string, boolean>;
    for (const [name, place] of this.#listing.byName) answers[name] = this.#isOn(place);
    return answers;
  }

  /** The same for JSON.stringify(). */
  toJSON(): Record<FeatureName, boolean> {
    return this.toObject();
  }

  #isOn(place: number): boolean {
    return ((this.#bits[place] ?? 0) & 1) !== 0;
  }
}

function listingOf(snapshot: OpenSnapshot): Listing {
  const known = listings.get(snapshot);
  if (known !== undefined) return known;
  const names = Array.from({ length: snapshot.featureCount }, (_, place) => snapshot.name(place));
  const firstSample = snapshot.featureCount - snapshot.sampleCount;
  const firstFlag = switchesOf(snapshot, names, firstSample);
  const listing = listingOfKinds(names.slice(0, firstFlag), names.slice(firstFlag, firstSample), names.slice(firstSample));
  listings.set(snapshot, listing);
  return listing;
}

/** How many of the features are switches: the first ones. By halves, for it takes a look-up to tell. */
function switchesOf(snapshot: OpenSnapshot, names: readonly string[], end: number): number {
  let begin = 0;
  while (begin < end) {
    const middle = (begin + end) >>> 1;
    if (snapshot.find(0, names[middle] as string) === middle) begin = middle + 1;
    else end = middle;
  }
  return begin;
}

function listingOfKinds(switches: readonly string[], flags: readonly string[], samples: readonly string[]): Listing {
  const names = [...switches, ...flags, ...samples];
  const firstFlag = switches.length;
  const firstSample = firstFlag + flags.length;
  const numbered = (of: readonly string[], first: number) => new Map(of.map((name, place) => [name, first + place]));
  const byKind = { __proto__: null, switch: numbered(switches, 0), flag: numbered(flags, firstFlag), sample: numbered(samples, firstSample) };
  const byName = new Map([...byKind.switch, ...byKind.flag]);
  for (const [name, place] of byKind.sample) if (!byName.has(name)) byName.set(name, place);
  return { names, firstFlag, firstSample, byKind, byName };
}

/** What withFeatures() of pancake-flags/testing has: a name is asked for as any kind there. */
interface FakeVisit {
  given: ReadonlyMap<string, boolean>;
}

function answersGiven(given: ReadonlyMap<string, boolean>): Answers {
  const listing = listingOfKinds([], [...given.keys()], []);
  const { flag } = listing.byKind;
  const bits = Uint8Array.from(given.values(), Number);
  return new Answers({ ...listing, byKind: { switch: flag, flag, sample: flag } }, bits);
}
