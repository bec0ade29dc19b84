// @ts-check
import { createPancake } from 'pancake-flags';
import { snapshotFromJson } from 'pancake-flags/json';
import { runVectors } from '../js/vectors_suite.mjs';

export default {
  /** @param {Request} request the vectors as JSON */
  async fetch(request) {
    const vectors = /** @type {import('../js/vectors_suite.mjs').Vectors} */ (await request.json());
    return Response.json(await runVectors({ createPancake, snapshotFromJson }, vectors));
  },
};
