import { PancakeError, textOf } from './errors.js';

/** A compiled module, or what compiles it. */
export type WasmSource = WebAssembly.Module | (() => Promise<WebAssembly.Module>);

/** Gives an instance with these imports. */
export type Instantiate = (imports: WebAssembly.Imports) => Promise<WebAssembly.Instance>;

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
    return await start((imports) => WebAssembly.instantiate(compiled, imports) as unknown as Promise<WebAssembly.Instance>);
  } catch (error) {
    throw new PancakeError('wasm_unavailable', `WebAssembly cannot be used: ${textOf(error)}`, error);
  }
}
