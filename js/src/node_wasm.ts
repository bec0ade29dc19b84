import { readFile } from 'node:fs/promises';

/** Compiles a Wasm file that lies beside the built package. */
export async function compileFile(name: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(new URL(name, import.meta.url)));
}
