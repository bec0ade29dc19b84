import { PancakeError } from './errors.js';
import { FlaskCookieSigner } from './flask_cookie.js';
import { idText, noId, type IdReader } from './groups.js';
import type { CookieSettings, PancakeOptions } from './options.js';
import { Pancake } from './pancake.js';
import type { Platform } from './platform.js';
import { RequestCookies, isUnderTls, type RequestContext, type RequestLike } from './requests.js';
import { RequestVisit, SignedMemory, type SignedCookie } from './request_visit.js';
import type { Scope } from './source.js';
import { Visit } from './visit.js';

export interface ServerOptions extends PancakeOptions<RequestLike> {
  /** Gives full snapshots: every feature and every override. */
  serverKey?: string;
  cookie?: CookieSettings & {
    /** Signs cookies of format flask-pancake. Of several the first signs and all verify. */
    secret?: string | readonly string[];
  };
}

/** The part of AsyncLocalStorage that run() needs. */
export interface AsyncStorage {
  run<Result>(visit: RequestVisit, work: () => Result): Result;
  getStore(): RequestVisit | undefined;
}

/** What a server's runtime has beyond a browser's. */
export interface ServerPlatform extends Platform {
  /** null where the runtime has no AsyncLocalStorage. */
  asyncStorage: () => AsyncStorage | null;
}

/** Pancake on a server or worker: many visitors, each by its request. */
export class ServerPancake extends Pancake<RequestLike> {
  readonly #storage: AsyncStorage | null;
  readonly #signedCookie: SignedCookie | null;

  /** @throws PancakeError for options that cannot be meant */
  constructor(platform: ServerPlatform, options: ServerOptions) {
    const scope = options.scope ?? scopeFor(options);
    super(withKey(platform, options.serverKey, scope), { ...options, scope });
    this.#storage = platform.asyncStorage();
    this.#signedCookie = this.settings.isFlaskFormat ? this.#signedCookieOf(options.cookie?.secret) : null;
  }

  /** The features for the visitor of a request. */
  async forRequest(request: RequestLike, context: RequestContext = {}): Promise<RequestVisit> {
    await this.freshen(context);
    const cookies = new RequestCookies(request);
    const signed = this.#signedCookie;
    const memory = signed === null ? undefined : await SignedMemory.read(signed, cookies);
    const { ids } = context;
    const readerOf = (group: string): IdReader => {
      const known = ids !== undefined && Object.hasOwn(ids, group) ? idText(ids[group]) : undefined;
      return known === undefined ? this.groups.reader(group, request) : () => known;
    };
    const key = this.keyIn(cookies, isUnderTls(request), request);
    return new RequestVisit({ current: this.current, warnings: this.warnings, key, readerOf }, cookies, memory);
  }

  /**
   * Runs `work`; features made with this Pancake's flag(), switch() and sample() answer for the
   * request's visitor in it, also after an await.
   * @throws PancakeError no_async_context
   */
  async run<Result>(
    request: RequestLike,
    work: (visit: RequestVisit) => Result,
    context?: RequestContext,
  ): Promise<Awaited<Result>> {
    const storage = this.#storage;
    if (storage === null) {
      throw new PancakeError('no_async_context', 'run() needs AsyncLocalStorage, which this runtime does not have');
    }
    const visit = await this.forRequest(request, context);
    return await storage.run(visit, () => work(visit));
  }

  /** The visitor of the request that run() is working on; outside of it nobody in particular. */
  override visit(): Visit {
    return this.#storage?.getStore() ?? super.visit();
  }

  /** A program with one visitor asks for its personal snapshot. Else group functions want a request. */
  protected override watched(): Visit {
    if (this.scope === 'personal') return super.watched();
    const { current, warnings } = this;
    const key = { get: () => '', keep() {} };
    return new Visit({ current, warnings, key, readerOf: () => noId });
  }

  /** Called before each request: the time to look for a newer snapshot where nothing polls. */
  protected async freshen(_context: RequestContext): Promise<void> {}

  #signedCookieOf(secret: string | readonly string[] | undefined): SignedCookie {
    const secrets = typeof secret === 'string' ? [secret] : (secret ?? []);
    if (secrets.length === 0) {
      throw new PancakeError('no_secret', 'cookies of format flask-pancake need `cookie.secret`');
    }
    const { cookieName, cookieOptions } = this.settings;
    return { signer: new FlaskCookieSigner(secrets), name: cookieName, options: cookieOptions };
  }
}

/** Visitors are many here, so their overrides are in the full snapshot; a personal one is of nobody. */
function scopeFor({ serverKey, groups = {} }: ServerOptions): Scope {
  return serverKey !== undefined || Object.keys(groups).length > 0 ? 'full' : 'public';
}

function withKey(platform: ServerPlatform, serverKey: string | undefined, scope: Scope): ServerPlatform {
  return {
    ...platform,
    requestHeaders: serverKey === undefined ? {} : { Authorization: `Bearer ${serverKey}` },
    statusHint(status) {
      const needsKey = scope === 'full' && (status === 401 || status === 403);
      return needsKey ? ': full snapshots need `serverKey`' : '';
    },
  };
}
