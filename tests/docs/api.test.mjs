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
