import type { CurrentSnapshot } from './current_snapshot.js';
import type { ErrorCode } from './errors.js';
import type { Groups } from './groups.js';
import type { Kept, LastKnownGood } from './last_known_good.js';
import type { Listeners } from './listeners.js';
import { News, type NewsParts } from './news.js';
import type { PancakeOptions, Settings } from './options.js';
import type { Platform } from './platform.js';
import { later, type Timer } from './poll.js';
import { anyFetch, type Asking, type Fetched, type Source } from './source.js';
import type { Warnings } from './warnings.js';

/** Milliseconds between an id that changes and the question for its snapshot: several change at once. */
const newIdsPause = 20;
/** Milliseconds between two such questions: ids that never stay must not flood the server. */
const newIdsInterval = 1_000;

/** The parts of a Pancake that follows its server. */
export interface FollowingParts {
  options: PancakeOptions<never>;
  settings: Settings;
  platform: Platform;
  current: CurrentSnapshot;
  groups: Groups<never>;
  warnings: Warnings;
  listeners: Listeners;
  /** null where snapshots come from a function alone. */
  source: Source | null;
  /** Who snapshots are asked for now. */
  asking: () => Asking;
  /** Ends everything. */
  signal: AbortSignal;
  /** Asks for a newer snapshot; gives the revision that the server is at, as News wants it. */
  ask: NewsParts['ask'];
  /** To be called when another snapshot is in use, or the one in use is known to be right again. */
  changed: () => void;
}

/**
 * What goes on behind a Pancake in a page or a process: it starts from the last known good
 * snapshot, hears of news, asks anew when its visitor is another one, and tells when the server
 * was not heard for long. A worker has none of it.
 */
export class Following {
  readonly #parts: FollowingParts;
  readonly #news: News;
  readonly #lastKnownGood: LastKnownGood | undefined;
  /** When the server was last heard, in milliseconds since 1970. */
  #heardAt = Date.now();
  #isStale = false;
  /** Whether the snapshot in use is of an earlier page, and nobody said yet that it is right. */
  #isKept = false;
  #newIdsTimer: Timer;
  /** When new ids may be asked for again, and how often in a row they had to wait for that. */
  #newIdsAt = 0;
  #newIdsWaits = 0;
  /** Whom the newest snapshot was asked for. */
  #asked = '';

  constructor(parts: FollowingParts) {
    const { options, settings, platform, source, ask, changed } = parts;
    this.#parts = parts;
    // What a signed cookie decided is another visitor's as soon as that cookie is gone.
    const mayKeep = options.storage !== false && !settings.isFlaskFormat;
    this.#lastKnownGood = mayKeep ? platform.keep?.(settings.extension) : undefined;
    this.#news = new News({
      interval: settings.pollInterval,
      ask,
      open: source === null || options.live === false ? null : (signal) => this.#openEvents(source, signal),
      alive: () => this.#heard() && changed(),
      name: source?.urlOf('events') ?? '',
      share: platform.share,
    });
  }

  /** Gets the first snapshot while the engine loads, and follows from here on. */
  async start(engine: Promise<void>): Promise<void> {
    const { groups, options, current } = this.#parts;
    await groups.imported;
    const kept = this.#lastKnownGood?.read(this.#asker());
    // Who has something to start with does not wait for the server.
    if (kept || options.snapshot) await engine;
    if (kept && current.snapshot === null) this.#take(kept);
    const following = this.#follow();
    if (current.snapshot === null) await Promise.all([following, engine]);
  }

  /** Ends it, after `signal`. */
  stop(): void {
    this.#news.stop();
    clearTimeout(this.#newIdsTimer);
  }

  /** The server answered, with a snapshot or that there is none. Gives whether the one in use was thought to be out of date. */
  answered(asking: Asking, fetched: Fetched | null): boolean {
    this.#asked = this.#asker(asking);
    if (fetched) this.#lastKnownGood?.write(this.#asked, fetched);
    this.#isKept = false;
    const isBack = this.#heard();
    // Somebody signed in while the server was asked.
    if (this.#isForAnother()) this.onNewIds();
    return isBack;
  }

  /** An update failed. */
  failed(code: ErrorCode): void {
    // A store that began anew: the next page begins with what it says.
    if (code === 'older_revision') this.#lastKnownGood?.clear();
    // No snapshot can ever be used here.
    if (code === 'wasm_unavailable') this.#news.stop();
    const age = Math.max(Date.now() - this.#heardAt, 0);
    if (this.#isStale || !(this.#isKept || age > 3 * this.#parts.settings.pollInterval)) return;
    this.#isStale = true;
    this.#parts.listeners.emit('stale', { age });
  }

  /** The visitor's ids are others: asks for their snapshot soon. */
  onNewIds(): void {
    if (this.#newIdsTimer !== undefined) return;
    const wait = this.#newIdsAt - performance.now();
    this.#newIdsWaits = wait > 0 ? this.#newIdsWaits + 1 : 0;
    if (this.#newIdsWaits === 3) this.#parts.warnings.once('unstable_ids', 'the ids of groups keep changing');
    this.#newIdsTimer = later(Math.max(wait, newIdsPause), () => {
      this.#newIdsTimer = undefined;
      if (!this.#isForAnother()) return;
      this.#newIdsAt = performance.now() + newIdsInterval;
      void this.#news.ask();
    });
  }

  /** What is asked of whom, and for whom, in one line. */
  #asker(asking = this.#parts.asking()): string {
    return `${this.#parts.source?.url} ${JSON.stringify(asking)}`;
  }

  /** Whether the visitor is another one than the newest snapshot was asked for. */
  #isForAnother(): boolean {
    return this.#asker() !== this.#asked;
  }

  #take(kept: Kept): void {
    try {
      this.#parts.current.replace(kept);
    } catch {
      // Damaged, or of another release: the server has a better one.
      return;
    }
    this.#isKept = true;
    this.#heardAt = kept.at;
    this.#parts.changed();
  }

  /**
   * Opens the server's events: it tells the current revision at once, which shows that nothing on
   * the way holds them back. So it is not told which one is known.
   */
  #openEvents(source: Source, signal: AbortSignal): Promise<Response> {
    const { options, platform } = this.#parts;
    const { openStream, requestInit, requestHeaders } = platform;
    const open = options.fetch ?? openStream ?? anyFetch;
    // Firefox lets a request wait for another one whose answer its cache might take.
    return open(source.urlOf('events'), { ...requestInit, cache: 'no-store', headers: requestHeaders?.() ?? {}, signal });
  }

  /** Asks the server, and hears of news from here on. Settles with the first answer. */
  async #follow(): Promise<void> {
    const { platform, signal } = this.#parts;
    const news = this.#news;
    if (signal.aborted) return;
    const following = news.start();
    platform.watch?.((isShown) => (isShown ? news.start() : news.stop()), signal);
    await following;
  }

  #heard(): boolean {
    const isBack = this.#isStale;
    this.#heardAt = Date.now();
    this.#isStale = false;
    return isBack;
  }
}
