// @ts-check
import { Skipped } from './deviations.mjs';

/** @returns {Promise<void>} */
export async function answerOfHostApp() {
  throw new Skipped('own-routes');
}
