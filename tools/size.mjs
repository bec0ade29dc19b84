// @ts-check
//
// npm run size
//
// The shipped bytes of a minimal browser program: createPancake and one flag().isActive(),
// bundled and minified by esbuild to one file, in which the Wasm is hexadecimal digits.
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { root } from './project.mjs';

const program = `
  import { createPancake } from './js/dist/pancake.js';
  const pancake = await createPancake({ url: 'https://flags.example' });
  document.title = pancake.flag('CHECKOUT').isActive() ? 'new' : 'old';
`;

const { outputFiles } = await build({
  stdin: { contents: program, resolveDir: root },
  bundle: true,
  minify: true,
  write: false,
  format: 'esm',
  target: 'es2022',
});
const text = outputFiles[0]?.text ?? '';
const together = sizesOf(text);
const javaScript = sizesOf(text.replace(/[0-9a-f]{1000,}/, ''));

console.log('part            bytes   gzip 9  brotli 11');
print('JavaScript', javaScript);
print('WebAssembly', {
  bytes: together.bytes - javaScript.bytes,
  gzip: together.gzip - javaScript.gzip,
  brotli: together.brotli - javaScript.brotli,
});
print('together', together);

/** @param {string} text */
function sizesOf(text) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
  return {
    bytes: Buffer.byteLength(text),
    gzip: gzipSync(text, { level: 9 }).length,
    brotli: brotliCompressSync(text, { params }).length,
  };
}

/** @param {string} name @param {{ bytes: number, gzip: number, brotli: number }} sizes */
function print(name, { bytes, gzip, brotli }) {
  console.log(`${name.padEnd(14)}${String(bytes).padStart(7)}${String(gzip).padStart(9)}${String(brotli).padStart(11)}`);
}
