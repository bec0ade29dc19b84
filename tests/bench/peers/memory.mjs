// @ts-check

/** @type {Set<WebAssembly.Memory>} */
const memories = new Set();

/** Notes the memory of every Wasm instance from here on, whoever makes it. */
export function watchWasm() {
  const { instantiate, Instance } = WebAssembly;
  const note = (/** @type {WebAssembly.Instance} */ { exports }) => {
    for (const each of Object.values(exports)) if (each instanceof WebAssembly.Memory) memories.add(each);
  };
  const noting = async (/** @type {any} */ source, /** @type {WebAssembly.Imports} */ imports) => {
    const result = await instantiate(source, imports);
    note(/** @type {any} */ (result).instance ?? result);
    return result;
  };
  WebAssembly.instantiate = /** @type {any} */ (noting);
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, [module, imports]) {
      const instance = new target(module, imports);
      note(instance);
      return instance;
    },
  });
}

/**
 * What is held now, garbage collected: by JavaScript, its array buffers included, and by Wasm. In bytes.
 * @returns {{ js: number, wasm: number }}
 */
export function held() {
  const collect = globalThis.gc;
  if (!collect) throw new Error('to be run with --expose-gc');
  for (let n = 0; n < 4; ++n) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const wasm = [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  return { js: heapUsed + arrayBuffers, wasm };
}
