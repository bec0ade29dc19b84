import type { Instantiate, WasmInstance, WasmModule } from '../../wasm/module.js';
import { PancakeError, textOf } from './errors.js';

/** A compiled module, or what compiles it. */
export type WasmSource = WasmModule | (() => Promise<WasmModule>);

/**
 * Starts one of the artefacts.
 * @throws PancakeError wasm_unavailable
 */
export async function startModule<Module>(
  start: (instantiate: Instantiate) => Promise<Module>,
  source: WasmSource,
): Promise<Module> {
  try {
    const compiled = typeof source === 'function' ? await source() : source;
    // The types of lib.dom take a compiled module for bytes, since it has no members.
    return await start((imports) => WebAssembly.instantiate(compiled, imports) as unknown as Promise<WasmInstance>);
  } catch (error) {
    throw new PancakeError('wasm_unavailable', `no WebAssembly: ${textOf(error)}`, { cause: error });
  }
}
