import type { CurrentSnapshot } from './current_snapshot.js';
import type { Engine, OpenSnapshot } from './engine.js';

/** What one visit sees: the first snapshot that it used, for as long as that is open. */
export class PinnedSnapshot {
  readonly extension: string;
  readonly #current: CurrentSnapshot;
  #snapshot: OpenSnapshot | null = null;

  constructor(current: CurrentSnapshot) {
    this.extension = current.extension;
    this.#current = current;
  }

  get engine(): Engine | null {
    return this.#current.engine;
  }

  get snapshot(): OpenSnapshot | null {
    const { open, snapshot } = this.#current;
    if (!open.includes(this.#snapshot)) this.#snapshot = snapshot;
    return this.#snapshot;
  }
}
