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
 *   whom it was asked for, as a hash \n when \n ETag \n one character a byte
 *
 * So no id of the visitor stands there but those in the snapshot itself. Storage that is full, refused or missing is none.
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
      const [whom, at, etag, ...text] = (localStorage.getItem(this.#name) ?? '').split('\n');
      if (whom === `${hashOf(asker)}`) return { bytes: bytesOf(text.join('\n')), etag: etag || null, at: Number(at) };
    } catch {
      // Nothing can be in it.
    }
    this.clear();
    return null;
  }

  write(asker: string, { bytes, etag }: Fetched): void {
    this.#device.write('snapshot', () => {
      this.clear();
      try {
        if (bytes.length <= mostCharacters) {
          localStorage.setItem(this.#name, `${hashOf(asker)}\n${Date.now()}\n${etag ?? ''}\n${charactersOf(bytes)}`);
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

/** A hash of 36 bits, exact in a number: tells askers apart, and is no secret. */
function hashOf(text: string): number {
  let hash = 0;
  for (const letter of text) hash = (hash * 65_599 + (letter.codePointAt(0) as number)) % 2 ** 36;
  return hash;
}
