// @ts-check
//
// What plain JavaScript reaches that does nothing but this: a Map of overridden ids a feature.
import { countValues } from '../adapters.mjs';
import { Switchboard } from '../switchboard.mjs';

/** @type {import('../adapters.mjs').Adapter} */
const plainJs = {
  title: 'hand-written, with Maps',
  state: (features) => JSON.stringify(Object.fromEntries(features.map((feature) => [feature.key, define(feature)]))),
  load: (_, state) => new Switchboard(state.toString()),
  user: (_, id) => ({ id }),
  ask: (board, key) => (user) => board.isOn(key, user),
  askAll: (board) => (user) => board.allByKey(user),
  countOn: countValues(),
};
export default plainJs;

/** @param {import('../states.mjs').Neutral} feature @returns {import('../switchboard.mjs').Definition} */
function define(feature) {
  if (feature.type === 'plain') return feature.on;
  return feature.type === 'override' ? { ids: feature.ids } : { percent: feature.percent };
}
