// @ts-check
//
// Runs the cases in a page or a worker of it: the package as the server's /sdk/ has it.
import { snapshotFromJson } from '/sdk/json.js';
import { createPancake } from '/sdk/pancake.js';
import { runCases } from '/tests/runtimes/cases.mjs';

/** @param {string} url of the server @param {string} extension */
export function run(url, extension) {
  return runCases({ createPancake, snapshotFromJson, url, desk: location.origin, extension });
}

const isPage = 'document' in globalThis;
if (!isPage) {
  addEventListener('message', async (/** @type {any} */ event) => {
    const answer = run(event.data.url, event.data.extension);
    // A service worker lives as long as the work of its events.
    event.waitUntil?.(answer);
    (event.source ?? globalThis).postMessage(await answer);
  });
}
