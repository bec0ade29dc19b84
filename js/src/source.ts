import { PancakeError, asPancakeError } from './errors.js';

/** What is in a snapshot, and who may have it: design of the server's /snapshot. */
export type Scope = 'public' | 'personal' | 'full';

/** The part of `fetch` that is used. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface SourceOptions {
  /** Where the server is, with or without a path. */
  url: string;
  extension: string;
  scope: Scope;
  /** Bearer of full snapshots. */
  serverKey?: string | undefined;
  fetch: Fetch;
  /** What a platform adds to each request, such as `cache` and `credentials` in a browser. */
  init?: RequestInit | undefined;
  /** Milliseconds until a request is given up. */
  requestTimeout: number;
  /** Ends every request. */
  signal?: AbortSignal | undefined;
}

/** Who a personal snapshot is asked for. */
export interface Asking {
  /** Ids by group; groups without an id are left out. */
  ids: Readonly<Record<string, string>>;
  /** The visitor id that the application gives, null for the visitor cookie. */
  visitor: string | null;
}

/** Fetches the snapshots of one extension, each only when it is another than the one before. */
export class Source {
  readonly #options: SourceOptions;
  readonly #url: string;
  /** Of the bytes in use, and of those that the last fetch() gave. */
  #etag: string | null = null;
  #newEtag: string | null = null;

  constructor(options: SourceOptions) {
    this.#options = options;
    const { url, extension, scope } = options;
    this.#url = `${url.replace(/\/+$/, '')}/snapshot/${encodeURIComponent(extension)}?scope=${scope}`;
  }

  /**
   * The snapshot's bytes; null if they are still those of the last one that was kept.
   * @throws PancakeError fetch_failed, timeout, http_status
   */
  async fetch(asking: Asking): Promise<Uint8Array | null> {
    const { signal, end } = deadline(this.#options.requestTimeout, this.#options.signal);
    try {
      const response = await this.#options.fetch(this.#url, {
        ...this.#options.init,
        headers: this.#headers(asking),
        signal,
      });
      if (response.status === 304) return null;
      if (response.status !== 200) {
        await response.body?.cancel();
        throw new PancakeError('http_status', `${this.#url} answered ${response.status}`);
      }
      this.#newEtag = response.headers.get('ETag');
      return new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      if (signal.reason instanceof PancakeError) throw signal.reason;
      throw asPancakeError(error, 'fetch_failed');
    } finally {
      end();
    }
  }

  /** To be called when the bytes of the last fetch() were taken into use. */
  keep(): void {
    this.#etag = this.#newEtag;
  }

  #headers({ ids, visitor }: Asking): Record<string, string> {
    const { serverKey, scope } = this.#options;
    const headers: Record<string, string> = {};
    if (this.#etag !== null) headers['If-None-Match'] = this.#etag;
    if (serverKey !== undefined) headers['Authorization'] = `Bearer ${serverKey}`;
    if (scope !== 'personal') return headers;
    const form = new URLSearchParams(ids).toString();
    if (form !== '') headers['Pancake-Ids'] = form;
    if (visitor !== null) headers['Pancake-Visitor'] = encodeURIComponent(visitor);
    return headers;
  }
}

/** A signal that ends after `timeout` milliseconds or with another signal. */
function deadline(timeout: number, other: AbortSignal | undefined): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  const follow = () => controller.abort(other?.reason);
  const timer = setTimeout(() => {
    controller.abort(new PancakeError('timeout', `no answer within ${timeout} ms`));
  }, timeout);
  if (other?.aborted) follow();
  else other?.addEventListener('abort', follow);
  return {
    signal: controller.signal,
    end() {
      clearTimeout(timer);
      other?.removeEventListener('abort', follow);
    },
  };
}
