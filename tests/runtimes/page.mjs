// @ts-check
//
// Runs the cases in a page or a worker of it: the package as the server's /sdk/ has it.
import { snapshotFromJson } from '/sdk/json.js';
import { createPancake } from '/sdk/pancake.js';
import { runCases } from '/tests/runtimes/cases.mjs';

/** @param {import('./run.mjs').Asking} asking */
export function run(asking) {
  return runCases({ createPancake, snapshotFromJson, ...asking });
}

const isPage = 'document' in globalThis;
if (!isPage) {
  addEventListener('message', async (/** @type {any} */ event) => {
    const answer = run(event.data);
    // A service worker lives as long as the work of its events.
    event.waitUntil?.(answer);
    (event.source ?? globalThis).postMessage(await answer);
  });
}
