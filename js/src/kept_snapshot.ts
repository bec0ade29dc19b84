import type { Fetched } from './source.js';

/** The cache of all Pancakes: one of its own, which no request from outside reads. */
const cacheName = 'pancake-flags';

/** What stands beside the bytes: headers of the kept response. */
const headers = { etag: 'Pancake-ETag', revision: 'Pancake-Revision', askedAt: 'Pancake-Asked-At' };

/** A snapshot that is kept, and when the server was last asked about it. */
export interface Kept extends Fetched {
  revision: number;
  /** Milliseconds, as Date.now() of the isolate that asked. */
  askedAt: number;
}

/**
 * The newest snapshot of one server in the Cache API, for the isolates of one place: a new one
 * starts from what another one kept. A full snapshot holds ids of visitors, so it is found by who
 * knows the secrets in `name` alone: its URL is their hash, under a host that does not exist.
 * Nothing here throws: where there is no cache, or it refuses, nothing is kept.
 */
export class KeptSnapshot {
  readonly #name: string;
  readonly #longest: number;
  #url: string | null = null;

  /** `longest`: milliseconds after which what is kept is too old to start from. */
  constructor(name: string, longest: number) {
    this.#name = name;
    this.#longest = longest;
  }

  async read(): Promise<Kept | null> {
    return this.#with(async (cache, url) => {
      const found = await cache.match(url);
      if (found === undefined) return null;
      const kept: Kept = {
        bytes: new Uint8Array(await found.arrayBuffer()),
        etag: found.headers.get(headers.etag),
        revision: Number(found.headers.get(headers.revision)),
        askedAt: Number(found.headers.get(headers.askedAt)),
      };
      return Math.abs(Date.now() - kept.askedAt) <= this.#longest ? kept : null;
    });
  }

  async write({ bytes, etag, revision, askedAt }: Kept): Promise<void> {
    const response = new Response(bytes as Uint8Array<ArrayBuffer>, {
      headers: {
        'Cache-Control': `max-age=${Math.ceil(this.#longest / 1_000)}`,
        [headers.etag]: etag ?? '',
        [headers.revision]: String(revision),
        [headers.askedAt]: String(askedAt),
      },
    });
    await this.#with((cache, url) => cache.put(url, response));
  }

  /** Notes that the server has nothing newer than the snapshot of this ETag, if that is kept. */
  async confirm(etag: string, askedAt: number): Promise<void> {
    const kept = await this.read();
    if (kept?.etag === etag) await this.write({ ...kept, askedAt });
  }

  async #with<Result>(work: (cache: Cache, url: string) => Promise<Result>): Promise<Result | null> {
    if (this.#longest === 0 || typeof caches === 'undefined') return null;
    try {
      this.#url ??= await urlOf(this.#name);
      return await work(await caches.open(cacheName), this.#url);
    } catch {
      return null;
    }
  }
}

async function urlOf(name: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(name));
  const hex = Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0'));
  return `https://pancake.invalid/${hex.join('')}`;
}
