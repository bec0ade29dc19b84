/**
 * Compiles a Wasm file that js/build.mjs wrote into the program as text. A file beside the program would
 * be lost by bundlers that know no assets, and would cost pages a second request.
 */
export function compileText(text: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(bytesInText(text));
}

/** The bytes, as js/wasm_text.mjs wrote them. */
export function bytesInText(text: string): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  let more = 0;
  for (const letter of text) {
    const number = letter.charCodeAt(0) - 35;
    if (number < 88) {
      bytes.push((number + more) ^ 18);
      more = 0;
    } else more = 88 * (number - 87);
  }
  return Uint8Array.from(bytes);
}
