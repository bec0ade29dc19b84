import { encodeBase64 } from './base64.js';
import { demand, demandObject, textOf } from './errors.js';
import type { Feature } from './features.js';
import { idText, type IdReader } from './groups.js';
import type { KnownIds, RequestCookies } from './requests.js';
import { isResponse, withCookies, type ResponseLike } from './responses.js';
import type { SignedMemory } from './signed_memory.js';
import { Visit, type VisitParts } from './visit.js';

/** What the visit of a request has beside what every visit has. */
export interface RequestParts extends VisitParts {
  cookies: RequestCookies;
  memory: SignedMemory | undefined;
  /** Whether the page of this visitor cannot draw its samples: it does not see their key. */
  hidesKey: boolean;
}

/** The features for the visitor of one request. Shares nothing with other requests. */
export class RequestVisit extends Visit {
  /** @internal */
  declare readonly parts: RequestParts;
  readonly #given: Map<string, IdReader>;

  constructor(parts: RequestParts) {
    const given = new Map<string, IdReader>();
    const readerOf = (group: string): IdReader => {
      const read = parts.readerOf(group);
      return () => (given.get(group) ?? read)();
    };
    super({ ...parts, readerOf } as VisitParts);
    this.#given = given;
  }

  /** What the samples of this visitor are drawn by. */
  get visitor(): string {
    return this.parts.key.get();
  }

  /**
   * Takes over ids that the application knows, in place of what it said earlier. Of a group that the snapshot does not
   * know there is a warning.
   * @throws PancakeError bad_option, where they are no object
   */
  know(ids: KnownIds): void {
    demandObject(ids, 'ids');
    for (const [group, id] of Object.entries(ids)) {
      const text = idText(id);
      if (text !== undefined) this.#given.set(group, () => text);
      this.hasGroup(group);
    }
  }

  /**
   * The Set-Cookie headers that the response needs: a visitor cookie that is new, or a signed
   * cookie that remembers something. To be asked when every feature was checked.
   */
  async setCookies(): Promise<string[]> {
    const { memory, cookies } = this.parts;
    const signed = await memory?.setCookie();
    return signed ? [...cookies.written, signed] : [...cookies.written];
  }

  /**
   * The response with the headers of setCookies(): a Response of the Fetch API, a response of
   * Node's `http` or Express, or a context of Hono. Gives the same object, or a copy of a Response
   * whose headers cannot be changed. Cookies of other names stay; a second call replaces its own.
   * @throws PancakeError bad_option, where it is none of these
   */
  async apply<Target extends ResponseLike>(response: Target): Promise<Target> {
    demand(isResponse(response), "apply() wants a Response, Node's or Hono's");
    return withCookies(response, await this.setCookies());
  }

  /**
   * The personal snapshot of this visitor for `createPancake({ snapshot })` in its page: the
   * features with `client: true` and the overrides of the visitor's own ids. base64url text, safe
   * in a script, in an attribute and in JSON as it is. The page says the same ids by its `groups`.
   * A new visitor's cookie is kept, for the page draws by it: apply() comes after. Where the page
   * cannot see the visitor key (signed or httpOnly cookies, none, an application's own visitor id) the
   * samples' answers are fixed.
   * Empty before there is a snapshot. Never rejects.
   */
  async dehydrate(): Promise<string> {
    const { current, readerOf, key, hidesKey, warnings, memory } = this.parts;
    const { snapshot, extension } = current;
    if (snapshot === null) {
      warnings.once('not_loaded', `extension ${extension} is not loaded`);
      return '';
    }
    try {
      const ids = snapshot.groups.map((group) => readerOf(group)());
      if (snapshot.sampleCount > 0) key.keep();
      const fixedBy = hidesKey ? key.get() : null;
      return encodeBase64(snapshot.personal(ids, fixedBy, memory?.decided(snapshot, ids, key.get())));
    } catch (error) {
      warnings.once('engine_failed', textOf(error));
      return '';
    }
  }

  /** @internal */
  override answerOf(feature: Feature): number {
    const { memory } = this.parts;
    return memory ? memory.answerOf(feature, () => super.answerOf(feature)) : super.answerOf(feature);
  }
}
