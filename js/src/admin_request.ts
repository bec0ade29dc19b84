import type { AdminFeatureState, AdminOverride, Tagged } from './admin_answers.js';
import { reasonOf, textOf } from './errors.js';
import { given } from './given.js';
import { idText } from './groups.js';
import type { Fetch } from './source.js';

/** Why the server refused, or was not reached. */
export type AdminErrorCode =
  // Told by the server (docs/reference.md).
  | 'bad_json'
  | 'bad_value'
  | 'bad_name'
  | 'bad_definitions'
  | 'bad_path'
  | 'bad_parameter'
  | 'bad_request'
  | 'unauthorized'
  | 'forbidden'
  | 'cross_site'
  | 'not_found'
  | 'unknown_extension'
  | 'unknown_feature'
  | 'unknown_group'
  | 'method_not_allowed'
  | 'conflict'
  | 'store_held'
  | 'store_refused'
  | 'precondition_failed'
  | 'body_too_large'
  | 'too_many_attempts'
  | 'unsupported_media_type'
  | 'internal'
  | 'damaged'
  | 'not_ready'
  | 'revision_not_reached'
  | 'store_unreachable'
  | 'store_unread'
  // Told here, with status 0 or that of the answer.
  | 'bad_option' // createAdmin() without a server; a name, group or id that is none
  | 'fetch_failed' // no answer
  | 'aborted' // by the signal
  | 'not_pancake'; // an answer that is none of the admin API: a proxy's, another server's

/** Why an operation was not done. Nothing was changed, unless the answer was lost (`fetch_failed`). */
export class AdminError extends Error {
  override readonly name = 'AdminError';
  /** A stable word for programs. */
  readonly code: AdminErrorCode;
  /** The HTTP status; 0 where there was no answer. */
  readonly status: number;
  /** Seconds after which it is worth trying again, if the server says so. */
  readonly retryAfter: number | undefined;
  /**
   * Of a write of one state, definition or override that somebody else was faster with
   * (`precondition_failed`, `conflict`): what is stored by now, with its ETag. Undefined where that
   * could not be read.
   */
  readonly current: Tagged<AdminFeatureState> | Tagged<AdminOverride> | undefined;

  /** @internal */
  constructor(code: AdminErrorCode, message: string, details: AdminErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.status = details.status ?? 0;
    this.retryAfter = details.retryAfter;
    this.current = details.current;
  }
}

/** What an AdminError knows beside its code. */
export interface AdminErrorDetails {
  status?: number;
  retryAfter?: number | undefined;
  current?: AdminError['current'];
  cause?: unknown;
}

/** How the client reaches its server. */
export interface AdminOptions {
  /** The Pancake server: `https://flags.example`; in a page also a path of its own origin. */
  url: string | URL;
  /** An admin token. A page that signed in at `/session` needs none. */
  token?: string;
  /** `pancake` by default. */
  extension?: string;
  /** In place of the runtime's fetch. */
  fetch?: Fetch;
  /** Ends what is in flight, and refuses what comes later. */
  signal?: AbortSignal;
}

/** One call of the admin API. */
export interface AdminCall {
  method?: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Below `/api/v1`; each part is percent-encoded. */
  path: readonly string[];
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  headers?: Readonly<Record<string, string | undefined>>;
  /** Sent as JSON. */
  body?: unknown;
}

/** Calls the admin API; null counts as not given, as undefined does. @throws AdminError */
export class AdminTransport {
  readonly #options: AdminOptions;
  readonly #base: string;

  constructor(options: AdminOptions) {
    this.#options = options;
    this.#base = `${addressOf(options.url).replace(/\/+$/, '')}/api/v1`;
    if (typeof (options.fetch ?? fetch) !== 'function') throw new AdminError('bad_option', '`fetch` is no function');
  }

  /** The answer's body, with `revision` and `etag` where the server sends them as headers. */
  async ask<Answer>(call: AdminCall): Promise<Answer> {
    const response = await this.send(call);
    const body = await this.#json(response);
    const revision = response.headers.get('Pancake-Revision');
    const etag = response.headers.get('ETag');
    return {
      ...(revision === null ? {} : { revision: Number(revision) }),
      ...(etag === null ? {} : { etag }),
      ...(Array.isArray(body) ? { features: body } : (body as object)),
    } as Answer;
  }

  /** The answer, if it is a good one. */
  async send({ method = 'GET', path, query = {}, headers = {}, body }: AdminCall): Promise<Response> {
    const { token, signal, fetch: ask = fetch } = this.#options;
    const sent = given({
      Authorization: token === undefined ? undefined : `Bearer ${token}`,
      'Content-Type': body === undefined ? undefined : 'application/json',
      ...headers,
    });
    const init: RequestInit = { method, headers: sent as Record<string, string>, cache: 'no-store' };
    if (body !== undefined) init.body = JSON.stringify(body);
    if (signal !== undefined) init.signal = signal;
    let response: Response;
    try {
      response = await ask(this.#urlOf(path, query), init);
    } catch (error) {
      if (error instanceof AdminError) throw error;
      const code = signal?.aborted ? 'aborted' : 'fetch_failed';
      throw new AdminError(code, `no answer from ${this.#options.url}: ${reasonOf(error)}`, { cause: error });
    }
    if (response.ok) return response;
    throw await refusalOf(response);
  }

  #urlOf(path: readonly string[], query: NonNullable<AdminCall['query']>): string {
    const search = String(new URLSearchParams(Object.entries(given(query)).map(([name, value]) => [name, String(value)])));
    return `${this.#base}/${path.map(encoded).join('/')}${search && `?${search}`}`;
  }

  async #json(response: Response): Promise<unknown> {
    try {
      return await response.json();
    } catch (error) {
      if (this.#options.signal?.aborted) throw new AdminError('aborted', String(error), { cause: error });
      throw notPancake(response.status, error);
    }
  }
}

/** @throws AdminError bad_option for what is not an address to fetch from */
function addressOf(url: string | URL): string {
  const text = typeof url === 'string' ? url : url?.href;
  try {
    // An empty text would be the page itself.
    if (text && /^https?:$/.test(new URL(text, globalThis.location?.href).protocol)) return text;
  } catch {
    // Told below.
  }
  throw new AdminError('bad_option', `createAdmin needs \`url\`, such as https://flags.example, not '${textOf(url)}'`);
}

/** A part of a path, percent-encoded. @throws AdminError for what would be the path of something else */
function encoded(part: unknown): string {
  const text = idText(part);
  if (typeof text !== 'string') {
    throw new AdminError('bad_option', `a name, group or id is a text or a number, not ${textOf(part)}`);
  }
  // URLs resolve these two, however they are written: the call would be another one.
  if (text === '.' || text === '..') {
    throw new AdminError('bad_path', `'${text}' cannot stand in a URL: apply() takes any name and id`);
  }
  try {
    return encodeURIComponent(text);
  } catch (cause) {
    throw new AdminError('bad_path', 'a name, group or id has a lone surrogate, which UTF-8 does not have', { cause });
  }
}

async function refusalOf(response: Response): Promise<AdminError> {
  const { status, headers } = response;
  const seconds = headers.get('Retry-After');
  try {
    const { error } = (await response.json()) as { error: { code: AdminErrorCode; message: string } };
    return new AdminError(error.code, error.message, { status, retryAfter: seconds === null ? undefined : Number(seconds) });
  } catch (cause) {
    return notPancake(status, cause);
  }
}

function notPancake(status: number, cause: unknown): AdminError {
  return new AdminError('not_pancake', `status ${status}, and no answer of the admin API`, { status, cause });
}
