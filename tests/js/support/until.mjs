// @ts-check
import assert from 'node:assert/strict';

/** Waits until it holds. @param {() => boolean} holds */
export async function until(holds) {
  for (let i = 0; i < 500 && !holds(); ++i) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(holds(), 'waited 5 s');
}
