/**
 * Compiles a Wasm file that js/build.mjs wrote into the program as hexadecimal digits. A file beside
 * the program would be lost by bundlers that know no assets, and would cost pages a second request.
 * Digits keep bytes apart, so that brotli makes of them nearly what it makes of the file.
 */
export function compileDigits(digits: string): Promise<WebAssembly.Module> {
  const byteAt = (place: number) => parseInt(digits.slice(2 * place, 2 * place + 2), 16);
  return WebAssembly.compile(new Uint8Array(digits.length / 2).map((_, place) => byteAt(place)));
}
