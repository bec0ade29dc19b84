import { readCookie } from './cookie_header.js';
import { serializeCookie, type CookieKeeper, type CookieOptions } from './cookies.js';
import type { ObjectId } from './groups.js';

/** A Request of the Fetch API, or one of Node's `http` and frameworks on it: Express' `req`. */
export interface RequestLike {
  headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  url?: string | undefined;
  /** Express: whether the visitor came by https, to a trusted proxy too. */
  secure?: boolean;
  /** Node: a TLS socket is `encrypted`. */
  socket?: object | null;
}

/** Ids by group; null and undefined for nobody. */
export type KnownIds = Readonly<Record<string, ObjectId>>;

/** What a server knows beside the request. */
export interface RequestContext {
  /** Lets the runtime finish background work after the response: a worker's `ctx`. */
  waitUntil?(work: Promise<unknown>): void;
  /** Ids that the application knows already; they go before the group functions. */
  ids?: KnownIds | null;
}

/** The cookies of one request, and those that its response is to set. */
export class RequestCookies implements CookieKeeper {
  readonly #header: string;
  /** Values of Set-Cookie headers. */
  readonly written: string[] = [];

  constructor(request: RequestLike) {
    this.#header = decodeHeader(headerOf(request, 'cookie') ?? '');
  }

  read(name: string): string | null {
    return readCookie(this.#header, name);
  }

  write(name: string, value: string, options: CookieOptions): void {
    this.written.push(serializeCookie(name, value, options));
  }
}

/** Whether the request came by https, as far as itself says. */
export function isUnderTls({ url, secure, socket }: RequestLike): boolean {
  return Boolean(url?.startsWith('https:') || secure || (socket as { encrypted?: boolean } | undefined)?.encrypted);
}

function headerOf(request: RequestLike, name: string): string | null {
  const { headers } = request;
  if (typeof headers.get === 'function') return (headers as Headers).get(name);
  const value = (headers as Record<string, string | readonly string[] | undefined>)[name];
  return typeof value === 'string' ? value : (value?.join('; ') ?? null);
}

/** Header values come as one character a byte; names and values of cookies are UTF-8. */
function decodeHeader(text: string): string {
  if (!/[\x80-\xff]/.test(text) || /[^\0-\xff]/.test(text)) return text;
  return new TextDecoder().decode(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
}
