// @ts-check
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * A module of js/src that the package does not export, bundled for a test.
 * @param {string} name such as 'cookies'
 * @returns {Promise<any>}
 */
export async function internal(name) {
  const outfile = join(root, 'build/js-tests', `${name}.mjs`);
  await build({
    entryPoints: [join(root, 'js/src', `${name}.ts`)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    define: { WRITES_PERSONAL: 'true', READS_LAYERS: 'true', FOLLOWS: String(name !== 'edge_pancake') },
    alias: {
      '#engine': join(root, 'build/glue/pancake.mjs'),
      '#builder': join(root, 'build/glue/pancake-builder.mjs'),
      '#later': join(root, 'js/src/later.ts'),
    },
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}
