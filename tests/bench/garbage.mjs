// @ts-check
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Lets held() of peers/memory.mjs collect in a process that was started without --expose-gc. */
export function collectGarbage() {
  setFlagsFromString('--expose-gc');
  globalThis.gc ??= runInNewContext('gc');
}
