import type { Engine, OpenSnapshot } from './engine.js';
import { PancakeError } from './errors.js';
import type { Fetched } from './source.js';

/** The snapshot in use of one extension. What is refused leaves the one before in place. */
export class CurrentSnapshot {
  readonly extension: string;
  /** Set once the runtime gave WebAssembly; null before and where it does not. */
  engine: Engine | null = null;
  /** Changed by replace() and close() alone. */
  snapshot: OpenSnapshot | null = null;
  /** What the server named the snapshot in use; null for one that did not come with an ETag. */
  etag: string | null = null;
  /** The snapshot in use, and before it those replaced ones that visits may still use. */
  readonly open: (OpenSnapshot | null)[] = [];
  /** How many are open at most; of more the oldest is closed. */
  mostOpen = 1;
  #isClosed = false;

  constructor(extension: string) {
    this.extension = extension;
  }

  /**
   * Takes a snapshot into use; to be called when there is an engine, without effect after close(). One of
   * the same revision replaces the other: it may be of another visitor or scope.
   * @throws PancakeError as Engine.open, or wrong_extension, older_revision
   */
  replace({ bytes, etag, base }: Fetched): void {
    if (this.#isClosed) return;
    const next = (this.engine as Engine).open(bytes, base);
    const refusal = this.#refusalOf(next);
    if (refusal !== null) {
      next.close();
      throw refusal;
    }
    this.snapshot = next;
    if (this.open.push(next) > this.mostOpen) this.open.shift()?.close();
    this.etag = etag;
  }

  close(): void {
    this.#isClosed = true;
    for (const snapshot of this.open.splice(0)) snapshot?.close();
    this.snapshot = null;
  }

  #refusalOf(next: OpenSnapshot): PancakeError | null {
    if (next.extension !== this.extension) {
      return new PancakeError('wrong_extension', `a snapshot of extension ${next.extension}`);
    }
    if (this.snapshot !== null && next.revision < this.snapshot.revision) {
      return new PancakeError('older_revision', 'older than the one in use');
    }
    return null;
  }
}
