import type { CurrentSnapshot } from './current_snapshot.js';
import type { OpenSnapshot } from './engine.js';
import { asPancakeError, type PancakeError } from './errors.js';
import type { Asking, Fetched, SnapshotSource } from './source.js';

/** What came of one attempt to update. */
export type Outcome = 'changed' | 'unchanged' | PancakeError;

/**
 * Brings the newest snapshot from its source into use, one request at a time. A refusal leaves
 * the one before in use.
 */
export class Updates {
  readonly #source: SnapshotSource;
  readonly #current: CurrentSnapshot;
  readonly #asking: () => Asking;
  readonly #startEngine: () => Promise<void>;
  readonly #onNew: (asker: string, fetched: Fetched) => void;
  #running: Promise<Outcome> | null = null;
  #asked = '';

  constructor(
    source: SnapshotSource,
    current: CurrentSnapshot,
    asking: () => Asking,
    startEngine: () => Promise<void>,
    onNew: (asker: string, fetched: Fetched) => void,
  ) {
    this.#source = source;
    this.#current = current;
    this.#asking = asking;
    this.#startEngine = startEngine;
    this.#onNew = onNew;
  }

  /** What is asked of whom, and for whom, in one line. */
  get asker(): string {
    return this.#askerOf(this.#asking());
  }

  /** Whether the visitor is another one than the newest snapshot was asked for. */
  get isForAnother(): boolean {
    return this.asker !== this.#asked;
  }

  /** What is being asked; null while nothing is. */
  get running(): Promise<Outcome> | null {
    return this.#running;
  }

  /** Asks now; callers in the meantime share the answer. */
  run(): Promise<Outcome> {
    this.#running ??= this.runAlone().finally(() => (this.#running = null));
    return this.#running;
  }

  /** Asks now, whoever else is asking. */
  async runAlone(): Promise<Outcome> {
    const asking = this.#asking();
    try {
      return await this.#bring(asking, this.#current.snapshot);
    } catch (error) {
      return asPancakeError(error, 'fetch_failed');
    }
  }

  /** `known`: what a delta may be for; without it the whole snapshot is asked for. */
  async #bring(asking: Asking, known: OpenSnapshot | null): Promise<Outcome> {
    const fetched = await this.#source.fetch(asking, this.#current.etag, known);
    this.#asked = this.#askerOf(asking);
    if (fetched === null) return 'unchanged';
    await this.#startEngine();
    try {
      this.#current.replace(fetched);
    } catch (error) {
      // The delta was for another snapshot: caches on the way may mix up those of two servers.
      if (fetched.isPatched) return this.#bring(asking, null);
      throw error;
    }
    // A layer alone is nothing to begin with.
    if (!READS_LAYERS || !fetched.base) this.#onNew(this.#askerOf(asking), fetched);
    return 'changed';
  }

  #askerOf(asking: Asking): string {
    return `${this.#source.url} ${JSON.stringify(asking)}`;
  }
}
