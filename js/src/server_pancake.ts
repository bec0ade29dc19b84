import { signedMemory, snapshotFunction } from '#later';
import { noCookies } from './cookies.js';
import { PancakeError, demand, demandObject } from './errors.js';
import type { FlaskCookieSigner } from './flask_cookie.js';
import type { OrNull } from './given.js';
import { noId, type ObjectId } from './groups.js';
import type { CookieSettings, PancakeOptions } from './options.js';
import { Pancake } from './pancake.js';
import { PinnedSnapshot } from './pinned_snapshot.js';
import type { Platform } from './platform.js';
import { RequestCookies, isUnderTls, type KnownIds, type RequestContext, type RequestLike } from './requests.js';
import { RequestVisit } from './request_visit.js';
import type { SignedMemory } from './signed_memory.js';
import { layerIn } from './snapshot_file.js';
import type { Scope, SnapshotSource } from './source.js';
import { Visit } from './visit.js';
import { CookieVisitor, GivenVisitor } from './visitor.js';

/** Of so many snapshots, the newest ones, a visit can go on with the one that it began with; a large one is not held for long. */
const mostOpen = 2;

/**
 * What createPancake takes on a server. Group functions and `visitor` get the request that
 * forRequest() or run() was given, whatever its type.
 */
export interface ServerOptions extends PancakeOptions<any> {
  /** Gives full snapshots: every feature and every override. */
  serverKey?: string;
  cookie?: OrNull<
    CookieSettings & {
      /** Signs cookies of format flask-pancake. Of several the first signs and all verify. */
      secret?: string | readonly string[];
    }
  >;
}

/** A visitor that the application knows. */
export interface KnownVisitor {
  /** Its ids, by group. */
  ids?: KnownIds | null;
  /** What its samples are drawn by, such as a user id. Numbers count as their text. */
  visitor?: ObjectId;
}

/** The part of AsyncLocalStorage that run() needs. */
export interface AsyncStorage {
  run<Result>(visit: RequestVisit, work: () => Result): Result;
  getStore(): RequestVisit | undefined;
}

export type AsyncStorageClass = new () => AsyncStorage;

/** What a server's runtime has beyond a browser's. */
export interface ServerPlatform extends Platform {
  /** AsyncLocalStorage, where the runtime has it. */
  asyncStorage: () => AsyncStorageClass | undefined | Promise<AsyncStorageClass>;
}

/** Pancake on a server or worker: many visitors, each by its request. */
export class ServerPancake extends Pancake<RequestLike> {
  readonly #loadStorage: ServerPlatform['asyncStorage'];
  /** Made by the first run(): a program without it does not load what it takes. */
  #storage: AsyncStorage | null = null;
  /** What signs the cookies; none where they are not signed. */
  readonly #secrets: readonly string[];
  #signer: FlaskCookieSigner | undefined;
  /** Whether the first snapshot is the application's, and the server is to be asked for a newer one. */
  protected readonly beginsElsewhere: boolean;
  readonly #visits = new WeakMap<RequestLike, Promise<RequestVisit>>();
  /** Whether a page cannot rely on seeing what its visitor's samples are drawn by. */
  readonly #hidesKey: boolean;

