// @ts-check
import { createPancake } from 'pancake-flags';

/** @param {Uint8Array<ArrayBuffer>} state the bytes of a snapshot @param {string} user */
export async function answer(state, user) {
  const pancake = await createPancake({ snapshot: state, groups: { user: () => user } });
  return pancake.flag('FEATURE_7').isActive();
}
