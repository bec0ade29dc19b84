import { bytesOf, charactersOf } from './characters.js';
import type { Device } from './device.js';
import type { Fetched } from './source.js';

/** Characters that are kept at most: the storage of an origin has about five million for everything. */
const mostCharacters = 300_000;

/** A snapshot that was kept, and when, in milliseconds since 1970. */
export interface Kept extends Fetched {
  at: number;
}

/**
 * Keeps the newest snapshot in the page's storage, for a start without waiting for the server.
 *
 *   whom it was asked for \n when \n ETag \n one character a byte
 *
 * Storage that is full, refused or missing is none.
 */
export class LastKnownGood {
  readonly #name: string;
  readonly #device: Device;

  constructor(extension: string, device: Device) {
    this.#device = device;
    this.#name = `pancake:${extension}`;
  }

  /** What is kept for this asker. That of another one is deleted. */
  read(asker: string): Kept | null {
    try {
      const [, whom, at, etag = '', text = ''] = /^(.*)\n(\d+)\n(.*)\n([^]*)$/.exec(localStorage.getItem(this.#name) ?? '') ?? [];
      if (whom === asker) return { bytes: bytesOf(text), etag: etag || null, at: Number(at) };
    } catch {
      return null;
    }
    this.clear();
    return null;
  }

  write(asker: string, { bytes, etag }: Fetched): void {
    this.#device.write('snapshot', () => {
      this.clear();
      try {
        if (bytes.length <= mostCharacters) {
          localStorage.setItem(this.#name, `${asker}\n${Date.now()}\n${etag ?? ''}\n${charactersOf(bytes)}`);
        }
      } catch {
        // Full or refused: the next start asks the server.
      }
    });
  }

  clear(): void {
    try {
      localStorage.removeItem(this.#name);
    } catch {
      // Nothing can be in it.
    }
  }
}
