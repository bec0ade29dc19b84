import { readKept, writeKept } from './kept_snapshot.js';
import { milliseconds } from './options.js';
import { within } from './pancake.js';
import type { RequestContext } from './requests.js';
import { ServerPancake, type ServerOptions, type ServerPlatform } from './server_pancake.js';
import { wholeFile } from './snapshot_file.js';
import type { Visit } from './visit.js';

/** What createPancake takes in a worker. */
export interface EdgeOptions extends ServerOptions {
  /** Milliseconds after which a request looks for a newer snapshot; 10 s by default. */
  maxAge?: number;
  /**
   * Milliseconds for which a snapshot from `url`, kept in the Cache API, is good for a new isolate
   * to start from; 5 minutes by default, 0 keeps none.
   */
  keepFor?: number;
}

/**
 * Pancake in a worker, which may do nothing outside of a request: no fetch, timer or randomness.
 * The first request of an isolate starts from the snapshot that another isolate kept, else waits
 * for the first one, at most as long as `timeout`. Later requests never wait: one of them starts
 * the refresh, all are answered from the snapshot in use.
 */
export class EdgePancake extends ServerPancake {
  readonly #maxAge: number;
  readonly #keepFor: number;
  /** Tells what is kept for this server and scope from what is for others. */
  readonly #keptName: string;
  #sawKept = false;
  /** When to look for a newer snapshot; time in a worker is that of the request's start. */
  #nextAt = 0;
  /** When the kept snapshot was written, as far as this isolate knows, and its ETag. */
  #keptAt = 0;
  #keptTag: string | null = null;

  /** @throws PancakeError for options that cannot be meant */
  constructor(platform: ServerPlatform, options: EdgeOptions) {
    const { url, serverKey } = options;
    super(platform, options);
    this.#maxAge = milliseconds(options, 'maxAge', 10_000);
    const keepFor = milliseconds(options, 'keepFor', 300_000);
    // A personal snapshot is of those ids alone that this isolate says.
    this.#keepFor = url === undefined || this.scope === 'personal' ? 0 : keepFor;
    this.#keptName = JSON.stringify([url, this.extension, this.scope, serverKey]);
  }

  /**
   * Several first requests each ask by themselves: in a worker none may wait for the fetch of
   * another one, which ends when that one's client goes away.
   */
  protected override async freshen(context: RequestContext): Promise<void> {
    if (Date.now() < this.#nextAt) return;
    if (this.revision === null || !this.#sawKept) {
      let isNew = false;
      const first = this.#loadFirst(context).then((answer) => (isNew = answer));
      context.waitUntil?.(first);
      await within(this.settings.timeout, first);
      if (this.revision === null || isNew || Date.now() < this.#nextAt) return;
    }
    this.#nextAt = Date.now() + this.#maxAge;
    const refresh = this.#refresh(context);
    context.waitUntil?.(refresh);
  }

  /** Gives whether what is in use was asked for now; else it may be old. */
  async #loadFirst(context: RequestContext): Promise<boolean> {
    if (!this.#sawKept) await this.#startFromKept();
    if (this.revision !== null) return false;
    await this.#refresh(context);
    const isOld = this.beginsElsewhere && this.revision !== null;
    if (isOld) this.#nextAt = 0;
    return !isOld;
  }

  async #startFromKept(): Promise<void> {
    const kept = this.#keepFor > 0 ? await readKept(this.#keptName, this.#keepFor) : null;
    this.#sawKept = true;
    if (kept === null || this.current.etag === kept.etag) return;
    try {
      await this.startEngine();
      this.current.replace(kept);
    } catch {
      // Damaged, or older than what is in use: the server has a better one.
      return;
    }
    this.#keptAt = kept.askedAt;
    this.#keptTag = kept.etag;
    this.#nextAt = kept.askedAt + this.#maxAge;
    this.changed();
  }

  async #refresh(context: RequestContext): Promise<void> {
    const before = this.#nextAt;
    const outcome = await this.update();
    // Somebody else's answer may have come first.
    const isFine = outcome !== 'failed' || this.revision !== null;
    // Without a snapshot every answer is a default: the pause is 1 to 2 s, and of several requests
    // that failed together the first sets it.
    if (isFine || this.#nextAt === before) this.#nextAt = Date.now() + (isFine ? this.#maxAge : 1_000 * (1 + Math.random()));
    // The answer of this request does not wait for it.
    if (outcome !== 'failed' && this.#keepFor > 0) context.waitUntil?.(this.#keep());
  }

  /**
   * Keeps what is in use by an answer of the server. A layer is new often, and its base large: such a file is not written
   * for each.
   */
  async #keep(): Promise<void> {
    const { etag, snapshot } = this.current;
    const askedAt = Date.now();
    const isOld = askedAt - this.#keptAt > this.#keepFor / 2;
    if (!snapshot || etag === null || !(isOld || (etag !== this.#keptTag && !snapshot.base))) return;
    this.#keptAt = askedAt;
    this.#keptTag = etag;
    await writeKept(this.#keptName, this.#keepFor, { bytes: wholeFile(snapshot), etag, askedAt });
  }

  /** Outside of a request there is no visitor: no ids, and samples as for an empty key. */
  protected override ownVisit(): Visit {
    return this.nobody(() => this.outsideOfRequest());
  }
}
