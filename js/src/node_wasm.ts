/**
 * Compiles a Wasm file that js/build.mjs wrote into the program as hexadecimal digits: a process that starts for one answer does not wait
 * for threads.
 */
export async function compileDigitsAtOnce(digits: string): Promise<WebAssembly.Module> {
  return new WebAssembly.Module(Buffer.from(digits, 'hex'));
}
