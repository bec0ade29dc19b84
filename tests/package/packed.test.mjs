// @ts-check
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { environment, root } from '../../tools/project.mjs';
import { bring, entries, installPacked, manifest } from './packed.mjs';

/** @type {import('./packed.mjs').Installed} */
let installed;

before(() => {
  installed = installPacked();
});
after(() => installed?.remove());

/** @param {string} file @param {string[]} [options] of node */
function run(file, options = []) {
  return execFileSync(process.execPath, [...options, file], { cwd: installed.project, encoding: 'utf8', env: environment() });
}

/** Compiles a file of the project. @param {string} resolution @param {string} file @param {{ lib: string[], types: string[] }} given */
function compile(resolution, file, given) {
  const compilerOptions = { noEmit: true, strict: true, target: 'es2022', moduleResolution: resolution, module: resolution === 'node16' ? 'node16' : 'esnext', ...given };
  const config = installed.write(`tsconfig.${resolution}.json`, JSON.stringify({ compilerOptions, files: [file] }));
  const compiler = createRequire(import.meta.url).resolve('typescript/package.json').replace('package.json', 'bin/tsc');
  const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', config], { cwd: installed.project, encoding: 'utf8' });
  assert.equal(status, 0, stdout);
}

test('it installs without a network, and brings nothing else', () => {
  const { dependencies } = JSON.parse(execFileSync('npm', ['ls', '--json', '--all'], { cwd: installed.project, encoding: 'utf8', env: environment() }));
  assert.deepEqual(Object.keys(dependencies), ['pancake-flags']);
  assert.equal(manifest().dependencies, undefined);
});

test('every entry that Node can run is used from the installed package', () => {
  bring(installed, ['react', 'react-dom', '@openfeature/server-sdk', '@openfeature/core']);
  const file = installed.write(
    'use.mjs',
    `
    import { createPancake } from 'pancake-flags';
    import { snapshotFromJson } from 'pancake-flags/json';
    import { createAdmin, AdminError } from 'pancake-flags/admin';
    import { PancakeServerProvider } from 'pancake-flags/openfeature';
    import { PancakeProvider, useFlag } from 'pancake-flags/react';
    import { withFeatures } from 'pancake-flags/testing';
    import { OpenFeature } from '@openfeature/server-sdk';
    import { createElement } from 'react';
    import { renderToString } from 'react-dom/server';

    const snapshot = await snapshotFromJson({ extension: 'pancake', flags: [{ name: 'CHECKOUT', default: true }] });
    const pancake = await createPancake({ snapshot });
    const Flag = () => String(useFlag('CHECKOUT'));
    await OpenFeature.setProviderAndWait(new PancakeServerProvider(pancake));
    const refused = await createAdmin({ url: 'http://127.0.0.1:1' }).overview().catch((error) => error);
    console.log(JSON.stringify([
      pancake.flag('CHECKOUT').isActive(),
      await OpenFeature.getClient().getBooleanValue('CHECKOUT', false),
      renderToString(createElement(PancakeProvider, { pancake: withFeatures({ CHECKOUT: false }) }, createElement(Flag))),
      refused instanceof AdminError,
      new URL(import.meta.resolve('pancake-flags/edge')).pathname.endsWith('/js/dist/edge.js'),
      new URL(import.meta.resolve('pancake-flags/pancake.wasm')).pathname.endsWith('/js/dist/pancake.wasm'),
    ]));
    pancake.close();
    `,
  );
  assert.deepEqual(JSON.parse(run(file)), [true, true, 'false', true, true, true]);
});

test('without React and OpenFeature the entries that do not need them work', () => {
  const without = installPacked();
  try {
    const file = without.write(
      'alone.mjs',
      entries
        .filter((name) => name !== 'pancake-flags/react' && name !== 'pancake-flags/edge')
        .map((name) => `console.log(Object.keys(await import('${name}')).length > 0);`)
        .join('\n'),
    );
    const lines = execFileSync(process.execPath, [file], { cwd: without.project, encoding: 'utf8', env: environment() }).trim().split('\n');
    assert.deepEqual([...new Set(lines)], ['true']);
  } finally {
    without.remove();
  }
});

