import type { CurrentSnapshot } from './current_snapshot.js';
import type { OpenSnapshot } from './engine.js';
import { asPancakeError, type PancakeError } from './errors.js';
import type { Asking, Fetched, SnapshotSource } from './source.js';

/**
 * Brings the newest snapshot from its source into use. A refusal leaves the one before in use. Gives what is new,
 * null where nothing is, or why it failed; never rejects.
 *
 * `known`: what a delta may be for; without it the whole snapshot is asked for.
 */
export async function bringNewest(
  source: SnapshotSource,
  current: CurrentSnapshot,
  asking: Asking,
  startEngine: () => Promise<void>,
  known: OpenSnapshot | null = current.snapshot,
): Promise<Fetched | null | PancakeError> {
  try {
    const fetched = await source.fetch(asking, current.etag, known);
    // In a worker another request may have brought it by now, or a newer one.
    if (!fetched || (!FOLLOWS && (fetched.etag ?? '') === current.etag)) return null;
    await startEngine();
    try {
      current.replace(fetched);
    } catch (error) {
      // The delta was for another snapshot: caches on the way may mix up those of two servers.
      if (fetched.isPatched) return await bringNewest(source, current, asking, startEngine, null);
      if (!FOLLOWS && known !== current.snapshot) return null;
      throw error;
    }
    return fetched;
  } catch (error) {
    return asPancakeError(error, 'fetch_failed');
  }
}
