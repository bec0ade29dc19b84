import type { CookieKeeper } from './cookies.js';
import type { Following, FollowingParts } from './following.js';
import type { ImportModule } from './groups.js';
import type { LastKnownGood } from './last_known_good.js';
import type { Share } from './news.js';
import type { Fetch, SnapshotSource } from './source.js';
import type { WasmSource } from './wasm_module.js';

/** What an entry file knows of its runtime. */
export interface Platform {
  wasm: WasmSource;
  /** Where the cookies of the one visitor live who is not part of a request. */
  cookies: () => CookieKeeper;
  importModule: ImportModule;
  pollInterval: number;
  /** What each request to the server has, and its headers beside those of the question. */
  requestInit?: RequestInit;
  requestHeaders?: () => Readonly<Record<string, string>>;
  /** What is to be said of an answer other than 200 and 304. */
  statusHint?: (status: number) => string;
  /** Servers: what is asked for snapshots, made of the source at `url`, if there is one. */
  source?: (server: SnapshotSource | null) => SnapshotSource | null;
  /** What follows the server; not in workers, where nothing goes on behind requests. */
  follow?: (parts: FollowingParts) => Following;
  /** Pages: where the last good snapshot of an extension is kept. */
  keep?: (extension: string) => LastKnownGood;
  /** Pages: from here on the device may be written on. */
  allowCookies?: () => void;
  /** Pages: tells whether somebody looks, at once and at each change. */
  watch?: (show: (isShown: boolean) => void, signal: AbortSignal) => void;
  /** Pages: lets one tab listen for all. */
  share?: Share;
  /** In place of fetch for what does not end, where that would keep a process alive. */
  openStream?: Fetch;
  /** Whether a cookie is to be `Secure`. */
  isUnderTls: () => boolean;
}
