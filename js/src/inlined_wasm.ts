/**
 * Compiles a Wasm file that js/build.mjs wrote into the program as hexadecimal digits. A file beside
 * the program would be lost by bundlers that know no assets, and would cost pages a second request.
 * Digits keep bytes apart, so that brotli makes of them nearly what it makes of the file.
 */
export function compileDigits(digits: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(Uint8Array.from(digits.match(/../g) ?? [], (byte) => parseInt(byte, 16)));
}
