// @ts-check
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../tools/project.mjs';
import { codeIn, pages, textOf } from './markdown.mjs';

const ours = /^(?:\.ci|build|core|docs|examples|js|server|tests|tools|wasm)\/[\w./-]*$/;

for (const page of pages) {
  test(`every file that ${page} names is there`, () => {
    const missing = codeIn(page).filter((code) => ours.test(code) && !existsSync(join(root, code)));
    assert.deepEqual(missing, []);
  });

  test(`every link of ${page} to a file leads to one`, () => {
    const links = [...textOf(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target]) => target);
    const dead = links.filter((target) => !target.includes('://') && !existsSync(join(root, dirname(page), target)));
    assert.deepEqual(dead, []);
  });

  test(`every npm script that ${page} names is one`, () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const named = [...textOf(page).matchAll(/npm (?:run ([\w:]+)|(start|test))/g)].map(([, run, plain]) => run ?? plain);
    assert.deepEqual(named.filter((name) => !(name in scripts)), []);
  });
}

test('the README has fewer than 200 lines', () => {
  assert.ok(textOf('README.md').split('\n').length < 200);
});
