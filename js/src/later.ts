// What bundles for workers load when it is first needed. A worker may not wait for what another request began:
// each asks for the module by itself.
import type { OpenSnapshot } from './engine.js';

export const signedMemory = () => import('./signed_memory.js');
export const snapshotFunction = () => import('./snapshot_function.js');
export const keptSnapshot = () => import('./kept_snapshot.js');
export const patched = async (known: OpenSnapshot, delta: Uint8Array) => (await import('./delta.js')).patched(known, delta);
