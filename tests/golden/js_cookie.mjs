// @ts-check
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

/**
 * The package's own cookie code, which no entry point exports: bundled from its source.
 * @typedef {{
 *   read: (cookie: string) => Promise<Map<string, unknown> | null>,
 *   write: (state: Map<string, unknown>) => Promise<string>
 * }} Signer
 */

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL('../../js/src/flask_cookie.ts', import.meta.url))],
  bundle: true,
  format: 'esm',
  write: false,
  logLevel: 'silent',
});
const { FlaskCookieSigner } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);

/** @param {string[]} secrets the first signs, all verify @returns {Signer} */
export const packageSigner = (...secrets) => new FlaskCookieSigner(secrets);
