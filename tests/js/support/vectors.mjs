// @ts-check
import { readFileSync } from 'node:fs';

/** @param {string} name a file of tests/vectors */
function read(name) {
  return JSON.parse(readFileSync(new URL(`../../vectors/${name}.json`, import.meta.url), 'utf8'));
}

/** @returns {import('../vectors_suite.mjs').Vectors & { visitorCookie: { write: any[] } }} */
export function readVectors() {
  return {
    evaluation: read('evaluation'),
    sampleDraw: read('sample_draw'),
    visitorCookie: read('visitor_cookie'),
  };
}
