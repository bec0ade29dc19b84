// @ts-check
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Starts a worker in workerd: `entry` of this folder, bundled with the package as a worker's
 * build does it, with the Wasm files as compiled modules.
 *
 * @param {string} entry
 * @param {Partial<import('miniflare').WorkerOptions> & Record<string, unknown>} [options]
 */
export async function startWorker(entry, options = {}) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['workerd', 'worker'],
    external: ['*.wasm', 'node:*', 'cloudflare:*'],
    write: false,
  });
  return new Miniflare({
    modules: [
      { type: 'ESModule', path: 'worker.mjs', contents: outputFiles[0]?.text ?? '' },
      ...['pancake.wasm', 'pancake-builder.wasm'].map((name) => ({
        type: /** @type {const} */ ('CompiledWasm'),
        path: name,
        contents: readFileSync(`${root}js/dist/${name}`),
      })),
    ],
    compatibilityDate: '2026-01-01',
    ...options,
  });
}
