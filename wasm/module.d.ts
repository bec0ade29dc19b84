// The types of the two Wasm artefacts, written by hand: this Emscripten cannot emit them.

/** What both factories take: how the glue gets its compiled module. */
export interface WasmOptions {
  /** Instantiates with these imports, then calls `done`. Gives {} because it is asynchronous. */
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance) => void,
  ): Record<string, never>;
}

/**
 * The engine (bindings.cpp says what each function does). Every parameter and result is an
 * unsigned 32-bit number; addresses point into the HEAP views, which are replaced when memory
 * grows: read them from this object each time.
 */
export interface PancakeModule {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  readonly HEAPU32: Uint32Array<ArrayBuffer>;
  readonly HEAPF64: Float64Array<ArrayBuffer>;
  reserve(size: number): number;
  open(): number;
  failure(): number;
  close(handle: number): number;
  describe(handle: number): number;
  group(handle: number, index: number): number;
  name(handle: number, feature: number): number;
  find(handle: number, kind: number, length: number): number;
  isDefined(handle: number, feature: number): number;
  evaluate(handle: number, length: number): number;
  explain(handle: number, feature: number, length: number): number;
  personal(handle: number, length: number, isKeyed: number): number;
  draw(extensionLength: number, sampleLength: number, visitorLength: number): number;
}

/** builder_bindings.cpp. Each gives 0 or more, or a refusal below 0 for messageOf(). */
export interface SnapshotBuilder {
  addGroup(id: string): number;
  addSwitch(name: string, setting: number, state: number, client: boolean, problem: boolean): number;
  addFlag(name: string, setting: number, state: number, client: boolean, problem: boolean): number;
  addSample(
    name: string,
    defaultRatio: number,
    stateRatio: number,
    fixed: number,
    client: boolean,
    problem: boolean,
  ): number;
  addOverride(group: number, objectId: string, flag: number, on: boolean): number;
  build(): number;
  /** A view into memory, to be copied before the next call. */
  bytes(): Uint8Array;
  /** Frees the builder. */
  delete(): void;
}

export interface BuilderModule {
  SnapshotBuilder: new (extension: string, scope: number, revision: number) => SnapshotBuilder;
  messageOf(refusal: number): string;
}

/** The default export of pancake.mjs. */
export type PancakeFactory = (options: WasmOptions) => Promise<PancakeModule>;
/** The default export of pancake-builder.mjs. */
export type BuilderFactory = (options: WasmOptions) => Promise<BuilderModule>;
