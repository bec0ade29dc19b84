// @ts-check
//
// npm run size
//
// What two minimal programs ship: a page, and a worker with the entry for the edge. Each calls
// createPancake and one flag().isActive(), bundled and minified by esbuild. `later` is what the
// program would only load for signed cookies or a function as `snapshot`.
import { pageSizes, workerSizes } from './program_sizes.mjs';

/** Prints and gives it. */
export async function benchSize() {
  const sizes = { page: await pageSizes(), edge: await workerSizes() };
  console.log('program  part            bytes   gzip 9  brotli 11');
  for (const [program, each] of Object.entries(sizes)) print(program, each);
  return sizes;
}

/** @param {string} program @param {import('./program_sizes.mjs').ProgramSizes} sizes */
function print(program, { javaScript, webAssembly, together, later }) {
  const rows = { JavaScript: javaScript, WebAssembly: webAssembly, together, later };
  for (const [part, { bytes, gzip, brotli }] of Object.entries(rows)) {
    if (bytes === 0) continue;
    const numbers = `${String(bytes).padStart(7)}${String(gzip).padStart(9)}${String(brotli).padStart(11)}`;
    console.log(`${program.padEnd(9)}${part.padEnd(14)}${numbers}`);
  }
}

if (process.argv[1] === import.meta.filename) await benchSize();
