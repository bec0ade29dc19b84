// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node, root } from './project.mjs';
import { runStep } from './run_step.mjs';

const stamp = join(root, 'build/package.stamp');
const made = ['pancake.js', 'edge.js', 'node.js', 'pancake.wasm', 'types'];

/** Builds js/dist by js/build.mjs, unless it was built from the same files before. */
export async function buildPackage() {
  const inputs = fingerprint();
  const isThere = made.every((file) => existsSync(join(root, 'js/dist', file)));
  if (isThere && existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return;
  await runStep([node(), 'js/build.mjs']);
  writeFileSync(stamp, inputs);
}

/** Of the contents of all that js/dist is made from. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json', 'wasm/module.d.ts', ...filesOf('js'), ...filesOf('build/wasm')]) {
    hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

/** @param {'js' | 'build/wasm'} folder @returns {string[]} its sources, or what was linked in it */
function filesOf(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: folder === 'js' })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((file) => !file.startsWith('js/dist/') && /\.(?:ts|mjs|json|wasm)$/.test(file))
    .sort();
}
