// @ts-check
//
// All the JavaScript that the engine needs. Its functions take and give numbers alone, so that they
// are called as they are exported; texts and bytes go through memory.

/**
 * Starts the engine; `instantiate` gives an instance of it.
 * @param {import('./module.js').Instantiate} instantiate
 * @returns {import('./module.js').PancakeModule}
 */
export default (instantiate) => {
  const exports = /** @type {any} */ (instantiate({}).exports);
  // A view has no length once the memory has grown: then there is another one.
  let bytes = new Uint8Array();
  let words = new Uint32Array();
  let doubles = new Float64Array();
  return {
    ...exports,
    get bytes() {
      return bytes.length ? bytes : (bytes = new Uint8Array(exports.memory.buffer));
    },
    get words() {
      return words.length ? words : (words = new Uint32Array(exports.memory.buffer));
    },
    get doubles() {
      return doubles.length ? doubles : (doubles = new Float64Array(exports.memory.buffer));
    },
  };
};
