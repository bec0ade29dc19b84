// The types of the engine and of the builder, written by hand: this Emscripten cannot emit them.

/**
 * The engine (bindings.cpp says what each function does). Every parameter and result is a 32-bit number,
 * the results signed: `>>> 0` makes an address of one. Addresses point into the memory, whose views are
 * others when it has grown: read them from this object each time.
 */
export interface PancakeModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly words: Uint32Array<ArrayBuffer>;
  readonly doubles: Float64Array<ArrayBuffer>;
  reserve(size: number): number;
  adopt(base: number): number;
  release(handle: number): number;
  describe(handle: number): number;
  find(handle: number, kind: number, slotSize: number): number;
  evaluate(handle: number, slotSize: number): number;
  explain(handle: number, feature: number, slotSize: number): number;
  /** Not in pages. */
  personal(handle: number, slotSize: number, isKeyed: number): number;
  draw(slotSize: number): number;
}

// Only the types of the DOM know the namespace WebAssembly, which a server's program may not have.

/** WebAssembly.Module, where that is known. */
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } } ? Module : object;

/** What an instance is given: functions by their module and name. */
export type WasmImports = Record<string, Record<string, Function>>;

/** The part of WebAssembly.Instance that is used. */
export interface WasmInstance {
  readonly exports: object;
}

/** Gives an instance with these imports. */
export type Instantiate = (imports: WasmImports) => WasmInstance;

/** The default export of start.js. */
export type PancakeStart = (instantiate: Instantiate) => PancakeModule;

/** What the builder's factory takes: how the glue gets its compiled module. */
export interface WasmOptions {
  /** Instantiates with these imports, then calls `done`. Gives {} because it is asynchronous. */
  instantiateWasm(
    imports: WasmImports,
    done: (instance: WasmInstance) => void,
  ): Record<string, never>;
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

/** The default export of pancake-builder.mjs. */
export type BuilderFactory = (options: WasmOptions) => Promise<BuilderModule>;
