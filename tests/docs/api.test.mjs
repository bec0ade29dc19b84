// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiReference } from '../../tools/api_reference.mjs';
import { textOf } from './markdown.mjs';

test('docs/api.md is what `npm run docs` makes of the declarations', () => {
  const made = apiReference().split('\n');
  const kept = textOf('docs/api.md').split('\n');
  const place = made.findIndex((line, index) => line !== kept[index]);
  assert.ok(place < 0 && made.length === kept.length, `npm run docs: line ${place + 1} would be ${JSON.stringify(made[place])}, and is ${JSON.stringify(kept[place])}`);
});

/** What TypeScript, the DOM, React and OpenFeature declare. */
const ofOthers = new Set([
  ...['Awaited', 'Error', 'Iterable', 'IterableIterator', 'Symbol', 'Omit', 'Promise', 'Readonly', 'Record', 'ReactElement', 'ReactNode', 'WebAssembly', 'Module', 'OpenFeature'],
  ...['AbortSignal', 'ArrayBuffer', 'Headers', 'Request', 'RequestInit', 'Response', 'URL', 'Uint8Array'],
]);

test('docs/api.md has a section for each type that it mentions', () => {
  const text = textOf('docs/api.md');
  const sections = new Set([...text.matchAll(/^### (\w+)/gm)].map(([, name]) => name));
  const blocks = [...text.matchAll(/^```ts\n([^]*?)^```|^- `(.*)`$/gm)].map(([, block, member]) => block ?? member ?? '');
  const code = blocks.join('\n').replace(/\/\*[^]*?\*\/|\/\/.*|'[^']*'|"[^"]*"/g, '');
  // Type parameters: of a declaration or a method, of a mapped type, or inferred.
  const parameters = new Set([...code.matchAll(/(?:(?<=\w)<|, |\[|\binfer )([A-Z]\w*)(?= extends | = | in |> ?[={(])/g)].map(([, name]) => name));
  const missing = [...code.matchAll(/(?<![.\w])[A-Z]\w*/g)].map(([name]) => name).filter((name) => !sections.has(name) && !ofOthers.has(name) && !parameters.has(name));
  assert.deepEqual([...new Set(missing)], []);
});
