// Snapshots from a function, in a chunk of their own: loaded by who has one.
import { encodeBase64 } from './base64.js';
import type { OpenSnapshot } from './engine.js';
import { textOf, type PancakeError } from './errors.js';
import type { SnapshotFunction } from './options.js';
import { later } from './poll.js';
import type { layerIn } from './snapshot_file.js';
import type { Asking, Fetched, SnapshotSource } from './source.js';

/** As many bytes of a snapshot as have its revision, length and checksum (core/include/pancake/snapshot.h). */
const headerLength = 32;

/** What a source of such snapshots needs beside the function. */
export interface FunctionParts {
  /** Milliseconds until one call is given up. */
  timeout?: number | undefined;
  /** What gives all snapshots but the first, if there is that. */
  next: SnapshotSource | null;
  /** Told why there is no first snapshot; then the next source is asked at once. */
  failed: (error: unknown) => void;
  /** That of the package: an application knows errors by their class, which a chunk has a copy of. */
  PancakeError: typeof PancakeError;
  /** The engine's bundle has it already. */
  layerIn: typeof layerIn;
}

/** Snapshots from a function of the application, such as the getter of a KV namespace. */
export function snapshotsFrom(give: SnapshotFunction, parts: FunctionParts): SnapshotSource {
  const given = new FunctionSource(give, parts);
  return parts.next === null ? given : new FirstFrom(given, parts.next, parts.failed);
}

class FunctionSource implements SnapshotSource {
  readonly #give: SnapshotFunction;
  readonly #timeout: number;
  readonly #PancakeError: typeof PancakeError;
  readonly #layerIn: typeof layerIn;

  constructor(give: SnapshotFunction, { timeout = 10_000, PancakeError, layerIn }: FunctionParts) {
    this.#give = give;
    this.#timeout = timeout;
    this.#PancakeError = PancakeError;
    this.#layerIn = layerIn;
  }

  /**
   * The snapshot with its header in place of an ETag, that of the layer where there is one: its checksum is
   * made with the base's. null if it is still that one.
   * @throws PancakeError fetch_failed, timeout
   */
  async fetch(_asking: Asking, etag: string | null): Promise<Fetched | null> {
    const given = await this.#given();
    const bytes = given instanceof Uint8Array ? given : new Uint8Array(given);
    const header = encodeBase64((this.#layerIn(bytes) ?? bytes).subarray(0, headerLength));
    return header === etag ? null : { bytes, etag: header };
  }

  async #given(): Promise<Uint8Array | ArrayBuffer> {
    const PancakeError = this.#PancakeError;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      const message = `the snapshot function gave nothing within ${this.#timeout} ms`;
      timer = later(this.#timeout, () => reject(new PancakeError('timeout', message)));
    });
    const giving = Promise.resolve().then(this.#give).catch((error) => {
      throw new PancakeError('fetch_failed', `the snapshot function threw ${textOf(error)}`, { cause: error });
    });
    try {
      const given = await Promise.race([giving, late]);
      if (given !== null && given !== undefined) return given;
    } finally {
      clearTimeout(timer);
    }
    throw new PancakeError('fetch_failed', 'the snapshot function gave nothing');
  }
}

/** The first snapshot from one source, all later ones from another. */
class FirstFrom implements SnapshotSource {
  readonly #first: SnapshotSource;
  readonly #other: SnapshotSource;
  readonly #failed: (error: unknown) => void;
  #isFirst = true;

  /** `failed` is told why the first source gave nothing; then the other one is asked at once. */
  constructor(first: SnapshotSource, other: SnapshotSource, failed: (error: unknown) => void) {
    this.#first = first;
    this.#other = other;
    this.#failed = failed;
  }

  async fetch(asking: Asking, etag: string | null, known?: OpenSnapshot | null): Promise<Fetched | null> {
    if (this.#isFirst) {
      try {
        const fetched = await this.#first.fetch(asking, null);
        this.#isFirst = false;
        // The other source would not know its tag.
        if (fetched !== null) return { bytes: fetched.bytes, etag: null };
      } catch (error) {
        this.#isFirst = false;
        this.#failed(error);
      }
    }
    return this.#other.fetch(asking, etag, known);
  }
}
