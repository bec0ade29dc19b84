import { noId } from './groups.js';
import { within } from './pancake.js';
import { PollSchedule } from './poll.js';
import type { RequestContext } from './requests.js';
import { ServerPancake, type ServerOptions, type ServerPlatform } from './server_pancake.js';
import { Visit } from './visit.js';

export interface EdgeOptions extends ServerOptions {
  /** Milliseconds after which a request looks for a newer snapshot; 10 s by default. */
  maxAge?: number;
}

/**
 * Pancake in a worker, which may do nothing outside of a request: no fetch, timer or randomness.
 * The first request waits for the first snapshot, at most as long as `timeout`. Later ones never
 * wait: one of them starts the refresh, all are answered from the snapshot in use.
 */
export class EdgePancake extends ServerPancake {
  readonly #maxAge: number;
  readonly #retries = new PollSchedule(500);
  /** When to look for a newer snapshot; time in a worker is that of the request's start. */
  #nextAt = 0;

  /** @throws PancakeError for options that cannot be meant */
  constructor(platform: ServerPlatform, options: EdgeOptions) {
    super(platform, options);
    this.#maxAge = options.maxAge ?? 10_000;
  }

  /** Ready to answer requests: nothing is fetched yet. Without WebAssembly checks give defaults. */
  override async start(): Promise<this> {
    await this.startEngine().catch((error) => this.failed(error));
    return this;
  }

  /**
   * Several first requests each ask by themselves: in a worker none may wait for the fetch of
   * another one, which ends when that one's client goes away.
   */
  protected override async freshen(context: RequestContext): Promise<void> {
    if (Date.now() < this.#nextAt) return;
    if (this.revision === null) {
      await this.groups.imported;
      await within(this.settings.timeout, this.#refresh());
      return;
    }
    this.#nextAt = Date.now() + this.#maxAge;
    const refresh = this.#refresh();
    context.waitUntil?.(refresh);
  }

  async #refresh(): Promise<void> {
    const outcome = await this.update(true);
    // Somebody else's answer may have come first.
    const isFine = outcome !== 'failed' || this.revision !== null;
    this.#nextAt = Date.now() + (isFine ? this.#maxAge : this.#retries.afterFailure());
  }

  /** Outside of a request there is no visitor: no ids, and samples as for an empty key. */
  protected override ownVisit(): Visit {
    const keep = () => {
      this.warnings.once('no_request', 'a sample was checked outside of a request: use forRequest() or run()');
    };
    const key = { get: () => '', keep };
    return new Visit({ current: this.current, warnings: this.warnings, key, readerOf: () => noId });
  }
}
