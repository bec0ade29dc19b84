// @ts-check
// Runs in the browser: the package as the server's /sdk/ gives it, without a bundler.
import { runVectors } from '/tests/js/vectors_suite.mjs';
import { snapshotFromJson } from '/sdk/json.js';
import { createPancake } from '/sdk/pancake.js';

const read = async (/** @type {string} */ name) => (await fetch(`/tests/vectors/${name}.json`)).json();

/** @returns {Promise<import('../../js/vectors_suite.mjs').Result>} */
export async function run() {
  const [evaluation, sampleDraw, visitorCookie] = await Promise.all(['evaluation', 'sample_draw', 'visitor_cookie'].map(read));
  return runVectors({ createPancake, snapshotFromJson }, { evaluation, sampleDraw, visitorCookie });
}