for (const [runtime, words] of /** @type {[string, string[]][]} */ ([['bun', ['run']], ['deno', ['run', '--allow-all', '--node-modules-dir=manual']]])) {
  test(`${runtime} runs what Node runs`, () => {
    bring(installed, ['react', 'react-dom', '@openfeature/server-sdk', '@openfeature/core']);
    const names = entries.filter((name) => name !== 'pancake-flags/edge');
    const file = installed.write(
      'entries.mjs',
      `${names.map((name, index) => `import * as entry${index} from '${name}';`).join('\n')}
      import { createPancake } from 'pancake-flags';
      import { withFeatures } from 'pancake-flags/testing';
      import { snapshotFromJson } from 'pancake-flags/json';
      const snapshot = await snapshotFromJson({ extension: 'pancake', flags: [{ name: 'CHECKOUT', default: true }] });
      const pancake = await createPancake({ snapshot });
      const counts = [${names.map((_, index) => `Object.keys(entry${index}).length`).join(', ')}];
      console.log(JSON.stringify([counts.every((count) => count > 0), pancake.flag('CHECKOUT').isActive(), withFeatures({ A: true }).flag('A').isActive()]));
      pancake.close();`,
    );
    const output = execFileSync(runtime, [...words, file], { cwd: installed.project, encoding: 'utf8', env: environment({ NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' }) });
    assert.deepEqual(JSON.parse(output.trim().split('\n').at(-1) ?? ''), [true, true, true]);
  });
}

for (const resolution of ['node16', 'bundler']) {
  test(`a TypeScript project compiles every entry, resolved as ${resolution} does`, () => {
    bring(installed, ['react', '@types/react', '@openfeature/server-sdk', '@openfeature/web-sdk', '@openfeature/core']);
    installed.write(
      'use.ts',
      `${entries.map((name, index) => `import * as entry${index} from '${name}';`).join('\n')}
      import wasm from 'pancake-flags/pancake.wasm';
      declare module 'pancake-flags' {
        interface Features { flags: 'CHECKOUT' }
      }
      export const all: object[] = [${entries.map((_, index) => `entry${index}`).join(', ')}];
      export const compiled: WebAssembly.Module = wasm;
      export const active = async (): Promise<boolean> => (await entry0.createPancake({ url: '' })).flag('CHECKOUT').isActive();
      // @ts-expect-error misspelt
      export const misspelt = async () => (await entry0.createPancake({ url: '' })).flag('CHEKOUT');
      `,
    );
    compile(resolution, 'use.ts', { lib: ['es2023', 'dom', 'dom.iterable'], types: [] });
  });
}

for (const resolution of ['node16', 'bundler']) {
  test(`a server's TypeScript project compiles without the DOM's types, resolved as ${resolution} does`, () => {
    bring(installed, ['@types/node', 'undici-types']);
    installed.write(
      'server.ts',
      `${entries.filter((name) => !/react|openfeature/.test(name)).map((name, index) => `export * as entry${index} from '${name}';`).join('\n')}
      import { createPancake } from 'pancake-flags/node';
      import wasm from 'pancake-flags/pancake.wasm';
      import type { IncomingMessage, ServerResponse } from 'node:http';
      export async function answer(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
        const pancake = await createPancake({ url: 'https://flags.example', serverKey: 'secret', wasm });
        const visit = await pancake.forRequest(request);
        await visit.apply(response);
        return visit.flag('CHECKOUT').isActive();
      }
      `,
    );
    compile(resolution, 'server.ts', { lib: ['es2023'], types: ['node'] });
  });
}

test('publint has nothing against it', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules/publint/src/cli.js'), installed.tarball, '--strict'], { cwd: root, encoding: 'utf8', env: environment({ NO_COLOR: '1' }) });
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /All good!/);
});

test('arethetypeswrong finds the types of every entry right', () => {
  // The package is ES modules only, for runtimes that all have them.
  const words = [join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js'), installed.tarball, '--profile', 'esm-only', '--format', 'ascii', '--no-emoji'];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8', env: environment({ NO_COLOR: '1' }) });
  assert.equal(status, 0, stdout + stderr);
  for (const name of entries) assert.ok(stdout.includes(`"${name}"`), `${name} was looked at`);
});

test('every entry has its types first, in every condition, and every file is in the package', () => {
  const packed = execFileSync('tar', ['-tzf', installed.tarball], { encoding: 'utf8' });
  const look = (/** @type {string} */ place, /** @type {any} */ target) => {
    if (typeof target === 'string') return assert.ok(packed.includes(`package/${target.slice(2)}\n`), `${place}: ${target} is packed`);
    if ('default' in target && typeof target.default === 'string') assert.equal(Object.keys(target)[0], 'types', place);
    for (const [condition, next] of Object.entries(target)) look(`${place} ${condition}`, next);
  };
  for (const [name, target] of Object.entries(manifest().exports)) look(name, target);
  assert.deepEqual(packed.split('\n').filter((file) => /\/(?:src|tests|core|server)\//.test(file)), []);
});

test('what others bring is optional', () => {
  const { peerDependencies, peerDependenciesMeta, sideEffects } = manifest();
  for (const name of Object.keys(peerDependencies)) assert.equal(peerDependenciesMeta[name]?.optional, true, name);
  assert.equal(sideEffects, false);
});
