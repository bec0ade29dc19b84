import type { CurrentSnapshot } from './current_snapshot.js';
import type { Evaluation, OpenSnapshot } from './engine.js';
import { textOf } from './errors.js';
import { Asker, type Explanation, type Feature, type Flag, type Reason, type Sample } from './features.js';
import { idText, noId, type IdReader, type ObjectId } from './groups.js';
import type { VisitorKey } from './visitor.js';
import type { Warnings } from './warnings.js';

/** The reasons by their number in the answer byte (core/include/pancake/evaluation.h). */
const reasons = ['unknown', 'default', 'state', 'override', 'sample', 'cookie', 'problem'] as const;
const kinds = ['switch', 'flag', 'sample'] as const;
/** An answer that a cookie remembers. */
export const cookieReason = 5;
/** A draw that only a ratio of 100 takes. */
const outermost = 99.999999;
const isDefault = (bits: number) => bits >> 1 === 1 || bits >> 1 === 6;

/** What a visit is made of. */
export interface VisitParts {
  current: Pick<CurrentSnapshot, 'engine' | 'extension' | 'snapshot'>;
  warnings: Warnings;
  key: VisitorKey;
  /** What gives this visitor's id in a group, called at each check. */
  readerOf: (group: string) => IdReader;
  /** Called when the ids are others than at the check before. */
  onNewIds?: (() => unknown) | undefined;
}

/**
 * One visitor's view of one extension. Everything is evaluated once; from then on a check reads
 * one byte, until an id, the visitor key or the snapshot changes.
 */
export class Visit extends Asker {
  readonly #parts: VisitParts;
  #snapshot: OpenSnapshot | null = null;
  #ids: (string | null)[] = [];
  #readers: IdReader[] = [];
  #key = '';
  #first = -1;
  #firstBits = 0;
  #answers: Uint8Array | null = null;

  constructor(parts: VisitParts) {
    super();
    this.#parts = parts;
  }

  /** @internal */
  visit(): this {
    return this;
  }

  /** Whether the snapshot in use has the feature. @internal */
  knows(feature: Feature): boolean {
    const { snapshot } = this.#parts.current;
    return snapshot !== null && feature.indexIn(snapshot) >= 0;
  }

  /** @internal */
  explained(feature: Feature): Explanation {
    const bits = this.answerOf(feature);
    const answer: Explanation = {
      kind: kinds[feature.kind],
      name: feature.name,
      isActive: (bits & 1) !== 0,
      reason: this.#reason(bits),
    };
    if (feature.kind === 2 && answer.reason !== 'cookie') {
      answer.draw = this.#drawOf(feature);
      answer.ratio = this.ratio(feature as Sample) ?? 0;
    }
    const snapshot = this.#parts.current.snapshot;
    if (snapshot !== null && answer.reason === 'override') {
      const { group = 0 } = this.#evaluateFor(feature, (_, place) => this.#ids[place] ?? null) ?? {};
      answer.group = snapshot.groups[group] ?? '';
      answer.id = this.#ids[group] ?? '';
    }
    return answer;
  }

