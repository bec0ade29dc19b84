import { readCookie } from './cookie_header.js';
import { serializeCookie, type CookieKeeper, type CookieOptions } from './cookies.js';

/** A Request of the Fetch API, or one of Node's `http` and frameworks on it. */
export interface RequestLike {
  headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  url?: string | undefined;
}

/** What a server knows beside the request. */
export interface RequestContext {
  /** Lets the runtime finish background work after the response: a worker's `ctx`. */
  waitUntil?(work: Promise<unknown>): void;
  /** Ids that the application knows already; they go before the group functions. */
  ids?: Readonly<Record<string, string | number | bigint | null | undefined>>;
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

/** Whether the request came by https, as far as its URL says. */
export function isUnderTls(request: RequestLike): boolean {
  return request.url?.startsWith('https:') ?? false;
}

/** The response with further Set-Cookie headers; the same one if there are none. */
export function withCookies(response: Response, cookies: readonly string[]): Response {
  if (cookies.length === 0) return response;
  // The headers of a fetched response cannot be changed: a copy's can.
  const copy = new Response(response.body, response);
  for (const cookie of cookies) copy.headers.append('Set-Cookie', cookie);
  return copy;
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
