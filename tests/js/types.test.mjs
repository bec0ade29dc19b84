// @ts-check
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

const require = createRequire(import.meta.url);
/** The compilers that applications have: ours, and one of the TypeScript before it. */
const compilers = {
  'this TypeScript': require.resolve('typescript/package.json').replace('package.json', 'bin/tsc'),
  'TypeScript 5': createRequire(require.resolve('@arethetypeswrong/core/package.json')).resolve('typescript').replace('typescript.js', 'tsc.js'),
};

const sides = [['bundler', 'browser'], ['bundler', 'workerd'], ['node16', '']];
/** What holds -> the files that say so, and the types that they need beside those of the package. */
const programs = /** @type {Record<string, { files: string[], types: string[] }>} */ ({
  'the public types hold': { files: ['types_check.ts'], types: [] },
  'the types of the other entries hold': { files: ['entries_check.ts'], types: ['node', 'react'] },
  'a misspelt name is a compile error': { files: ['names_check.ts'], types: ['react'] },
  'names of some kinds may be declared': { files: ['some_names_check.ts'], types: [] },
});

for (const [title, { files, types }] of Object.entries(programs)) {
  for (const [resolution = '', conditions = ''] of sides) {
    for (const [compiler, file] of Object.entries(compilers)) {
      if (compiler === 'TypeScript 5' && conditions === 'workerd') continue;
      test(`${title} for ${conditions || 'node'}, resolved as ${resolution} does, by ${compiler}`, () => {
        // The declarations of others have their own mistakes, and before 5.7 no Uint8Array is generic.
        const skipLibCheck = types.includes('node') || compiler === 'TypeScript 5';
        const path = project(resolution, conditions, files, types, skipLibCheck);
        const { status, stdout } = spawnSync(process.execPath, [file, '-p', path], { cwd: root, encoding: 'utf8' });
        assert.equal(status, 0, stdout);
      });
    }
  }
}

let projects = 0;

/** @param {string} resolution @param {string} conditions @param {string[]} files @param {string[]} types @param {boolean} skipLibCheck @returns {string} its file */
function project(resolution, conditions, files, types, skipLibCheck) {
  const folder = join(root, 'build/js-tests');
  mkdirSync(folder, { recursive: true });
  projects += 1;
  const path = join(folder, `tsconfig.${projects}.json`);
  const compilerOptions = {
    ...{ noEmit: true, strict: true, exactOptionalPropertyTypes: true, target: 'es2022', lib: ['es2023', 'dom', 'dom.iterable'] },
    ...{ types, typeRoots: ['../../node_modules/@types'], moduleResolution: resolution, module: resolution === 'node16' ? 'node16' : 'esnext' },
    skipLibCheck,
    ...(conditions ? { customConditions: [conditions] } : {}),
  };
  writeFileSync(path, JSON.stringify({ compilerOptions, files: files.map((name) => `../../tests/js/${name}`) }));
  return path;
}

test('what all platforms share uses nothing but Web APIs', () => {
  const compiler = ['node_modules/typescript/bin/tsc', '-p', 'js/tsconfig.web.json'];
  const { status, stdout } = spawnSync(process.execPath, compiler, { cwd: root, encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});
