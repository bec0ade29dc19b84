import type { CookieKeeper } from './cookies.js';
import type { ImportModule } from './groups.js';
import type { SnapshotSource } from './source.js';
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
  requestHeaders?: Readonly<Record<string, string>>;
  /** What is to be said of an answer other than 200 and 304. */
  statusHint?: (status: number) => string;
  /** Servers: what is asked for snapshots, made of the source at `url`, if there is one. */
  source?: (server: SnapshotSource | null) => SnapshotSource | null;
  /** Whether a cookie is to be `Secure`. */
  isUnderTls: () => boolean;
  /** Workers: what one request began cannot be ended by another. */
  isolatesRequests?: boolean;
}
