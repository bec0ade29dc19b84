// pancake-flags in a browser: one file with the Wasm in it, the page's cookies keep the visitor.
import text from '#engine-text';
import { Device } from './device.js';
import { documentCookies } from './document_cookies.js';
import { demand } from './errors.js';
import { Following } from './following.js';
import { given, type OrNull } from './given.js';
import { compileText } from './inlined_wasm.js';
import { LastKnownGood } from './last_known_good.js';
import type { PancakeOptions } from './options.js';
import { watchPage } from './page.js';
import { Pancake } from './pancake.js';
import type { Platform } from './platform.js';
import { shareAmongTabs } from './tabs.js';

export * from './public.js';

/** What createPancake takes in a page. */
export interface BrowserOptions extends PancakeOptions {
  /** Whether requests to another origin carry its cookies; 'same-origin' by default. */
  credentials?: 'omit' | 'same-origin' | 'include';
  /**
   * A snapshot's bytes, or the text that dehydrate() on a server gives: used at once, without
   * waiting for `url`, until that gives a newer one.
   */
  snapshot?: Uint8Array | ArrayBuffer | string;
}

const wasm = () => compileText(text);

/** What servers have among their options. */
interface Secrets {
  serverKey?: unknown;
  cookie?: { secret?: unknown };
}

/**
 * The features of one extension for the visitor of this page. Resolves with the first snapshot,
 * or after `timeout` with nothing but defaults; rejects only for options that cannot be meant.
 */
export async function createPancake(options: OrNull<BrowserOptions>): Promise<Pancake> {
  options = given(options);
  const { serverKey, cookie } = options as OrNull<BrowserOptions & Secrets>;
  // Whoever opens the page would have them.
  demand((serverKey ?? cookie?.secret) == null && typeof options.snapshot !== 'function', 'secrets and snapshot functions are for servers');
  const device = new Device(options.cookies !== false);
  const platform: Platform = {
    wasm,
    cookies: () => device.cookies(documentCookies),
    importModule: (specifier) => import(absolute(specifier)),
    follow: (parts) => new Following(parts),
    pollInterval: 30_000,
    // The browser's own cache must not answer with an older state than the server has.
    requestInit: { cache: 'no-cache', credentials: options.credentials ?? 'same-origin' },
    keep: (extension) => new LastKnownGood(extension, device),
    allowCookies: () => device.allow(),
    watch: watchPage,
    share: shareAmongTabs,
    isUnderTls: () => globalThis.location?.protocol === 'https:',
  };
  return new Pancake(platform, options as BrowserOptions).start();
}

/** Paths mean what they mean in the page. */
function absolute(specifier: string): string {
  return /^[./]/.test(specifier) ? new URL(specifier, globalThis.document?.baseURI ?? location.href).href : specifier;
}
