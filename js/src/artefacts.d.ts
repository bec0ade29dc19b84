// What js/build.mjs puts in place of these names: the glue of the two Wasm artefacts, their files as
// text or base64, the compiled modules where a runtime gives them by import, and how the
// bundle comes by what is seldom needed.

declare module '#engine' {
  const start: import('../../wasm/module.js').PancakeStart;
  export default start;
}

declare module '#builder' {
  const factory: import('../../wasm/module.js').BuilderFactory;
  export default factory;
}

declare module '#engine-base64' {
  const base64: string;
  export default base64;
}

declare module '#engine-text' {
  const text: string;
  export default text;
}

declare module '#builder-text' {
  const text: string;
  export default text;
}

declare module '#later' {
  export const signedMemory: () => Promise<typeof import('./signed_memory.js')>;
  export const snapshotFunction: () => Promise<typeof import('./snapshot_function.js')>;
}

declare module '*.wasm' {
  const wasm: WebAssembly.Module;
  export default wasm;
}

/** Whether this bundle's engine writes personal snapshots: not in pages. */
declare const WRITES_PERSONAL: boolean;

/** Whether this bundle follows the server behind what it is asked: not in workers, where nothing goes on behind requests. */
declare const FOLLOWS: boolean;

/** Whether this bundle's engine reads layers over snapshots: not in pages, which get none. */
declare const READS_LAYERS: boolean;
