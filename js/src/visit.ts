import type { CurrentSnapshot } from './current_snapshot.js';
import type { Evaluation, OpenSnapshot } from './engine.js';
import { textOf } from './errors.js';
import { Asker, type Explanation, type Feature, type Flag, type Reason, type Sample } from './features.js';
import { idText, noId, type IdReader, type ObjectId } from './groups.js';
import type { VisitorKey } from './visitor.js';
import type { Warnings } from './warnings.js';

/** The reasons by their number in the answer byte (core/include/pancake/evaluation.h), and one that only is here. */
const reasons = ['unknown', 'default', 'state', 'override', 'sample', 'cookie', 'problem', 'not_loaded'] as const;
const kinds = ['switch', 'flag', 'sample'] as const;
/** An answer that a cookie remembers. */
export const cookieReason = 5;
/** The default where there is no snapshot. */
export const notLoadedReason = 7;
/** Of a feature that is not known. */
const unknown: Evaluation = { bits: 0, group: -1, ratio: NaN };
/** A draw that only a ratio of 100 takes. */
const outermost = 99.999999;
/** Whether the reason is unknown, default or problem. */
const isDefault = (bits: number) => (0b1000011 >> (bits >> 1)) & 1;

/** Moments so far, of all visits: a feature may be asked for several of them. */
let moments = 0;

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
 * what is kept, until an id, the visitor key or the snapshot changes.
 */
export class Visit extends Asker {
  /** @internal */
  readonly parts: VisitParts;
  #snapshot: OpenSnapshot | null = null;
  #ids: (string | null)[] = [];
  #readers: IdReader[] = [];
  #key = '';
  /** Another number as soon as the snapshot, an id or the key is another: features know by it what their answer is of. */
  #moment = 0;
  #first = -1;
  #firstBits = 0;
  #answers: Uint8Array | null = null;

  constructor(parts: VisitParts) {
    super();
    this.parts = parts;
  }

  /** @internal */
  visit(): this {
    return this;
  }

  /** Whether the snapshot in use has the feature. @internal */
  knows(feature: Feature): boolean {
    const { snapshot } = this.parts.current;
    return snapshot !== null && feature.indexIn(snapshot) >= 0;
  }

  /** @internal */
  explained(feature: Feature): Explanation {
    const bits = this.answerOf(feature);
    const answer: Explanation = {
      kind: kinds[feature.kind],
      name: feature.name,
      isActive: (bits & 1) !== 0,
      reason: reasons[bits >> 1] as Reason,
    };
    if (feature.kind === 2 && answer.reason !== 'cookie') {
      answer.draw = this.#drawOf(feature);
      answer.ratio = this.ratio(feature as Sample) ?? 0;
    }
    const snapshot = this.parts.current.snapshot;
    if (snapshot !== null && answer.reason === 'override') {
      const { group } = this.#evaluateFor(feature, (_, place) => this.#ids[place] as string | null);
      answer.group = snapshot.groups[group] ?? '';
      answer.id = this.#ids[group] ?? '';
    }
    return answer;
  }

  /** @internal */
  isActiveGlobally(flag: Flag): boolean {
    const { bits } = this.#evaluateFor(flag, () => null);
    return bits === 0 || this.#lacksDefault(flag, bits) ? flag.whenUnknown : (bits & 1) !== 0;
  }

  /** Whether the group is one of the snapshot, or may be; that it is not is told. */
  protected hasGroup(group: string): boolean {
    const { current, warnings } = this.parts;
    const has = current.snapshot?.groups.includes(group) ?? true;
    if (!has) warnings.once('unknown_group', `no group ${textOf(group)}`);
    return has;
  }

  /** @internal */
  isActiveGroup(flag: Flag, group: string, id?: ObjectId): boolean | null {
    if (!this.hasGroup(group)) return null;
    const text = id === undefined ? this.parts.readerOf(group)() : (idText(id) ?? null);
    const evaluation = this.#evaluateFor(flag, (each) => (each === group ? text : null));
    return evaluation.group < 0 ? null : (evaluation.bits & 1) !== 0;
  }

  /** @internal */
  ratio(sample: Sample): number | null {
    const { bits, ratio } = this.#evaluateFor(sample, () => null);
    if (!Number.isNaN(ratio)) return ratio;
    return isDefault(bits) ? sample.whenUnknown : null;
  }

