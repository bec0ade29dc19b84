// @ts-check
//
// Runs the cases in a request of a worker; its bundle gets the package as the runtime's conditions say.
import { createPancake } from 'pancake-flags';
import { snapshotFromJson } from 'pancake-flags/json';
import { runCases } from './cases.mjs';

/** @param {import('./run.mjs').Asking & { context?: object }} given */
const run = (given) => runCases({ createPancake, snapshotFromJson, ...given });

export default {
  /** @param {Request} request @param {unknown} _env @param {object} context */
  async fetch(request, _env, context) {
    return Response.json(await run({ .../** @type {any} */ (await request.json()), context }));
  },
};
