import { bytesOfText } from './characters.js';
import { noCookies, visitorCookieOptions, type CookieKeeper } from './cookies.js';
import { CurrentSnapshot } from './current_snapshot.js';
import type { Engine } from './engine.js';
import { PancakeError, asPancakeError } from './errors.js';
import { Asker } from './features.js';
import type { Following } from './following.js';
import { given } from './given.js';
import { Groups, idReader, type GroupFunction, type IdReader } from './groups.js';
import { Listeners, type Events } from './listeners.js';
import { settingsOf, type PancakeOptions, type Settings } from './options.js';
import type { Platform } from './platform.js';
import { sharedEngine } from './shared_engine.js';
import { Source, anyFetch, type Asking, type Scope, type SnapshotSource } from './source.js';
import { bringNewest } from './updates.js';
import { Visit } from './visit.js';
import { CookieVisitor, GivenVisitor, type VisitorKey } from './visitor.js';
import { Warnings } from './warnings.js';

/** What came of one question to the server. */
type UpdateOutcome = 'changed' | 'unchanged' | 'failed';

/**
 * The features of one extension for this runtime's visitor: the page's in a browser, the process
 * in Node. Servers ask `forRequest` for a visitor of their own per request.
 */
export class Pancake<Request = unknown> extends Asker {
  readonly extension: string;
  protected readonly settings: Settings;
  protected readonly current: CurrentSnapshot;
  protected readonly groups: Groups<Request>;
  protected readonly warnings: Warnings;
  protected readonly platform: Platform;
  readonly #options: PancakeOptions<Request>;
  readonly #abort: AbortController | null;
  readonly #listeners: Listeners;
  /** Where newer snapshots come from. */
  readonly #source: SnapshotSource | null;
  /** None in workers, so that their bundle has nothing of it. */
  readonly #following: Following | undefined;
  protected readonly scope: Scope;
  #ready: Promise<void> | null = null;
  #resolveReady = () => {};
  #engine: Promise<Engine> | null = null;
  #own: Visit | null = null;
  /** What is being asked; null while nothing is. */
  #updating: Promise<UpdateOutcome> | null = null;
  /** What `change` was last told of; null until somebody listens. */
  #told: Map<string, string> | null = null;
  #isClosed = false;
  readonly #end = () => this.close();

