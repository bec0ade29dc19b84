// @ts-check
//
// Here, because a module is looked for from the file that names it: the SDKs are dependencies of this folder alone.
import { createRequire } from 'node:module';

/** The folder whose package.json and lock file name the SDKs. */
export const folder = import.meta.dirname;

/** @param {string} name a package, or a file in one @returns {Promise<any>} */
export async function loadModule(name) {
  const module = await import(name);
  // Of CommonJS Node does not see every name that is exported; `default` has them all.
  return typeof module.default === 'object' ? { ...module.default, ...module } : module;
}

/** The path of a file in a package. @param {string} name */
export function fileOf(name) {
  return createRequire(import.meta.url).resolve(name);
}