  /**
   * All answers by name, to be held against later ones. Where several kinds share a name their
   * answers stand behind each other. Sees the visitor of this moment, and keeps no cookie.
   * @internal
   */
  picture(): Map<string, string> {
    const { current, key, readerOf } = this.parts;
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
    const { current, key, warnings } = this.parts;
    const { kind } = feature;
    try {
      const { snapshot } = current;
      // A flag depends on the ids, a sample on the key, a switch on nobody: only that is asked for.
      if (kind === 2) {
        key.keep();
        this.#readKey();
      }
      if (snapshot !== null) {
        this.#use(snapshot);
        if (kind === 1) this.#readIds();
        if (feature.moment !== this.#moment) this.#answer(snapshot, feature);
        return feature.bits;
      }
      warnings.once('not_loaded', `extension ${current.extension} is not loaded`);
      return this.#default(feature, notLoadedReason << 1);
    } catch (error) {
      this.#snapshot = null;
      this.#failed(error);
    }
    return this.#default(feature, 0);
  }

  /**
   * The answer byte of each feature of the snapshot, which is the one in use. A copy, which later
   * moments leave as it is.
   * @internal
   */
  evaluateAll(snapshot: OpenSnapshot): Uint8Array {
    this.#use(snapshot);
    this.#readIds();
    if (snapshot.sampleCount > 0) this.#readKey();
    return (this.#answers ??= snapshot.answers(this.#ids, this.#key));
  }

  #use(snapshot: OpenSnapshot): void {
    if (snapshot === this.#snapshot) return;
    this.#readers = snapshot.groups.map(this.parts.readerOf);
    this.#ids = snapshot.groups.map(noId);
    this.#snapshot = snapshot;
    this.#beginMoment();
  }

  #beginMoment(): void {
    this.#moment = ++moments;
    this.#first = -1;
    this.#answers = null;
  }

  /**
   * Has the feature keep its answer of this moment. The first one of a moment is evaluated alone; with the
   * second feature that is asked for, all of them.
   */
  #answer(snapshot: OpenSnapshot, feature: Feature): void {
    const { kind, name } = feature;
    const index = feature.indexIn(snapshot);
    let bits = 0;
    if (index < 0) {
      this.parts.warnings.once('unknown_feature', `no ${kinds[kind]} ${name} in extension ${snapshot.extension}: its default is used`);
    } else {
      if (this.#answers === null && this.#first < 0) {
        this.#first = index;
        this.#firstBits = snapshot.answer(index, this.#ids, kind === 2 ? this.#key : '');
      } else if (this.#answers === null && this.#first !== index) this.evaluateAll(snapshot);
      bits = this.#answers?.[index] ?? this.#firstBits;
    }
    feature.bits = this.#lacksDefault(feature, bits) ? this.#default(feature, bits) : bits;
    feature.moment = this.#moment;
  }

  #readKey(): void {
    const key = this.parts.key.get();
    if (key !== this.#key) this.#beginMoment();
    this.#key = key;
  }

  /** Asks the group functions whether somebody else is asking than at the check before. */
  #readIds(): void {
    let areOther = false;
    for (let group = 0; group < this.#ids.length; ++group) {
      const id = (this.#readers[group] as IdReader)();
      if (id === this.#ids[group]) continue;
      this.#ids[group] = id;
      areOther = true;
    }
    if (areOther) {
      this.#beginMoment();
      this.parts.onNewIds?.();
    }
  }

  #evaluateFor(feature: Feature, idOf: (group: string, place: number) => string | null): Evaluation {
    const { snapshot } = this.parts.current;
    try {
      if (snapshot !== null && feature.indexIn(snapshot) >= 0) {
        return snapshot.explain(feature.indexIn(snapshot), snapshot.groups.map(idOf), '');
      }
    } catch (error) {
      this.#failed(error);
    }
    return unknown;
  }

  /** A feature that somebody stored without any definition has the default given in code. */
  #lacksDefault(feature: Feature, bits: number): boolean {
    return !feature.isDefined && isDefault(bits) === 1;
  }

  #default(feature: Feature, bits: number): number {
    const { whenUnknown } = feature;
    const isActive = typeof whenUnknown === 'number' ? this.#drawOf(feature) < whenUnknown : whenUnknown;
    return (bits & ~1) | Number(isActive);
  }

  /** Where even the engine is missing nobody is drawn, unless the ratio takes everybody. */
  #drawOf(feature: Feature): number {
    const { current, key } = this.parts;
    try {
      return current.engine?.draw(current.extension, feature.name, key.get()) ?? outermost;
    } catch (error) {
      this.#failed(error);
      return outermost;
    }
  }

  #failed(error: unknown): void {
    this.parts.warnings.once('engine_failed', textOf(error));
  }
}
