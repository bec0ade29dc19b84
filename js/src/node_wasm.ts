/**
 * Compiles a Wasm file that js/build.mjs wrote into the program as base64: a process that starts for one answer does not wait
 * for threads.
 */
export async function compileAtOnce(base64: string): Promise<WebAssembly.Module> {
  return new WebAssembly.Module(Buffer.from(base64, 'base64'));
}
