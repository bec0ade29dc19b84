import { Engine } from './engine.js';
import type { WasmSource } from './wasm_module.js';

/** Engines by where their Wasm came from: all extensions of a program share one. */
const engines = new Map<WasmSource, Promise<Engine>>();

/** The engine of this Wasm, loaded once; a failed attempt may be repeated. */
export function sharedEngine(wasm: WasmSource): Promise<Engine> {
  const known = engines.get(wasm);
  if (known !== undefined) return known;
  const engine = Engine.load(wasm);
  engines.set(wasm, engine);
  engine.catch(() => engines.delete(wasm));
  return engine;
}
