// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { root } from './project.mjs';

/** @typedef {{ bytes: number, gzip: number, brotli: number }} Sizes */
/**
 * What one minimal program ships. `later` is what is loaded by what the program does not use:
 * it is shipped too, but not before somebody uses it.
 * @typedef {{ javaScript: Sizes, webAssembly: Sizes, together: Sizes, later: Sizes }} ProgramSizes
 */

const page = `
  import { createPancake } from './js/dist/pancake.js';
  const pancake = await createPancake({ url: 'https://flags.example' });
  document.title = pancake.flag('CHECKOUT').isActive() ? 'new' : 'old';
`;

const worker = `
  import { createPancake } from './js/dist/edge.js';
  const pancake = await createPancake({ url: 'https://flags.example' });
  export default {
    async fetch(request, environment, context) {
      const visit = await pancake.forRequest(request, context);
      return new Response(visit.flag('CHECKOUT').isActive() ? 'new' : 'old');
    },
  };
`;

/**
 * A page: one minified file, in which the Wasm is a text (js/wasm_text.mjs).
 * @returns {Promise<ProgramSizes>}
 */
export async function pageSizes() {
  const { first, later } = await bundled(page);
  const together = sizesOf(first);
  const javaScript = sizesOf(first.toString().replace(/[#-~]{3000,}/, ''));
  return { javaScript, webAssembly: minus(together, javaScript), together, later };
}

/**
 * A worker: one minified file, and the Wasm beside it.
 * @returns {Promise<ProgramSizes>}
 */
export async function workerSizes() {
  const { first, later } = await bundled(worker);
  const javaScript = sizesOf(first);
  const webAssembly = sizesOf(readFileSync(join(root, 'js/dist/pancake.wasm')));
  return { javaScript, webAssembly, together: plus(javaScript, webAssembly), later };
}

/** @param {string} program */
async function bundled(program) {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: root, sourcefile: 'program.js' },
    bundle: true,
    minify: true,
    splitting: true,
    outdir: join(root, 'build/program'),
    write: false,
    format: 'esm',
    target: 'es2022',
    external: ['*.wasm'],
  });
  const [first, ...later] = outputFiles.map(({ contents }) => Buffer.from(contents));
  if (first === undefined) throw new Error('esbuild wrote no program');
  const nothing = { bytes: 0, gzip: 0, brotli: 0 };
  return { first, later: later.map(sizesOf).reduce(plus, nothing) };
}

/** @param {Buffer | string} data @returns {Sizes} */
function sizesOf(data) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
  return {
    bytes: Buffer.byteLength(data),
    gzip: gzipSync(data, { level: 9 }).length,
    brotli: brotliCompressSync(data, { params }).length,
  };
}

/** @param {Sizes} a @param {Sizes} b @returns {Sizes} */
function plus(a, b) {
  return { bytes: a.bytes + b.bytes, gzip: a.gzip + b.gzip, brotli: a.brotli + b.brotli };
}

/** @param {Sizes} a @param {Sizes} b @returns {Sizes} */
function minus(a, b) {
  return { bytes: a.bytes - b.bytes, gzip: a.gzip - b.gzip, brotli: a.brotli - b.brotli };
}
