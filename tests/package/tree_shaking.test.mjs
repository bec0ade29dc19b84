// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build } from 'esbuild';
import { root } from '../../tools/project.mjs';

/** What only the engine has. */
const engine = /WebAssembly|wasm/;

/** @param {string} contents a program @param {string[]} [conditions] @returns {Promise<string>} bundled and minified */
async function bundled(contents, conditions = ['browser']) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions,
    external: ['react', 'node:*', '*.wasm', '*.wasm?module'],
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

test('the engine is known by these words', async () => {
  assert.match(await bundled(`import { createPancake } from 'pancake-flags'; createPancake({ url: '' });`), engine);
});

/** What a program imports -> the bytes that it may have. */
const programs = /** @type {[string, number][]} */ ([
  [`import { withFeatures } from 'pancake-flags/testing'; withFeatures({ CHECKOUT: true });`, 4_000],
  [`import { createAdmin } from 'pancake-flags/admin'; createAdmin({ url: '' });`, 8_000],
  [`import { useFlag, PancakeProvider } from 'pancake-flags/react'; console.log(useFlag, PancakeProvider);`, 2_000],
  [`import { PancakeWebProvider } from 'pancake-flags/openfeature'; console.log(PancakeWebProvider);`, 6_000],
]);

for (const [program, most] of programs) {
  test(`${/'(pancake-flags\/\w+)'/.exec(program)?.[1]} brings no engine`, async () => {
    const text = await bundled(program);
    assert.doesNotMatch(text, engine);
    assert.ok(text.length < most, `${text.length} bytes`);
  });
}

test('a hook of React brings no other one', async () => {
  const one = await bundled(`import { useFlag } from 'pancake-flags/react'; console.log(useFlag);`);
  assert.doesNotMatch(one, /explain/);
});

for (const conditions of [['browser'], ['workerd'], ['node']]) {
  test(`what is imported and not used is not there, for ${conditions}`, async () => {
    const text = await bundled(
      `import 'pancake-flags'; import { createPancake } from 'pancake-flags'; import { snapshotFromJson } from 'pancake-flags/json';
       import 'pancake-flags/react'; import 'pancake-flags/admin'; import 'pancake-flags/openfeature'; import 'pancake-flags/testing'; console.log(1);`,
      conditions,
    );
    assert.equal(text.trim(), 'console.log(1);');
  });
}

test('an error class alone brings no engine', async () => {
  assert.doesNotMatch(await bundled(`import { PancakeError } from 'pancake-flags'; console.log(PancakeError);`), engine);
});
