import { EventStreamReader } from './event_stream.js';
import { later, PollSchedule, type Timer } from './poll.js';

/** A connection that is silent for longer is dead: the server says something every 15 s. */
const longestSilence = 40_000;
/** While a stream lives polling is a safety net, so much rarer. */
const safetyNet = 10;
/** Milliseconds between two attempts, doubled from the first failure on; a server's `retry` may raise them. */
const shortestRetry = 1_000;
/** Where there is no poll interval: for failures. */
const usualInterval = 30_000;

/** Lets one of several listen for all. Work ends with the signal. */
export type Share = (
  name: string,
  hear: (revision: number) => void,
  listen: (tell: (revision: number) => void) => Promise<void>,
  signal: AbortSignal,
) => void;

/** Opens the stream of events. */
export type OpenStream = (signal: AbortSignal) => Promise<Response>;

/** What News acts on. */
export interface NewsParts {
  /** Milliseconds between two questions; 0 for never. */
  interval: number;
  /** Asks for a newer snapshot. Gives the revision that the server is at, Infinity if it does not say; null for a failure. */
  ask(): Promise<number | null>;
  /** null to poll only. */
  open: OpenStream | null;
  /** Told at each sign of life of the stream that nothing newer is to be had. */
  alive(): void;
  /** What tells this stream from others that might be shared. */
  name: string;
  share: Share | undefined;
}

/**
 * Hears of new revisions, and asks for each: by the server's event stream, and by polling where
 * that is not to be had. Whether a stream lives shows in what comes through it, so that one that
 * something on the way holds back counts as none.
 */
export class News {
  readonly #parts: NewsParts;
  readonly #polls: PollSchedule;
  readonly #retries = new PollSchedule(shortestRetry);
  #reconnects = new PollSchedule(shortestRetry);
  /** Ends what goes on; null while nothing does. */
  #running: AbortController | null = null;
  #connection: AbortController | undefined;
  #pollTimer: Timer;
  #silenceTimer: Timer;
  #isLive = false;
  #isPollRare = false;
  /** Whether the last question failed. */
  #isBehind = false;
  /** The newest revision that anybody told of. */
  #newest = 0;

  constructor(parts: NewsParts) {
    this.#parts = parts;
    this.#polls = new PollSchedule(parts.interval || usualInterval);
  }

  /** Asks now and follows from here on, unless it does already. Settles when the answer is in use. */
  async start(): Promise<void> {
    if (this.#running !== null) return;
    const { signal } = (this.#running = new AbortController());
    await this.ask();
    const { open, share = alone, name } = this.#parts;
    if (open === null || signal.aborted) return;
    share(name, (revision) => this.#hear(revision), (tell) => this.#listen(open, tell, signal), signal);
  }

  /** Ends timers and streams. What is being asked goes on. */
  stop(): void {
    this.#running?.abort();
    this.#running = null;
    this.#connection?.abort();
    this.#isLive = false;
    clearTimeout(this.#pollTimer);
    clearTimeout(this.#silenceTimer);
  }

  /** Asks now. While it follows, the answer decides when that is done again. */
  async ask(): Promise<void> {
    clearTimeout(this.#pollTimer);
    let revision = await this.#parts.ask();
    // It may have been on its way already when the news came.
    if (revision !== null && revision < this.#newest) revision = await this.#parts.ask();
    if (revision !== null && revision < Infinity) this.#newest = Math.max(this.#newest, revision);
    this.#plan(revision !== null && revision >= this.#newest);
  }

  /** Sets when to ask again. */
  #plan(isFine: boolean): void {
    clearTimeout(this.#pollTimer);
    if (this.#running === null) return;
    this.#isBehind = !isFine;
    this.#isPollRare = isFine && this.#isLive;
    const { interval, open } = this.#parts;
    if (isFine) this.#retries.afterSuccess();
    if (interval === 0 && (isFine || open === null)) return;
    // A server that says that it lives is asked again soon: only a cache may still have the older answer.
    const pause = isFine ? this.#polls.afterSuccess() : (this.#isLive ? this.#retries : this.#polls).afterFailure();
    this.#pollTimer = later(this.#isPollRare ? pause * safetyNet : pause, () => this.ask());
  }

  /** A sign of life, from the server or from who listens for all. */
  #hear(revision: number): void {
    if (this.#running === null) return;
    const isBack = !this.#isLive && this.#isBehind;
    this.#isLive = true;
    if (!this.#isBehind) this.#parts.alive();
    this.#watchSilence();
    const isNew = revision > this.#newest;
    if (isNew) this.#newest = revision;
    if (isNew || isBack) void this.ask();
  }

  #watchSilence(): void {
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = later(longestSilence, () => this.#lost());
  }

  #lost(): void {
    this.#isLive = false;
    this.#connection?.abort();
    if (this.#isPollRare) this.#plan(true);
  }

  /** Connects again and again, after growing pauses while that leads to nothing. */
  async #listen(open: OpenStream, tell: (revision: number) => void, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const connection = (this.#connection = new AbortController());
      this.#watchSilence();
      try {
        await this.#read(await open(connection.signal), tell);
      } catch {
        // What is wrong with the server is told by questions.
      }
      // Ends an answer that was no stream.
      connection.abort();
      if (signal.aborted) return;
      this.#lost();
      await pauseOf(this.#reconnects.afterFailure(), signal);
    }
  }

  async #read(response: Response, tell: (revision: number) => void): Promise<void> {
    const isStream = response.ok && response.headers.get('Content-Type')?.startsWith('text/event-stream');
    if (!isStream || response.body === null) return;
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    const stream = new EventStreamReader();
    for (let pieces = 0; ; ++pieces) {
      const { done, value } = await reader.read();
      if (done) return;
      // A server that only ever says its first word is not worth coming back to quickly.
      if (pieces === 2) this.#reconnects.afterSuccess();
      let revision = 0;
      for (const field of stream.read(decoder.decode(value, { stream: true }))) {
        if (field.name === 'id') revision = field.value;
        else this.#reconnects = new PollSchedule(Math.max(field.value, shortestRetry));
      }
      this.#hear(revision);
      tell(this.#newest);
    }
  }
}

const alone: Share = (_name, _hear, listen) => void listen(() => {});

/** A pause that ends early with the signal. */
function pauseOf(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = later(milliseconds, end);
    signal.addEventListener('abort', end);
  });
}
