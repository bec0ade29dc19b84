// What bundles for workers load when it is first needed. A worker may not wait for what another request began:
// each asks for the module by itself.
export const signedMemory = () => import('./signed_memory.js');
export const snapshotFunction = () => import('./snapshot_function.js');