  /** @throws PancakeError for options that cannot be meant */
  constructor(platform: ServerPlatform, options: ServerOptions) {
    const scope = options.scope ?? scopeFor(options);
    const { url, extension = '-', snapshot, requestTimeout: timeout } = options;
    // One with a password would stand in warnings, and no fetch takes it.
    demand(url === undefined || /^https?:\/\/[^?#@]+$/.test(`${url}`), 'url is no http(s) URL of a server');
    // Two would be another path in a URL, and a lone surrogate cannot be in one.
    demand(/^(?!\.\.?$)[^\ud800-\udfff]+$/u.test(extension), 'extension fits in no URL');
    // Bytes are not held here: they are large, and only opened.
    const give = typeof snapshot === 'function' ? snapshot : null;
    const source: Platform['source'] = (server) => {
      if (give === null) return server;
      let source: SnapshotSource | undefined;
      return {
        async fetch(asking, etag, known) {
          const { snapshotsFrom } = await snapshotFunction();
          source ??= snapshotsFrom(give, { timeout, next: server, failed, PancakeError, layerIn });
          return source.fetch(asking, etag, known);
        },
      };
    };
    const failed = (error: unknown) => this.failed(error);
    super(withKey({ ...platform, source }, options.serverKey, scope), { ...options, scope });
    this.current.mostOpen = mostOpen;
    this.beginsElsewhere = url !== undefined && snapshot !== undefined;
    this.#loadStorage = platform.asyncStorage;
    const { isFlaskFormat, cookieOptions } = this.settings;
    this.#secrets = isFlaskFormat ? [options.cookie?.secret ?? []].flat() : [];
    if (isFlaskFormat && !(this.#secrets.length > 0 && this.#secrets.every((secret) => typeof secret === 'string' && secret))) {
      throw new PancakeError('no_secret', 'no `cookie.secret`');
    }
    this.#hidesKey =
      isFlaskFormat || cookieOptions?.httpOnly === true || options.visitor !== undefined || options.cookies === false;
  }

  /**
   * The features for the visitor of a request. The same request gives the same visit, whoever
   * asks; ids of a later context are laid over those before.
   * @throws PancakeError bad_option, where it is no request: Hono's is `c.req.raw`
   */
  async forRequest(request: RequestLike, context?: RequestContext | null): Promise<RequestVisit> {
    demand(Boolean(request?.headers), 'a request has headers');
    let visiting = this.#visits.get(request);
    if (visiting === undefined) {
      visiting = this.#visitOf(request, context ?? {});
      this.#visits.set(request, visiting);
    }
    const visit = await visiting;
    if (context?.ids) visit.know(context.ids);
    return visit;
  }

  /**
   * The features for a visitor without a request: of a job, a queue, another protocol. No group
   * function and no `visitor` option is asked. Without `visitor` it is one never seen before. Such
   * a visit sets no cookie.
   * @throws PancakeError bad_option, where it is no object
   */
  async forVisitor(known: KnownVisitor, context?: RequestContext | null): Promise<RequestVisit> {
    demandObject(known, 'visitor');
    const { ids, visitor } = known;
    await this.freshen(context ?? {});
    const cookies = new RequestCookies({ headers: {} });
    // Nobody is there to take a cookie.
    const key = new GivenVisitor(this.visitorReader(() => visitor), new CookieVisitor(noCookies, '', {}));
    const { warnings } = this;
    const current = new PinnedSnapshot(this.current);
    const visit = new RequestVisit({ current, warnings, key, readerOf: () => noId, cookies, memory: undefined, hidesKey: true });
    if (ids) visit.know(ids);
    return visit;
  }

  /** The groups of the snapshot in use, in the order in which they are asked. */
  get groupNames(): readonly string[] {
    return this.current.snapshot?.groups ?? [];
  }

  /** What visit.dehydrate() of forRequest() gives. */
  async dehydrate(request: RequestLike, context?: RequestContext | null): Promise<string> {
    return (await this.forRequest(request, context)).dehydrate();
  }

  /**
   * Runs `work`; features made with this Pancake's flag(), switch() and sample() answer for the
   * request's visitor in it, also after an await.
   * @throws PancakeError no_async_context, or bad_option as forRequest()
   */
  async run<Result>(
    request: RequestLike,
    work: (visit: RequestVisit) => Result,
    context?: RequestContext | null,
  ): Promise<Awaited<Result>> {
    demand(typeof work === 'function', 'run() wants a function');
    if (this.#storage === null) {
      const Storage = await this.#loadStorage();
      if (Storage === undefined) throw new PancakeError('no_async_context', 'no AsyncLocalStorage here');
      // Another first run() may have made it meanwhile.
      this.#storage ??= new Storage();
    }
    const storage = this.#storage;
    const visit = await this.forRequest(request, context);
    return await storage.run(visit, () => work(visit));
  }

  /** The visitor of the request that run() is working on; outside of it nobody in particular. @internal */
  override visit(): Visit {
    return this.#storage?.getStore() ?? super.visit();
  }

  /** A program with one visitor asks for its personal snapshot. Else group functions want a request. */
  protected override watched(): Visit {
    if (this.scope === 'personal') return super.watched();
    return this.nobody(() => {});
  }

  /** A visitor without ids, with samples as for an empty key. `keep` is called at each sample. */
  protected nobody(keep: () => void): Visit {
    const { current, warnings } = this;
    return new Visit({ current, warnings, key: { get: () => '', keep }, readerOf: () => noId });
  }

  /** A sample outside of any request is drawn for nobody in particular. */
  protected outsideOfRequest(): void {
    this.warnings.once('no_request', 'a sample was checked outside of forRequest() and run()');
  }

  /** Called before each request: the time to look for a newer snapshot where nothing polls. */
  protected async freshen(_context: RequestContext): Promise<void> {}

  async #visitOf(request: RequestLike, context: RequestContext): Promise<RequestVisit> {
    await this.freshen(context);
    const cookies = new RequestCookies(request);
    return new RequestVisit({
      current: new PinnedSnapshot(this.current),
      warnings: this.warnings,
      key: this.keyIn(cookies, isUnderTls(request), request),
      readerOf: (group) => this.groups.reader(group, request),
      cookies,
      memory: await this.#memoryIn(cookies),
      hidesKey: this.#hidesKey,
    });
  }

  async #memoryIn(cookies: RequestCookies): Promise<SignedMemory | undefined> {
    if (this.#secrets.length === 0) return undefined;
    const { FlaskCookieSigner, SignedMemory } = await signedMemory();
    this.#signer ??= new FlaskCookieSigner(this.#secrets);
    const { cookieName, cookieOptions } = this.settings;
    return SignedMemory.read({ signer: this.#signer, name: cookieName, options: cookieOptions }, cookies);
  }
}

/** Visitors are many here, so their overrides are in the full snapshot; a personal one is of nobody. */
function scopeFor({ serverKey, groups = {} }: ServerOptions): Scope {
  return serverKey !== undefined || Object.keys(groups).length > 0 ? 'full' : 'public';
}

function withKey(platform: ServerPlatform, serverKey: string | undefined, scope: Scope): ServerPlatform {
  return {
    ...platform,
    // A function, so that no log of this object has the key.
    requestHeaders: () => (serverKey === undefined ? {} : { Authorization: `Bearer ${serverKey}` }),
    statusHint(status) {
      if (scope !== 'full' || (status !== 401 && status !== 403)) return '';
      return `: ${serverKey === undefined ? 'full snapshots need' : 'the server refuses this'} \`serverKey\``;
    },
  };
}
