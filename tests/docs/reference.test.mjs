// @ts-check
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../tools/project.mjs';
import { pancake } from '../support/cli.mjs';
import { textOf } from './markdown.mjs';

const reference = textOf('docs/reference.md');

/** @param {Iterable<string>} names */
function missing(names) {
  const all = [...names];
  assert.ok(all.length > 5, `${all.length} names were found in the sources`);
  return all.filter((name) => !reference.includes(`\`${name}`));
}

test('the reference lists every code of a JavaScript error', () => {
  const source = readFileSync(join(root, 'js/src/errors.ts'), 'utf8');
  assert.deepEqual(missing([...source.matchAll(/^ {2}\| '(\w+)'/gm)].map(([, code]) => code)), []);
});

test('the reference lists every option of createPancake', () => {
  const sources = ['options', 'server_pancake', 'edge_pancake'].map((name) => readFileSync(join(root, `js/src/${name}.ts`), 'utf8'));
  const bodies = sources.flatMap((source) => [...source.matchAll(/interface (?:Pancake|Server|Edge)Options[^{]*\{([\s\S]*?)^\}/gm)]);
  const names = bodies.flatMap(([, body]) => [...body.matchAll(/^ {2}(\w+)\?:/gm)].map(([, name]) => name));
  assert.deepEqual(missing(names.map((name) => `${name}\``)), []);
});

test('the reference lists every code of an HTTP error', () => {
  const files = ['server/routes', 'server/routes/api', 'server/http'].flatMap((folder) =>
    readdirSync(join(root, folder)).filter((name) => name.endsWith('.cpp')).map((name) => readFileSync(join(root, folder, name), 'utf8')),
  );
  const codes = files.flatMap((text) => [
    ...[...text.matchAll(/(?:try_again\(|ErrorWord\{ErrorCode::\w+, )"(\w+)"/g)].map(([, code]) => code),
    ...[...text.matchAll(/error_response\(\s*Status::\w+,\s*"(\w+)"/g)].map(([, code]) => code),
    ...[...text.matchAll(/(?:case \d+|default): return "(\w+)"/g)].map(([, code]) => code),
  ]);
  assert.deepEqual(missing(new Set(codes)), []);
});

test('the reference lists every option of serve, and every command', async () => {
  const serve = await pancake(['serve', '--help']);
  assert.deepEqual(missing([...serve.stdout.matchAll(/^ +(--[\w-]+)/gm)].map(([, name]) => name).filter((name) => !['--help', '--version'].includes(name))), []);
  for (const group of ['flags', 'switches', 'samples', 'snapshot', 'token']) {
    const { stdout } = await pancake([group, '--help']);
    const commands = /Commands:\n([\s\S]*?)\n\n/.exec(`${stdout}\n\n`)?.[1] ?? '';
    const names = [...commands.matchAll(/^ {2}([\w-]+)/gm)].map(([, name]) => name);
    assert.ok(names.length > 1, stdout);
    assert.deepEqual(names.filter((name) => !reference.includes(name)), []);
  }
});
