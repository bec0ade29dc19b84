import type { Kind, OpenSnapshot } from './engine.js';
import { textOf } from './errors.js';
import type { FeatureName, FlagName, SampleName, SwitchName } from './feature_names.js';
import type { OrNull } from './given.js';
import type { ObjectId } from './groups.js';
import type { Visit } from './visit.js';

/** Which rule decided. */
export type Reason =
  | 'default' // nothing stored: the default
  | 'state' // the stored on or off
  | 'override' // a group's on or off for this visitor
  | 'sample' // the visitor's draw against the ratio
  | 'cookie' // a sample's answer remembered in a signed cookie
  | 'problem' // what is stored cannot be used, so the default
  | 'unknown' // no such feature in the snapshot: the default given in code
  | 'not_loaded'; // no snapshot: the default given in code

/** An answer with what led to it. */
export interface Explanation {
  kind: 'switch' | 'flag' | 'sample';
  name: string;
  isActive: boolean;
  reason: Reason;
  /** Reason override: the group and the visitor's id in it. */
  group?: string;
  id?: string;
  /** Samples: where the visitor stands in [0, 100), and the ratio it was held against. */
  draw?: number;
  ratio?: number;
}

/** Who makes features and answers them: one visit, which one may depend on the moment of the check. */
export abstract class Asker {
  /** @internal */
  abstract visit(): Visit;

  /** A switch. `default` answers where the snapshot does not know it. */
  switch(name: SwitchName, options?: OrNull<{ default?: boolean }> | null): Switch {
    return new Switch(this, name, !!options?.default);
  }

  /** A flag. `default` answers where the snapshot does not know it. */
  flag(name: FlagName, options?: OrNull<{ default?: boolean }> | null): Flag {
    return new Flag(this, name, !!options?.default);
  }

  /** A sample. `default`, a ratio from 0 to 100, counts where the snapshot does not know it. */
  sample(name: SampleName, options?: OrNull<{ default?: number }> | null): Sample {
    return new Sample(this, name, Number(options?.default ?? 0));
  }

  /**
   * The answer with its reason of the feature of this name, whatever its kind: the flag, else the
   * switch, else the sample. Of a name that the snapshot does not know, that of an unknown flag.
   */
  explain(name: FeatureName): Explanation {
    const visit = this.visit();
    const flag = this.flag(name);
    const features = [flag, this.switch(name), this.sample(name)];
    return visit.explained(features.find((feature) => visit.knows(feature)) ?? flag);
  }
}

/**
 * A feature by name, to be kept and asked as often as wanted. Checks never throw: what cannot be
 * answered gives the default, and the problem is told once as a warning.
 */
export abstract class Feature<Default extends boolean | number = boolean | number> {
  readonly name: string;
  /** What counts where the snapshot does not know the feature: on or off, or a ratio. */
  readonly whenUnknown: Default;
  /** switch 0, flag 1, sample 2. @internal */
  abstract readonly kind: Kind;
  readonly #asker: Asker;
  #snapshot: OpenSnapshot | null = null;
  #index = -1;
  /** After indexIn: whether the snapshot has a default of its own. @internal */
  isDefined = false;
  /** For visits: the last answer byte, and the moment that it is of. @internal */
  bits = 0;
  /** @internal */
  moment = 0;

  constructor(asker: Asker, name: string, whenUnknown: Default) {
    this.#asker = asker;
    this.name = textOf(name);
    this.whenUnknown = whenUnknown;
  }

  /** Whether the feature is on for the visitor. */
  isActive(): boolean {
    return (this.#asker.visit().answerOf(this) & 1) !== 0;
  }

  /** The answer of isActive() with its reason. */
  explain(): Explanation {
    return this.visit().explained(this);
  }

  /** The rule that decides isActive(). */
  get reason(): Reason {
    return this.explain().reason;
  }

  /** The index in a snapshot, -1 if it is not there. Looked up once a snapshot. @internal */
  indexIn(snapshot: OpenSnapshot): number {
    if (this.#snapshot !== snapshot) {
      this.#index = snapshot.find(this.kind, this.name);
      this.isDefined = this.#index >= 0 && snapshot.isDefined(this.#index);
      this.#snapshot = snapshot;
    }
    return this.#index;
  }

  protected visit(): Visit {
    return this.#asker.visit();
  }
}

/** On or off for everybody. */
export class Switch extends Feature<boolean> {
  /** @internal */
  readonly kind = 0;
}

/** On or off, with overrides for single members of groups. */
export class Flag extends Feature<boolean> {
  /** @internal */
  readonly kind = 1;

  /** On or off where no override decides: the state, else the default. */
  isActiveGlobally(): boolean {
    return this.visit().isActiveGlobally(this);
  }

  /**
   * The override of one id of a group, null if it has none. Without an id it is the visitor's.
   * Another id than the visitor's is only known to a snapshot with full scope.
   */
  isActiveGroup(group: string, id?: ObjectId): boolean | null {
    return this.visit().isActiveGroup(this, group, id);
  }
}

/** On for a ratio of visitors, stable for each visitor. */
export class Sample extends Feature<number> {
  /** @internal */
  readonly kind = 2;

  /** The ratio, 0 to 100; null where a signed cookie already decided for this visitor. */
  get(): number | null {
    return this.visit().ratio(this);
  }
}
