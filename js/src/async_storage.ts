import type { AsyncStorageClass } from './server_pancake.js';

interface Runtime {
  AsyncLocalStorage?: AsyncStorageClass;
  process?: { getBuiltinModule?: (name: string) => { AsyncLocalStorage?: AsyncStorageClass } | undefined };
}

/**
 * AsyncLocalStorage where the runtime has it without an import that others would trip over: a
 * global on edge runtimes, a built-in module in Node, Deno, Bun and workers with nodejs_compat.
 */
export function runtimeAsyncStorage(): AsyncStorageClass | undefined {
  const runtime = globalThis as Runtime;
  return runtime.AsyncLocalStorage ?? runtime.process?.getBuiltinModule?.('node:async_hooks')?.AsyncLocalStorage;
}
