import { patched } from './delta.js';
import type { OpenSnapshot } from './engine.js';
import { PancakeError, asPancakeError } from './errors.js';
import { given } from './given.js';
import type { Platform } from './platform.js';

/** What is in a snapshot, and who may have it: design of the server's /snapshot. */
export type Scope = 'public' | 'personal' | 'full';

/** The part of `fetch` that is used. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** The runtime's fetch at the time of each call: tests and tools put another one in its place. */
export const anyFetch: Fetch = (input, init) => fetch(input, init);

export interface SourceOptions {
  /** Where the server is, with or without a path. */
  url: string | URL;
  extension: string;
  scope: Scope;
  fetch: Fetch;
  /** What each request has, and what is said of refusals. */
  platform: Pick<Platform, 'requestInit' | 'requestHeaders' | 'statusHint'>;
  /** Milliseconds until a request is given up. */
  requestTimeout: number;
  /** Ends every request. */
  signal?: AbortSignal | undefined;
}

/** Who a personal snapshot is asked for; nobody for others. */
export interface Asking {
  /** Ids by group; groups without an id are left out. */
  ids: Readonly<Record<string, string>>;
  /** The visitor id that the application gives, null for the visitor cookie. */
  visitor: string | null;
}

/** A snapshot with the ETag that it came with. */
export interface Fetched {
  bytes: Uint8Array;
  etag: string | null;
  /** Whether a delta made it of another one: then it may be none. */
  isPatched?: boolean;
  /** What the bytes are a layer over; without, they are all of a snapshot. */
  base?: OpenSnapshot | undefined;
}

/** Where snapshots come from. */
export interface SnapshotSource {
  /** Tells it from other sources. */
  readonly url?: string;
  /** The revision that the server said last that it is at, Infinity if it did not say. */
  readonly revision?: number;
  /**
   * The snapshot; null if it is still the one of this ETag. With the open snapshot of that ETag
   * a server may answer with what is different.
   * @throws PancakeError
   */
  fetch(asking: Asking, etag: string | null, known?: OpenSnapshot | null): Promise<Fetched | null>;
}

/** Whether these bytes begin as a delta does (core/include/pancake/delta.h), where a snapshot has a K. */
const isDelta = (bytes: Uint8Array) => bytes[3] === 0x44;

/** Fetches the snapshots of one extension, each only when it is another than the one in use. */
export class Source implements SnapshotSource {
  readonly url: string;
  revision = Infinity;
  readonly #options: SourceOptions;

  constructor(options: SourceOptions) {
    this.#options = options;
    this.url = `${this.urlOf('snapshot')}?scope=${options.scope}`;
  }

  /** Where the server has what of the extension. */
  urlOf(what: 'snapshot' | 'events'): string {
    const { url, extension } = this.#options;
    return `${`${url}`.replace(/\/+$/, '')}/${what}/${encodeURIComponent(extension)}`;
  }

  /**
   * The snapshot; null if it is still the one of this ETag.
   * @throws PancakeError fetch_failed, timeout, http_status
   */
  async fetch(asking: Asking, knownTag: string | null, known?: OpenSnapshot | null): Promise<Fetched | null> {
    const { fetch, platform, requestTimeout, signal: closing } = this.#options;
    const ending = new AbortController();
    const end = () => ending.abort(closing?.reason);
    const late = () => ending.abort(new PancakeError('timeout', `${this.url} gave no answer within ${requestTimeout} ms`));
    const timer = setTimeout(late, requestTimeout);
    closing?.addEventListener('abort', end);
    try {
      const response = await fetch(known && knownTag ? `${this.url}&since=${known.revision}` : this.url, {
        ...platform.requestInit,
        headers: this.#headers(asking, knownTag),
        signal: ending.signal,
      });
      const { status, headers } = response;
      this.revision = Number(headers.get('Pancake-Revision')) || Infinity;
      if (status === 304) return null;
      if (status !== 200) {
        const error = new PancakeError('http_status', `${this.url} answered ${status}${platform.statusHint?.(status) ?? ''}`);
        // Ends an answer that nobody reads.
        ending.abort(error);
        throw error;
      }
      const bytes = new Uint8Array(await response.arrayBuffer());
      const etag = headers.get('ETag');
      return known && isDelta(bytes) ? { ...patched(known, bytes), etag, isPatched: true } : { bytes, etag };
    } catch (error) {
      throw asPancakeError(ending.signal.reason ?? error, 'fetch_failed', `${this.url}: `);
    } finally {
      clearTimeout(timer);
      closing?.removeEventListener('abort', end);
    }
  }

  #headers({ ids, visitor }: Asking, etag: string | null): Record<string, string> {
    return given({
      ...this.#options.platform.requestHeaders?.(),
      'If-None-Match': etag,
      'Pancake-Ids': new URLSearchParams(ids).toString() || null,
      'Pancake-Visitor': visitor && encodeURIComponent(visitor.replace(/[\ud800-\udfff]/gu, '\ufffd')),
    });
  }
}
