import type { WasmModule } from '../../wasm/module.js';
import type { CookieOptions } from './cookies.js';
import { scopes } from './engine.js';
import { PancakeError, demand } from './errors.js';
import type { OrNull } from './given.js';
import type { GroupSource, ObjectId } from './groups.js';
import { longestTimer } from './poll.js';
import type { Fetch, Scope } from './source.js';
import type { Logger } from './warnings.js';

/** The cookie that samples are remembered by. */
export interface CookieSettings {
  /** The cookie's name; the extension's by default. */
  name?: string;
  /**
   * `visitor` (default): a visitor key of four characters, readable in a browser.
   * `flask-pancake`: the signed cookie of a Flask app. In a browser this means that the server
   * alone keeps it: samples come with the personal snapshot.
   */
  format?: 'visitor' | 'flask-pancake';
  /** `visitor`: laid over SameSite=Lax, Path=/, a year. `flask-pancake`: in place of the defaults. */
  options?: OrNull<CookieOptions>;
}

/** Gives a snapshot's bytes; null where there are none now. */
export type SnapshotFunction = () => Uint8Array | ArrayBuffer | null | undefined | Promise<Uint8Array | ArrayBuffer | null | undefined>;

/** What createPancake takes everywhere. What is undefined or null counts as not given. */
export interface PancakeOptions<Request = unknown> {
  /**
   * The Pancake server: `https://flags.example`, without query and fragment; in a page also a path of
   * its own origin. A page takes any text: one that is no server's is told as `fetch_failed`,
   * `http_status` or `not_a_snapshot`.
   */
  url?: string | URL;
  /**
   * A snapshot's bytes, or the text that dehydrate() on a server gives: used at once, without
   * waiting for `url`, until that gives a newer one. On servers and workers also a function that
   * gives bytes, such as the getter of a KV namespace: it is asked at each refresh in place of
   * `url`; beside `url` for the first snapshot alone.
   */
  snapshot?: Uint8Array | ArrayBuffer | string | SnapshotFunction;
  /** The set of features; one Pancake answers for one extension. `pancake` by default. */
  extension?: string;
  /** Where the visitor's id of each group comes from. */
  groups?: Readonly<Record<string, GroupSource<Request>>>;
  /**
   * An id of the visitor for samples, such as a user id: the same answers on all devices. Asked
   * at each check; numbers count as their text, and where it gives null the visitor cookie counts.
   */
  visitor?: ObjectId | ((request?: Request) => ObjectId);
  cookie?: OrNull<CookieSettings>;
  /**
   * Pages: false writes nothing on the visitor's device, neither the visitor cookie nor a last known
   * good snapshot, until allowCookies(). Samples are drawn for a visitor kept in memory. Servers:
   * for such pages, false lets dehydrate() fix the samples' answers; cookies are set by apply() alone.
   */
  cookies?: boolean;
  /** Pages: false keeps no last known good snapshot in localStorage. */
  storage?: boolean;
  /**
   * In a page `personal` with groups or signed cookies, else `public`. On servers and workers
   * `full` with a server key or groups, else `public`; a program with one visitor may say
   * `personal`.
   */
  scope?: Scope;
  /** false: news come by polling alone. Else by the server's events, which polling stands in for. */
  live?: boolean;
  /** Milliseconds between two questions for news, ten times as much while events come; 0 for never. */
  pollInterval?: number;
  /** Milliseconds that createPancake waits for the first snapshot before it gives defaults. */
  timeout?: number;
  /** Milliseconds until one request is given up. */
  requestTimeout?: number;
  /** Closes Pancake. */
  signal?: AbortSignal;
  /** Where warnings go; the console by default. */
  logger?: Logger;
  /** In place of the runtime's fetch. */
  fetch?: Fetch;
  /** The compiled pancake.wasm, where the runtime cannot load it by itself. */
  wasm?: WasmModule;
}

/** The checked options with their defaults. */
export interface Settings {
  extension: string;
  cookieName: string;
  isFlaskFormat: boolean;
  cookieOptions: OrNull<CookieOptions> | null | undefined;
  timeout: number;
  requestTimeout: number;
  pollInterval: number;
}

/** @throws PancakeError no_source, bad_option */
export function settingsOf(options: PancakeOptions<never>, pollInterval: number): Settings {
  const { extension = 'pancake', cookie = {} } = options;
  const { sameSite, maxAge, domain, path } = cookie.options ?? {};
  if (options.url === undefined && options.snapshot === undefined) {
    throw new PancakeError('no_source', 'createPancake needs `url` or `snapshot`');
  }
  demand(!options.signal || typeof options.signal.addEventListener === 'function', 'signal is no AbortSignal');
  oneOf('scope', options.scope, scopes);
  oneOf('cookie.format', cookie.format, ['visitor', 'flask-pancake']);
  oneOf('cookie.options.sameSite', sameSite, ['Strict', 'Lax', 'None']);
  demand((maxAge ?? 0) >= 0 && maxAge !== Infinity, 'cookie.options.maxAge is no duration');
  // Of the three lines only the first, the name, must be without `=`.
  demand(!/[;\r]|^.*=|\n.*\n.*\n/.test([cookie.name, domain, path].join('\n')), 'cookie has a name, domain or path of no cookie');
  return {
    extension,
    cookieName: cookie.name || extension,
    isFlaskFormat: cookie.format === 'flask-pancake',
    cookieOptions: cookie.options,
    timeout: milliseconds(options, 'timeout', 2_000),
    requestTimeout: milliseconds(options, 'requestTimeout', 10_000),
    pollInterval: milliseconds(options, 'pollInterval', pollInterval),
  };
}

/** What is not given is fine. */
function oneOf<Value>(name: string, value: Value | null | undefined, choices: readonly Value[]): void {
  demand(choices.includes((value ?? choices[0]) as Value), `${name} is none of ${choices.join(', ')}`);
}

/**
 * The duration of this option.
 * @throws PancakeError bad_option
 */
export function milliseconds<Name extends string>(
  options: { readonly [Option in Name]?: number | undefined },
  name: Name,
  otherwise: number,
): number {
  const value = options[name] ?? otherwise;
  demand(value >= 0, `${name} is no duration`);
  return Math.min(value, longestTimer);
}
