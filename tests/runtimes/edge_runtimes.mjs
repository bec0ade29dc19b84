// @ts-check
import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { EdgeVM } from '@edge-runtime/vm';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import { root } from '../../tools/project.mjs';

const entry = join(root, 'tests/runtimes/edge_worker.mjs');
const versionOf = (/** @type {string} */ name) => createRequire(import.meta.url)(`${name}/package.json`).version;

/** @type {import('./run.mjs').Runtime} */
export const workerd = {
  name: 'workerd',
  async run(asking) {
    const { text, wasm } = await bundle('esm', ['workerd', 'worker', 'browser']);
    const worker = new Miniflare({
      modules: [
        { type: 'ESModule', path: 'worker.mjs', contents: text },
        ...[...wasm].map(([path, contents]) => ({ type: /** @type {const} */ ('CompiledWasm'), path, contents })),
      ],
      compatibilityDate: '2026-01-01',
      compatibilityFlags: ['nodejs_compat'],
    });
    try {
      const body = JSON.stringify(asking);
      const response = await worker.dispatchFetch('http://worker/', { method: 'POST', body });
      if (response.status !== 200) throw new Error(await response.text());
      return { version: versionOf('workerd'), .../** @type {any} */ (await response.json()) };
    } finally {
      await worker.dispose();
    }
  },
};

/** @type {import('./run.mjs').Runtime} */
export const edgeRuntime = {
  name: '@edge-runtime/vm',
  async run(asking) {
    const { text, wasm } = await bundle('iife', ['edge-light', 'worker', 'browser']);
    // As Next.js does it: with AsyncLocalStorage, and with what was imported by ?module as globals.
    const vm = new EdgeVM({ extend: (context) => Object.assign(context, { AsyncLocalStorage }) });
    for (const [path, contents] of wasm) vm.context[globalOf(path)] = new WebAssembly.Module(/** @type {any} */ (contents));
    vm.evaluate(`${text}\nglobalThis.worker = bundled.default;`);
    const body = JSON.stringify(asking);
    const answer = await vm.evaluate(`(async () => {
      const waiting = [];
      const context = { waitUntil: (work) => waiting.push(work) };
      const request = new Request('http://worker/', { method: 'POST', body: ${JSON.stringify(body)} });
      const text = await (await worker.fetch(request, {}, context)).text();
      await Promise.all(waiting);
      return text;
    })()`);
    return { version: versionOf('@edge-runtime/vm'), ...JSON.parse(answer) };
  },
};

/**
 * The worker as these runtimes' own builds bundle it: a .wasm stays a module of its own.
 * @param {'esm' | 'iife'} format
 * @param {string[]} conditions
 */
async function bundle(format, conditions) {
  /** @type {Map<string, Uint8Array>} */
  const wasm = new Map();
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format,
    globalName: 'bundled',
    target: 'es2022',
    conditions,
    external: ['node:*', 'cloudflare:*'],
    write: false,
    plugins: [
      {
        name: 'wasm modules',
        setup(builder) {
          builder.onResolve({ filter: /\.wasm(\?module)?$/ }, ({ path, resolveDir }) => {
            const file = join(resolveDir, path.replace('?module', ''));
            wasm.set(basename(file), readFileSync(file));
            return format === 'esm' ? { path: `./${basename(file)}`, external: true } : { path: basename(file), namespace: 'wasm' };
          });
          builder.onLoad({ filter: /.*/, namespace: 'wasm' }, ({ path }) => ({ contents: `export default ${globalOf(path)};` }));
        },
      },
    ],
  });
  return { text: outputFiles[0]?.text ?? '', wasm };
}

/** @param {string} path */
function globalOf(path) {
  return `wasm_${path.replace(/\W/g, '_')}`;
}
