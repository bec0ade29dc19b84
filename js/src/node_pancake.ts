import type { CookieKeeper } from './cookies.js';
import type { RequestContext, RequestLike } from './requests.js';
import type { RequestVisit } from './request_visit.js';
import { ServerPancake, type ServerOptions, type ServerPlatform } from './server_pancake.js';
import type { VisitorKey } from './visitor.js';

/**
 * Pancake in a process that may be one visitor or serve many. Once it serves requests, a sample
 * that is checked outside of them is drawn for nobody in particular, which is told.
 */
export class NodePancake extends ServerPancake {
  /** Whether nobody but a request can say who the visitor is. */
  readonly #needsRequest: boolean;
  #serves = false;

  /** @throws PancakeError for options that cannot be meant */
  constructor(platform: ServerPlatform, options: ServerOptions) {
    super(platform, options);
    this.#needsRequest = this.scope !== 'personal' && options.visitor === undefined;
  }

  /** With a snapshot function beside `url` the server is asked once there is an answer. @internal */
  override async start(): Promise<this> {
    await super.start();
    if (this.beginsElsewhere) void this.update();
    return this;
  }

  override forRequest(request: RequestLike, context?: RequestContext | null): Promise<RequestVisit> {
    this.#serves = true;
    return super.forRequest(request, context);
  }

  protected override keyIn(cookies: CookieKeeper, underTls: boolean, request?: RequestLike): VisitorKey {
    const key = super.keyIn(cookies, underTls, request);
    if (request !== undefined) return key;
    const keep = () => {
      if (this.#serves && this.#needsRequest) this.outsideOfRequest();
      key.keep();
    };
    return { get: () => key.get(), keep };
  }
}
