// @ts-check
//
// npm run size
//
// The shipped bytes of a minimal browser program: createPancake and one flag().isActive(),
// bundled and minified by esbuild, with the Wasm file that the page loads.
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
  external: ['*.wasm'],
});
const parts = { 'program.js': outputFiles[0]?.contents ?? new Uint8Array(), 'pancake.wasm': readFileSync(join(root, 'js/dist/pancake.wasm')) };

let total = { bytes: 0, gzip: 0, brotli: 0 };
console.log('file            bytes   gzip 9  brotli 11');
for (const [name, bytes] of Object.entries(parts)) {
  const sizes = sizesOf(bytes);
  total = { bytes: total.bytes + sizes.bytes, gzip: total.gzip + sizes.gzip, brotli: total.brotli + sizes.brotli };
  print(name, sizes);
}
print('together', total);

/** @param {Uint8Array} bytes */
function sizesOf(bytes) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
  return {
    bytes: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params }).length,
  };
}

/** @param {string} name @param {{ bytes: number, gzip: number, brotli: number }} sizes */
function print(name, { bytes, gzip, brotli }) {
  console.log(`${name.padEnd(14)}${String(bytes).padStart(7)}${String(gzip).padStart(9)}${String(brotli).padStart(11)}`);
}
