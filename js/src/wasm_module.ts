import type { WasmOptions } from '../../wasm/module.js';
import { PancakeError, textOf } from './errors.js';

/** A compiled module, or what compiles it. */
export type WasmSource = WebAssembly.Module | (() => Promise<WebAssembly.Module>);

/**
 * Starts one of the artefacts: `factory` is its glue.
 * @throws PancakeError wasm_unavailable
 */
export async function startModule<Module>(
  factory: (options: WasmOptions) => Promise<Module>,
  source: WasmSource,
): Promise<Module> {
  try {
    const compiled: WebAssembly.Module = typeof source === 'function' ? await source() : source;
    return await new Promise<Module>((resolve, reject) => {
      factory({
        instantiateWasm(imports, done) {
          // The types of lib.dom take a compiled module for bytes, since it has no members.
          const started = WebAssembly.instantiate(compiled, imports) as unknown as Promise<WebAssembly.Instance>;
          started.then(done, reject);
          return {};
        },
      }).then(resolve, reject);
    });
  } catch (error) {
    throw new PancakeError('wasm_unavailable', `WebAssembly cannot be used: ${textOf(error)}`, error);
  }
}
