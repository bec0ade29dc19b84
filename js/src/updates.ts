import type { CurrentSnapshot } from './current_snapshot.js';
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
      const fetched = await this.#source.fetch(asking, this.#current.etag);
      this.#asked = this.#askerOf(asking);
      if (fetched === null) return 'unchanged';
      await this.#startEngine();
      this.#current.replace(fetched.bytes, fetched.etag);
      this.#onNew(this.#askerOf(asking), fetched);
      return 'changed';
    } catch (error) {
      return asPancakeError(error, 'fetch_failed');
    }
  }

  #askerOf(asking: Asking): string {
    return `${this.#source.url} ${JSON.stringify(asking)}`;
  }
}
