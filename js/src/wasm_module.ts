import type { Instantiate, WasmModule } from '../../wasm/module.js';
import { PancakeError, textOf } from './errors.js';

/** A compiled module, or what compiles it. */
export type WasmSource = WasmModule | (() => Promise<WasmModule>);

/**
 * Starts one of the artefacts.
 * @throws PancakeError wasm_unavailable
 */
export async function startModule<Module>(
  start: (instantiate: Instantiate) => Module | Promise<Module>,
  source: WasmSource,
): Promise<Module> {
  try {
    const compiled = typeof source === 'function' ? await source() : source;
    return await start((imports) => new WebAssembly.Instance(compiled, imports));
  } catch (error) {
    throw new PancakeError('wasm_unavailable', `no WebAssembly: ${textOf(error)}`, { cause: error });
  }
}
