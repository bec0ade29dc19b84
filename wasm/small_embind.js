// @ts-check
//
// What Embind needs of its JavaScript where functions take and give nothing but `unsigned int`, and
// no more. Its own brings every type, overloads and errors, and Emscripten's start brings ways to
// find, fetch and run a module: together more than the engine itself, in every page. Texts and bytes
// go through memory.

/**
 * Starts the engine; `instantiate` gives an instance of it with these imports.
 * @param {import('./module.js').Instantiate} instantiate
 * @returns {Promise<import('./module.js').PancakeModule>}
 */
export default async (instantiate) => {
  // A view has no length once the memory has grown: then there is another one.
  let bytes = new Uint8Array();
  let words = new Uint32Array();
  let doubles = new Float64Array();
  /** @type {any} */
  const module = {
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
  /**
   * Of what Embind tells only the name, which lies up to a zero, and the function itself, by its place in
   * the table. Its invoker would pass the same numbers on, and a call would take three times as long.
   * @param {number} name @param {number} _count @param {number} _types @param {number} _signature
   * @param {number} _invoker @param {number} target
   */
  const register = (name, _count, _types, _signature, _invoker, target) => {
    let text = '';
    while (module.bytes[name]) text += String.fromCharCode(module.bytes[name++]);
    module[text] = exports.__indirect_function_table.get(target);
  };
  const { exports } = /** @type {any} */ (await instantiate({ env: { _embind_register_function: register } }));
  exports._initialize();
  return module;
};
