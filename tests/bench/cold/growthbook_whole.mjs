// @ts-check
import * as growthbook from '@growthbook/growthbook';

/** The whole package: what a program has of it that does not shake its tree. */
export const whole = { ...growthbook };

/** @param {Uint8Array<ArrayBuffer>} state the JSON of features @param {string} user */
export async function answer(state, user) {
  const client = new whole.GrowthBookClient().initSync({ payload: JSON.parse(new TextDecoder().decode(state)) });
  return client.isOn('FEATURE_7', { attributes: { user } });
}
