// pancake-flags/edge: workers that get the compiled Wasm module by import, such as workerd's.
import wasm from './pancake.wasm';
import { runtimeAsyncStorage } from './async_storage.js';
import { MemoryCookies } from './cookies.js';
import { EdgePancake, type EdgeOptions } from './edge_pancake.js';
import { given, type OrNull } from './given.js';

export * from './public.js';
export type { EdgeOptions, EdgePancake } from './edge_pancake.js';
export type { KnownVisitor } from './server_pancake.js';
export type { KnownIds, RequestContext, RequestLike } from './requests.js';
export type { NodeResponse, ResponseContext, ResponseLike } from './responses.js';
export type { RequestVisit } from './request_visit.js';

/**
 * The features of one extension for the requests of this worker. May be called at the top of the
 * module: it fetches nothing, the first request does. Rejects only for options that cannot be
 * meant.
 */
export async function createPancake(options: OrNull<EdgeOptions>): Promise<EdgePancake> {
  const pancake = new EdgePancake(
    {
      wasm,
      cookies: () => new MemoryCookies(),
      importModule: (specifier) => import(specifier),
      pollInterval: 0,
      isUnderTls: () => false,
      asyncStorage: runtimeAsyncStorage,
    },
    given(options),
  );
  return pancake.start();
}