  /** @internal */
  isActiveGlobally(flag: Flag): boolean {
    const evaluation = this.#evaluateFor(flag, () => null);
    if (evaluation === null || this.#lacksDefault(flag, evaluation.bits)) return flag.whenUnknown;
    return (evaluation.bits & 1) !== 0;
  }

  /** @internal */
  isActiveGroup(flag: Flag, group: string, id?: ObjectId): boolean | null {
    const snapshot = this.#parts.current.snapshot;
    if (snapshot !== null && !snapshot.groups.includes(group)) {
      this.#parts.warnings.once('unknown_group', `no group ${group}`);
      return null;
    }
    const text = id === undefined ? this.#parts.readerOf(group)() : (idText(id) ?? null);
    const evaluation = this.#evaluateFor(flag, (each) => (each === group ? text : null));
    if (evaluation === null || evaluation.group < 0) return null;
    return (evaluation.bits & 1) !== 0;
  }

  /** @internal */
  ratio(sample: Sample): number | null {
    const evaluation = this.#evaluateFor(sample, () => null);
    if (evaluation === null) return sample.whenUnknown;
    if (!Number.isNaN(evaluation.ratio)) return evaluation.ratio;
    return isDefault(evaluation.bits) ? sample.whenUnknown : null;
  }

  /**
   * All answers by name, to be held against later ones. Where several kinds share a name their
   * answers stand behind each other. Sees the visitor of this moment, and keeps no cookie.
   * @internal
   */
  picture(): Map<string, string> {
    const { current, key, readerOf } = this.#parts;
    const { snapshot } = current;
    const picture = new Map<string, string>();
    if (snapshot === null) return picture;
    try {
      const ids = snapshot.groups.map((group) => readerOf(group)());
      snapshot.answers(ids, key.get()).forEach((bits, index) => {
        const name = snapshot.name(index);
        // What only code has a default for is neither on nor off here.
        const answer = isDefault(bits) && !snapshot.isDefined(index) ? '-' : bits & 1;
        picture.set(name, `${picture.get(name) ?? ''}${answer}`);
      });
    } catch (error) {
      this.#failed(error);
    }
    return picture;
  }

  /** The answer byte; of unknown features one that the default makes. @internal */
  answerOf(feature: Feature): number {
    const { current, key, warnings } = this.#parts;
    const { snapshot } = current;
    try {
      if (feature.kind === 2) key.keep();
      if (snapshot !== null && feature.indexIn(snapshot) >= 0) {
        const bits = this.#answer(snapshot, feature);
        return this.#lacksDefault(feature, bits) ? this.#default(feature, bits) : bits;
      }
      const { extension } = current;
      if (snapshot === null) warnings.once('not_loaded', `extension ${extension} is not loaded`);
      else {
        const name = `${kinds[feature.kind]} ${feature.name}`;
        warnings.once('unknown_feature', `no ${name} in extension ${extension}: its default is used`);
      }
    } catch (error) {
      this.#snapshot = null;
      this.#failed(error);
    }
    return this.#default(feature, 0);
  }

  /**
   * A new visitor's first answer alone; with the second feature that is asked for, all of them. A flag
   * depends on the ids, a sample on the key, a switch on nobody: only that is asked for at each check.
   */
  #answer(snapshot: OpenSnapshot, feature: Feature): number {
    const index = feature.indexIn(snapshot);
    const { kind } = feature;
    let isStale = this.#snapshot !== snapshot;
    if (isStale) {
      this.#readers = snapshot.groups.map(this.#parts.readerOf);
      this.#ids = snapshot.groups.map(noId);
      this.#snapshot = snapshot;
    }
    if ((kind === 1 && this.#readIds()) || (kind === 2 && this.#readKey())) isStale = true;
    if (isStale) {
      this.#first = index;
      this.#firstBits = snapshot.answer(index, this.#ids, this.#key);
      this.#answers = null;
    }
    if (index === this.#first) return this.#firstBits;
    if (this.#answers === null) {
      // The first answer may have been another visitor's: it did not depend on all that this does.
      this.#first = -1;
      this.#readIds();
      if (snapshot.sampleCount > 0) this.#readKey();
      this.#answers = snapshot.answers(this.#ids, this.#key);
    }
    return this.#answers[index] ?? 0;
  }

  /** Whether the visitor key is another one. */
  #readKey(): boolean {
    const key = this.#parts.key.get();
    const isOther = key !== this.#key;
    this.#key = key;
    return isOther;
  }

  /** Asks the group functions; whether somebody else is asking than at the check before. */
  #readIds(): boolean {
    const readers = this.#readers;
    const ids = this.#ids;
    let areOther = false;
    for (let group = 0; group < readers.length; ++group) {
      const id = (readers[group] as IdReader)();
      if (id === ids[group]) continue;
      ids[group] = id;
      areOther = true;
    }
    if (areOther) this.#parts.onNewIds?.();
    return areOther;
  }

  #evaluateFor(feature: Feature, idOf: (group: string, place: number) => string | null): Evaluation | null {
    const { snapshot } = this.#parts.current;
    if (snapshot === null) return null;
    try {
      const index = feature.indexIn(snapshot);
      return index < 0 ? null : snapshot.explain(index, snapshot.groups.map(idOf), '');
    } catch (error) {
      this.#failed(error);
      return null;
    }
  }

  /** A feature that somebody stored without any definition has the default given in code. */
  #lacksDefault(feature: Feature, bits: number): boolean {
    return isDefault(bits) && !feature.isDefined;
  }

  #default(feature: Feature, bits: number): number {
    const { whenUnknown } = feature;
    const isActive = typeof whenUnknown === 'number' ? this.#drawOf(feature) < whenUnknown : whenUnknown;
    return (bits & ~1) | Number(isActive);
  }

  /** Where even the engine is missing nobody is drawn, unless the ratio takes everybody. */
  #drawOf(feature: Feature): number {
    const { current, key } = this.#parts;
    try {
      return current.engine?.draw(current.extension, feature.name, key.get()) ?? outermost;
    } catch (error) {
      this.#failed(error);
      return outermost;
    }
  }

  #failed(error: unknown): void {
    this.#parts.warnings.once('engine_failed', textOf(error));
  }

  #reason(bits: number): Reason {
    if (this.#parts.current.snapshot === null) return bits >> 1 === cookieReason ? 'cookie' : 'not_loaded';
    return reasons[bits >> 1] ?? 'unknown';
  }
}
