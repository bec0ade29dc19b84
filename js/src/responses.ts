/** A response of Node's `http`, and of frameworks on it: Express' `res`. */
export interface NodeResponse {
  getHeader(name: string): number | string | string[] | undefined;
  setHeader(name: string, value: string[]): unknown;
}

/** Hono's context: it sets headers whether its response is made or not. */
export interface ResponseContext {
  readonly res: Response;
  header(name: string, value: string, options: { append: boolean }): unknown;
}

/** What apply() can set cookies on. */
export type ResponseLike = Response | NodeResponse | ResponseContext;

/**
 * Whether it is one of these. What else has headers, such as the contexts of Koa and Fastify, is none: cookies would
 * be lost on it.
 */
export function isResponse(value: ResponseLike): boolean {
  const { setHeader, header, res } = Object(value);
  const response = header ? res : value;
  return !!(setHeader ?? (response?.status && response.headers?.append));
}

/**
 * The response with further Set-Cookie headers: the same object, or a copy of a Response whose
 * headers cannot be changed. Cookies of others stay; one of the same name, such as of an earlier
 * call, is replaced.
 */
export function withCookies<Target extends ResponseLike>(response: Target, cookies: readonly string[]): Target;
export function withCookies(response: ResponseLike, cookies: readonly string[]): ResponseLike {
  if (cookies.length === 0) return response;
  if ('setHeader' in response) {
    const before = [response.getHeader('Set-Cookie') ?? []].flat().map(String);
    response.setHeader('Set-Cookie', merged(before, cookies));
    return response;
  }
  if ('header' in response) {
    each(response.res, cookies, (cookie, append) => response.header('Set-Cookie', cookie, { append }));
    return response;
  }
  try {
    return change(response, cookies);
  } catch {
    // The headers of a fetched response cannot be changed: a copy's can.
    return change(new Response(response.body, response), cookies);
  }
}

function change(response: Response, cookies: readonly string[]): Response {
  const { headers } = response;
  each(response, cookies, (cookie, append) => headers[append ? 'append' : 'set']('Set-Cookie', cookie));
  return response;
}

/** Node 18's first releases have no getSetCookie(): there nothing is known to be set, and all is appended. */
function each({ headers }: Response, cookies: readonly string[], set: (cookie: string, append: boolean) => unknown): void {
  const before = headers.getSetCookie?.();
  merged(before ?? [], cookies).forEach((cookie, place) => set(cookie, place > 0 || !before));
}

const merged = (before: readonly string[], cookies: readonly string[]) => [
  ...before.filter((known) => !cookies.some((cookie) => known.split('=', 1)[0] === cookie.split('=', 1)[0])),
  ...cookies,
];