  /** @throws PancakeError for options that cannot be meant */
  constructor(platform: Platform, options: PancakeOptions<Request>) {
    super();
    this.platform = platform;
    // Ours, so that a given snapshot can be let go.
    this.#options = { ...options };
    // What one request of a worker began cannot be ended by another; and Node takes as long to make this as
    // to open a snapshot.
    const asks = options.url !== undefined || typeof options.snapshot === 'function';
    this.#abort = FOLLOWS && asks ? new AbortController() : null;
    this.settings = settingsOf(options as PancakeOptions<never>, platform.pollInterval);
    this.extension = this.settings.extension;
    this.current = new CurrentSnapshot(this.extension);
    this.warnings = new Warnings(options.logger);
    this.#listeners = new Listeners(this.warnings);
    this.groups = new Groups(options.groups ?? {}, platform.importModule, this.warnings);
    const personal = this.groups.names().length > 0 || this.settings.isFlaskFormat;
    this.scope = options.scope ?? (personal ? 'personal' : 'public');
    const server = this.#sourceAt(options.url);
    this.#source = platform.source ? platform.source(server) : server;
    // Who has a snapshot and no server has nothing to follow.
    if (FOLLOWS && this.#abort) {
      this.#following = platform.follow?.({
        options: this.#options as PancakeOptions<never>,
        settings: this.settings,
        platform,
        current: this.current,
        groups: this.groups,
        warnings: this.warnings,
        listeners: this.#listeners,
        source: server,
        asking: () => this.#asking(),
        signal: this.#abort.signal,
        ask: async () => ((await this.update()) === 'failed' ? null : (server?.revision ?? Infinity)),
        changed: () => this.changed(),
      });
    }
    if (options.signal?.aborted) this.close();
    else options.signal?.addEventListener('abort', this.#end);
  }

  /**
   * Resolves when the first snapshot is in use, or with close(); `revision` tells which. Made when
   * asked for: a worker's request must not leave a promise behind for another one to resolve.
   */
  get ready(): Promise<void> {
    return (this.#ready ??= new Promise((resolve) => {
      this.#resolveReady = resolve;
      if (this.#isClosed || this.current.snapshot !== null) resolve();
    }));
  }

  /** The revision of the snapshot in use, null before there is one. */
  get revision(): number | null {
    return this.current.snapshot?.revision ?? null;
  }

  /** The ids that an overview lists for a group: what its GroupFunc gives. */
  candidateIds(group: string): string[] {
    return this.groups.candidateIds(group);
  }

  /** Calls a listener at each event; gives the function that ends it. */
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void {
    const end = this.#listeners.add(name, listener);
    if (name === 'change') this.#told ??= this.watched().picture();
    return end;
  }

  /** Asks for a newer snapshot now. Gives whether there was one; never rejects. */
  async refresh(): Promise<boolean> {
    // What is being asked already may be answered with what was before this call.
    const earlier = await this.#updating;
    return (await this.update()) === 'changed' || earlier === 'changed';
  }

  /**
   * After `cookies: false`: the visitor agreed. Writes the cookie of the very visitor that samples
   * were drawn for, so that no answer changes; unless there is one by now, which then counts.
   */
  allowCookies(): void {
    this.platform.allowCookies?.();
  }

  /** Stops updating and frees the snapshot. Checks answer their defaults from here on. */
  close(): void {
    this.#isClosed = true;
    this.#resolveReady();
    if (FOLLOWS) this.#abort?.abort(new PancakeError('fetch_failed', 'closed'));
    if (FOLLOWS) this.#following?.stop();
    this.#listeners.stop();
    this.#options.signal?.removeEventListener('abort', this.#end);
    this.current.close();
  }

  /** The visitor who is asking now. @internal */
  visit(): Visit {
    return (this.#own ??= this.ownVisit());
  }

  /** The visitor whose answers `change` tells of. */
  protected watched(): Visit {
    return (this.#own ??= this.ownVisit());
  }

  /** For entry files: loads the first snapshot, at most as long as `timeout`, and follows. @internal */
  async start(): Promise<this> {
    const engine = this.startEngine().catch((error) => this.failed(error));
    const following = FOLLOWS && this.#following?.start(engine);
    // A program that has all it needs waits for no server, so needs no timer.
    await (following ? within(this.settings.timeout, following) : Promise.all([engine, this.groups.imported]));
    return this;
  }

  /** Loads the engine and the snapshot given by option, without asking the server. */
  protected async startEngine(): Promise<void> {
    this.#engine ??= this.#loadEngine();
    try {
      await this.#engine;
    } catch (error) {
      // The file may be there at the next attempt.
      this.#engine = null;
      throw error;
    }
  }

  /**
   * One question to the server; who asks meanwhile shares its answer. Not in workers, where none may wait for the
   * fetch of another's request. What came of it is told as event and warning.
   */
  protected update(): Promise<UpdateOutcome> {
    if (!FOLLOWS) return this.#ask();
    return (this.#updating ??= this.#ask().finally(() => (this.#updating = null)));
  }

  async #ask(): Promise<UpdateOutcome> {
    if (this.#source === null || this.#isClosed) return 'unchanged';
    const asking = this.#asking();
    const fetched = await bringNewest(this.#source, this.current, asking, () => this.startEngine());
    if (this.#isClosed) return 'unchanged';
    if (fetched instanceof PancakeError) {
      this.failed(fetched);
      if (FOLLOWS) this.#following?.failed(fetched.code);
      return 'failed';
    }
    // What was out of date is told to be right again as a change of nothing.
    const isBack = FOLLOWS && this.#following?.answered(asking, fetched);
    if (isBack || fetched) this.changed();
    return fetched ? 'changed' : 'unchanged';
  }

  /** Tells a failure as event and warning. */
  protected failed(thrown: unknown): void {
    const error = asPancakeError(thrown, 'engine_failed');
    this.warnings.once(error.code, error.message);
    this.#listeners.emit('error', error);
  }

  protected ownVisit(): Visit {
    return new Visit({
      current: this.current,
      warnings: this.warnings,
      key: this.keyIn(this.platform.cookies(), this.platform.isUnderTls()),
      readerOf: (group) => this.groups.reader(group),
      // Other snapshots are the same for all ids.
      onNewIds: () => FOLLOWS && this.scope === 'personal' && this.#following?.onNewIds(),
    });
  }

  /** The key of a visitor whose cookies are here. Signed cookies are not ours to write. */
  protected keyIn(cookies: CookieKeeper, underTls: boolean, request?: Request): VisitorKey {
    const { cookieName, cookieOptions, isFlaskFormat } = this.settings;
    const keeper = isFlaskFormat ? noCookies : cookies;
    const key = new CookieVisitor(keeper, cookieName, visitorCookieOptions(cookieOptions, underTls));
    if (this.#options.visitor === undefined) return key;
    return new GivenVisitor(this.#givenVisitor(request), key);
  }

  #givenVisitor(request?: Request): IdReader {
    const { visitor } = this.#options;
    return this.visitorReader(typeof visitor === 'function' ? visitor : () => visitor, request);
  }

  /** Reads the visitor's id that the application gives. */
  protected visitorReader(get: GroupFunction<any>, request?: unknown): IdReader {
    return idReader({ source: { get } }, request, (what) => this.warnings.once('visitor_function_failed', `the visitor function ${what}`));
  }

  #sourceAt(url: string | URL | undefined): Source | null {
    if (url === undefined) return null;
    return new Source({
      url,
      extension: this.extension,
      scope: this.scope,
      fetch: this.#options.fetch ?? anyFetch,
      platform: this.platform,
      requestTimeout: this.settings.requestTimeout,
      signal: this.#abort?.signal,
    });
  }

  #asking(): Asking {
    if (this.scope !== 'personal') return { ids: {}, visitor: null };
    const ids = this.groups.names().map((group) => [group, this.groups.reader(group)()] as const);
    return { ids: given(Object.fromEntries(ids)), visitor: this.#givenVisitor()() };
  }

  async #loadEngine(): Promise<Engine> {
    const engine = await sharedEngine(this.#options.wasm ?? this.platform.wasm);
    if (this.#isClosed) return engine;
    this.current.engine = engine;
    const { snapshot } = this.#options;
    // A function is asked by servers and workers, each at its own time.
    if (!snapshot || typeof snapshot === 'function') return engine;
    delete this.#options.snapshot;
    try {
      this.current.replace({ bytes: bytesIn(snapshot), etag: null });
      this.changed();
    } catch (error) {
      this.failed(error);
    }
    return engine;
  }

  /** To be called when another snapshot is in use. */
  protected changed(): void {
    this.#resolveReady();
    const snapshot = this.current.snapshot;
    if (snapshot === null) return;
    for (const group of this.groups.names()) {
      if (!snapshot.groups.includes(group)) {
        this.warnings.once('unknown_group', `no group ${group}`);
      }
    }
    this.#tellChange(snapshot.revision);
  }

  /** Answers are only compared once somebody listens. */
  #tellChange(revision: number): void {
    const before = this.#told;
    if (before === null) return;
    const now = (this.#told = this.watched().picture());
    const features = [...new Set([...before.keys(), ...now.keys()])].filter((name) => before.get(name) !== now.get(name));
    this.#listeners.emit('change', { revision, features });
  }
}

/** Without a copy, which of a large one takes as long as opening it. */
function bytesIn(snapshot: Uint8Array | ArrayBuffer | string): Uint8Array {
  if (typeof snapshot === 'string') return bytesOfText(snapshot);
  return snapshot instanceof Uint8Array ? snapshot : new Uint8Array(snapshot);
}

/** Waits for work, but no longer than `milliseconds`. The work goes on. */
export function within(milliseconds: number, work: Promise<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    void work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
