// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { textOfWasm } from '../../js/wasm_text.mjs';
import { internal } from './support/internals.mjs';

test('Wasm written as text is read back, byte by byte', async () => {
  const { bytesInText } = await internal('inlined_wasm');
  const pairs = Array.from({ length: 256 }, (_, first) => Array.from({ length: 256 }, (_, second) => [first, second])).flat(2);
  assert.deepEqual(bytesInText(textOfWasm(pairs)), Uint8Array.from(pairs));
  const engine = readFileSync(new URL('../../build/wasm/pancake-page.wasm', import.meta.url));
  assert.deepEqual(bytesInText(textOfWasm(engine)), new Uint8Array(engine));
});

test('no letter of such a text ends a literal, or is anything but ASCII', () => {
  const text = textOfWasm(Array.from({ length: 256 }, (_, byte) => byte));
  assert.match(text, /^[#-~]+$/);
});
