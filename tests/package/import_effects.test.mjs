// @ts-check
//
// Importing an entry does nothing: no request, timer, listener, global, cookie or line of output.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { environment, root } from '../../tools/project.mjs';

const dist = join(root, 'js/dist');
const program = fileURLToPath(new URL('import_traps.mjs', import.meta.url));
const bundles = readdirSync(dist).filter((name) => name.endsWith('.js'));

for (const name of bundles) {
  test(`importing ${name} has no effect`, () => {
    const url = pathToFileURL(join(dist, name)).href;
    const output = execFileSync(process.execPath, ['--no-warnings', program, url], { cwd: root, encoding: 'utf8', env: environment() });
    const { effects, exports } = JSON.parse(output);
    assert.deepEqual(effects, []);
    assert.ok(exports.length > 0, name);
  });
}

test('the traps notice what they are for', () => {
  const code = `fetch('x').catch(() => {}); setTimeout(() => {}); globalThis.added = 1; console.log('x'); Math.random(); new WebAssembly.Memory({ initial: 1 }); addEventListener('x', () => {}); document?.cookie; export const one = 1;`;
  const url = `data:text/javascript,${encodeURIComponent(code)}`;
  const output = execFileSync(process.execPath, ['--no-warnings', program, url], { cwd: root, encoding: 'utf8', env: environment() });
  assert.deepEqual(JSON.parse(output).effects.sort(), ['WebAssembly.Memory', 'addEventListener', 'console.log', 'document', 'fetch', 'Math.random', 'setTimeout', 'the global added'].sort());
});

test("Node's file has lines, so that the place of an error in it can be read", () => {
  const lines = readFileSync(join(dist, 'node.js'), 'utf8').replace(/[\w+/]{1000,}=*/, '').split('\n');
  const longest = Math.max(...lines.map((line) => line.length));
  assert.ok(longest < 1_000, `a line of ${longest} characters`);
});
