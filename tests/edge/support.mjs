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
  return new Miniflare({ modules: await modulesOf(entry), compatibilityDate, ...options });
}

/**
 * Starts several workers with the same code, isolates of one place.
 *
 * @param {string} entry
 * @param {(Record<string, unknown> & { name: string })[]} workers their options
 * @param {Record<string, Uint8Array>} data files that the code imports as bytes
 */
export async function startWorkers(entry, workers, data) {
  const modules = await modulesOf(entry, data);
  return new Miniflare({ workers: workers.map((options) => ({ modules, compatibilityDate, ...options })) });
}

const compatibilityDate = '2026-01-01';

/** @param {string} entry @param {Record<string, Uint8Array>} [data] */
async function modulesOf(entry, data = {}) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['workerd', 'worker'],
    external: ['*.wasm', 'node:*', 'cloudflare:*', ...Object.keys(data).map((name) => `./${name}`)],
    // As builds for workers name what Node calls so.
    alias: { async_hooks: 'node:async_hooks' },
    write: false,
  });
  return [
    { type: /** @type {const} */ ('ESModule'), path: 'worker.mjs', contents: outputFiles[0]?.text ?? '' },
    ...['pancake.wasm', 'pancake-builder.wasm'].map((name) => ({
      type: /** @type {const} */ ('CompiledWasm'),
      path: name,
      contents: readFileSync(`${root}js/dist/${name}`),
    })),
    ...Object.entries(data).map(([path, contents]) => ({ type: /** @type {const} */ ('Data'), path, contents })),
  ];
}
