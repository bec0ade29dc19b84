// @ts-check
//
// The same, asked through a feature that is kept, and with bytes for answers: the limit of plain JavaScript.
import plainJs from './plain_js.mjs';

/** @type {import('../adapters.mjs').Adapter} */
export default {
  ...plainJs,
  title: 'hand-written, kept feature',
  ask(board, key) {
    const feature = board.feature(key);
    return (user) => feature.isOn(user);
  },
  askAll: (board) => (user) => board.allAsBytes(user),
  askAllByName: plainJs.askAll,
};
