import type { CurrentSnapshot } from './current_snapshot.js';
import { asPancakeError, type PancakeError } from './errors.js';
import type { Asking, Fetched, SnapshotSource } from './source.js';

/**
 * Brings the newest snapshot from its source into use. A refusal leaves the one before in use. Gives what is new,
 * null where nothing is, or why it failed; never rejects.
 */
export async function bringNewest(
  source: SnapshotSource,
  current: CurrentSnapshot,
  asking: Asking,
  startEngine: () => Promise<void>,
): Promise<Fetched | null | PancakeError> {
  const before = current.snapshot;
  try {
    // A delta may be for another snapshot, where caches on the way mix up those of two servers: then without one.
    for (let known = before; ; known = null) {
      const fetched = await source.fetch(asking, current.etag, known);
      // In a worker another request may have brought it by now, or a newer one.
      if (!fetched || (!FOLLOWS && (fetched.etag ?? '') === current.etag)) return null;
      await startEngine();
      try {
        current.replace(fetched);
        return fetched;
      } catch (error) {
        if (!FOLLOWS && before !== current.snapshot) return null;
        if (!fetched.isPatched) throw error;
      }
    }
  } catch (error) {
    return asPancakeError(error, 'fetch_failed');
  }
}
