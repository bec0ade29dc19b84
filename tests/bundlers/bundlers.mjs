// @ts-check
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import * as esbuild from 'esbuild';
import { rollup } from 'rollup';
import * as vite from 'vite';
import webpack from 'webpack';

const here = dirname(fileURLToPath(import.meta.url));
const html = '<!doctype html><link rel="icon" href="data:,"><title>waiting</title><script type="module" src="./main.js"></script>';

/**
 * Lays the page's files into a project.
 * @param {string} project
 */
export function writePage(project) {
  writeFileSync(join(project, 'index.html'), html);
  cpSync(join(here, 'page.js'), join(project, 'main.js'));
  cpSync(join(here, 'server.js'), join(project, 'server.js'));
}

/**
 * Each builds the page of a project, with nothing said but where from and where to: the folder that
 * it gives is to be served.
 * @type {Record<string, (project: string) => Promise<string>>}
 */
export const bundlers = {
  async esbuild(project) {
    const folder = outputOf(project, 'esbuild');
    await esbuild.build({ ...entry(project), outfile: join(folder, 'main.js'), bundle: true, minify: true, format: 'esm', logLevel: 'silent' });
    return folder;
  },

  async Vite(project) {
    const folder = outputOf(project, 'vite');
    await vite.build({ root: project, configFile: false, logLevel: 'silent', build: { outDir: folder, emptyOutDir: false } });
    return folder;
  },

  async webpack(project) {
    const folder = outputOf(project, 'webpack');
    const compiler = webpack({ mode: 'production', context: project, entry: './main.js', output: { path: folder, filename: 'main.js' } });
    if (compiler === null) throw new Error('webpack gave no compiler');
    const stats = await promisify(compiler.run.bind(compiler))();
    if (stats?.hasErrors() || stats?.hasWarnings()) throw new Error(stats.toString('errors-warnings'));
    await promisify(compiler.close.bind(compiler))();
    return folder;
  },

  async Rollup(project) {
    const folder = outputOf(project, 'rollup');
    const bundle = await rollup({
      input: join(project, 'main.js'),
      plugins: [nodeResolve()],
      onwarn: (warning) => {
        throw new Error(warning.message);
      },
    });
    await bundle.write({ file: join(folder, 'main.js'), format: 'es' });
    await bundle.close();
    return folder;
  },
};

/** The program for Node as one file, whose path it gives. @param {string} project */
export async function bundleForNode(project) {
  const outfile = join(outputOf(project, 'node'), 'server.mjs');
  await esbuild.build({ entryPoints: [join(project, 'server.js')], outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'silent' });
  return outfile;
}

/** @param {string} project */
function entry(project) {
  return { entryPoints: [join(project, 'main.js')] };
}

/** @param {string} project @param {string} name */
function outputOf(project, name) {
  const folder = join(project, 'out', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.html'), html);
  return folder;
}
