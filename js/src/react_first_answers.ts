import type { FeatureSource } from './react.js';

/** What a Pancake has for the package itself. */
interface Pictured {
  readonly revision?: number | null;
  visit?(): { picture?(): ReadonlyMap<string, string> };
}

/**
 * What everything answered when the page began to be hydrated. Parts that are hydrated later have
 * to begin with the answers that the server rendered, even if another snapshot is in use by then.
 */
export class FirstAnswers {
  readonly #source: Pictured;
  readonly #revision: number | null | undefined;
  readonly #picture: ReadonlyMap<string, string> | undefined;

  constructor(source: FeatureSource) {
    this.#source = source as Pictured;
    this.#revision = this.#source.revision;
    // What never changes, as a visit on a server, always gives its first answers.
    if (source.on !== undefined) this.#picture = this.#source.visit?.().picture?.();
  }

  /**
   * A feature's first answer. `whenUnknown` where nothing was known of it; null where that takes a
   * draw: then, as where several kinds share the name, the answer of now.
   */
  of(name: string, whenUnknown: boolean | null, read: () => boolean): boolean {
    if (this.#picture === undefined || this.#source.revision === this.#revision) return read();
    // One digit a kind that has a feature of this name, '-' for one without a default of its own.
    const digits = this.#picture.get(name) ?? '-';
    if (digits.length > 1) return read();
    return digits === '-' ? (whenUnknown ?? read()) : digits === '1';
  }
}
