// pancake-flags in Node, Deno and Bun: the process is a visitor of its own, and requests are
// visitors by forRequest() and run().
import base64 from '#engine-base64';
import { MemoryCookies } from './cookies.js';
import { Following } from './following.js';
import { given, type OrNull } from './given.js';
import { openStream } from './node_stream.js';
import { compileAtOnce } from './node_wasm.js';
import { NodePancake } from './node_pancake.js';
import type { ServerOptions, ServerPancake } from './server_pancake.js';

export * from './public.js';
export type { KnownVisitor, ServerOptions, ServerPancake } from './server_pancake.js';
export type { KnownIds, RequestContext, RequestLike } from './requests.js';
export type { NodeResponse, ResponseContext, ResponseLike } from './responses.js';
export type { RequestVisit } from './request_visit.js';

const wasm = () => compileAtOnce(base64);

/**
 * The features of one extension. Resolves with the first snapshot, or after `timeout` with
 * nothing but defaults; rejects only for options that cannot be meant. Polling does not keep the
 * process alive. TypeScript that resolves as bundlers do takes `pancake-flags` for a page's: there it
 * is imported from `pancake-flags/node`.
 */
export async function createPancake(options: OrNull<ServerOptions>): Promise<ServerPancake> {
  const pancake = new NodePancake(
    {
      wasm,
      cookies: () => new MemoryCookies(),
      importModule: async (specifier) => import(await absolute(specifier)),
      follow: (parts) => new Following(parts),
      pollInterval: 10_000,
      openStream,
      isUnderTls: () => false,
      // Loading it takes a tenth of the time to the first answer, which few programs want it for.
      asyncStorage: async () => (await import('node:async_hooks')).AsyncLocalStorage,
    },
    given(options),
  );
  return pancake.start();
}

/** Paths are those of the working directory; anything else is a package or a URL. */
async function absolute(specifier: string): Promise<string> {
  const [{ isAbsolute, resolve }, { pathToFileURL }] = await Promise.all([import('node:path'), import('node:url')]);
  const isPath = specifier.startsWith('.') || isAbsolute(specifier);
  return isPath ? pathToFileURL(resolve(specifier)).href : specifier;
}
