// @ts-check
import { GrowthBookClient } from '@growthbook/growthbook';

/** @param {Uint8Array<ArrayBuffer>} state the JSON of features @param {string} user */
export async function answer(state, user) {
  const client = new GrowthBookClient().initSync({ payload: JSON.parse(new TextDecoder().decode(state)) });
  return client.isOn('FEATURE_7', { attributes: { user } });
}
