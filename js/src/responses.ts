/** A response of Node's `http`, and of frameworks on it: Express' `res`. */
export interface NodeResponse {
  getHeader(name: string): number | string | string[] | undefined;
  setHeader(name: string, value: string[]): unknown;
}

/** Hono's context: it sets headers whether its response is made or not. */
export interface ResponseContext {
  readonly res: Response;
  header(name: string, value: string, options: { append: true }): unknown;
}

/** What apply() can set cookies on. */
export type ResponseLike = Response | NodeResponse | ResponseContext;

/**
 * The response with further Set-Cookie headers: the same object, or a copy of a Response whose
 * headers cannot be changed. Cookies of others stay; one that is there already is not repeated.
 */
export function withCookies<Target extends ResponseLike>(response: Target, cookies: readonly string[]): Target;
export function withCookies(response: ResponseLike, cookies: readonly string[]): ResponseLike {
  if (cookies.length === 0) return response;
  if ('setHeader' in response) {
    const before = [response.getHeader('Set-Cookie') ?? []].flat().map(String);
    response.setHeader('Set-Cookie', [...before, ...without(before, cookies)]);
    return response;
  }
  if ('header' in response) {
    for (const cookie of without(cookiesOf(response.res), cookies)) {
      response.header('Set-Cookie', cookie, { append: true });
    }
    return response;
  }
  const added = without(cookiesOf(response), cookies);
  try {
    append(response, added);
    return response;
  } catch {
    // The headers of a fetched response cannot be changed: a copy's can.
    return append(new Response(response.body, response), added);
  }
}

function append(response: Response, cookies: readonly string[]): Response {
  for (const cookie of cookies) response.headers.append('Set-Cookie', cookie);
  return response;
}

/** Node 18's first releases have no getSetCookie(): there nothing is known to be set. */
const cookiesOf = ({ headers }: Response): string[] => headers.getSetCookie?.() ?? [];

const without = (known: readonly string[], cookies: readonly string[]) =>
  cookies.filter((cookie) => !known.includes(cookie));
