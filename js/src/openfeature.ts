// pancake-flags/openfeature: providers for OpenFeature's web and server SDKs. They decide where they
// run, as Pancake does, and answer what the server's route for remote evaluation would.
import type { FeatureName } from './feature_names.js';
import type { Explanation } from './features.js';
import { FailedResolution, idsOf, keyOf, type Context } from './openfeature_context.js';
import { ProviderEmitter } from './openfeature_events.js';
import type { Pancake } from './pancake.js';
import type { ServerPancake } from './server_pancake.js';
import type { Visit } from './visit.js';

export { FailedResolution, type Context, type ResolutionErrorCode } from './openfeature_context.js';
export type { Handler, ProviderEmitter, ProviderEvent } from './openfeature_events.js';

/** OpenFeature's word for what decided. */
export type ResolutionReason = 'STATIC' | 'DISABLED' | 'TARGETING_MATCH' | 'SPLIT' | 'UNKNOWN';

/** The answer of one feature in OpenFeature's words. */
export interface Resolution {
  value: boolean;
  variant: 'on' | 'off';
  /**
   * `STATIC`: the same for everybody. `DISABLED`: turned off for everybody. `TARGETING_MATCH`: one of
   * this visitor's ids decided. `SPLIT`: drawn. `UNKNOWN`: what is stored cannot be used.
   */
  reason: ResolutionReason;
  /** Pancake's own words. */
  flagMetadata: { kind: Explanation['kind']; reason: Explanation['reason'] };
}

/** What a page's Pancake is made with, so that it answers for OpenFeature's static context. */
export interface ContextSource {
  /**
   * For createPancake's `groups`: each group's id is the attribute of its name: a text, a whole
   * number or a truth value. null, or no such attribute: no id.
   */
  groups<Name extends string>(...names: Name[]): Record<Name, () => string | null>;
  /** For createPancake's `visitor`: the targetingKey. Without one the visitor cookie counts. */
  visitor: () => string | null;
}

/** What both providers have in common: boolean answers, and events as the SDKs understand them. */
abstract class LocalProvider {
  /** For the SDK. */
  readonly metadata = { name: 'pancake' } as const;
  /** For the SDK. */
  readonly events = new ProviderEmitter();

  /** Waits for the first snapshot. @throws FailedResolution PROVIDER_NOT_READY if none comes */
  protected async follow(pancake: Pancake<never>): Promise<void> {
    let failure = 'there is no snapshot yet';
    const end = pancake.on('error', (error) => (failure = error.message));
    try {
      this.events.follow(pancake);
      if (pancake.revision === null) await pancake.refresh();
    } finally {
      end();
    }
    if (pancake.revision === null) throw new FailedResolution('PROVIDER_NOT_READY', failure);
  }
}

/**
 * A provider for `@openfeature/web-sdk`. Given a function, it makes the Pancake when the SDK
 * initializes it, and closes it:
 *
 * ```ts
 * const provider = new PancakeWebProvider((context) =>
 *   createPancake({ url, groups: context.groups('user'), visitor: context.visitor }));
 * await OpenFeature.setProviderAndWait(provider, { targetingKey: 'v1', user: 'alice' });
 * ```
 *
 * Given a Pancake, that one's own `groups` and `visitor` say who is asking: the context is not
 * looked at, and the application closes it.
 */
export class PancakeWebProvider extends LocalProvider {
  /** For the SDK. */
  readonly runsOn = 'client';
  /** For the SDK: a Pancake that it makes answers for one context. */
  readonly domainScoped: boolean;
  readonly #source: Pancake<never> | ((context: ContextSource) => Promise<Pancake<never>>);
  #pancake: Pancake<never> | null = null;
  #groups: readonly string[] = [];
  #ids: Readonly<Record<string, string | null>> = {};
  #key: string | null = null;
  #isClosed = false;

  constructor(pancake: Pancake<never> | ((context: ContextSource) => Promise<Pancake<never>>)) {
    super();
    this.domainScoped = typeof pancake === 'function';
    this.#source = pancake;
  }

  /** For the SDK. Rejects when no snapshot comes: answers are the defaults in the code until then. */
  async initialize(context: Context = {}): Promise<void> {
    if (typeof this.#source === 'function') {
      this.#key = keyOf(context);
      const pancake = await this.#source({
        groups: (...names) => this.#groupsFrom(names, context),
        visitor: () => this.#key,
      });
      if (this.#isClosed) return pancake.close();
      this.#pancake = pancake;
    } else {
      this.#pancake = this.#source;
    }
    await this.follow(this.#pancake);
  }

  /** For the SDK: resolves when the overrides of the new context's ids are there. */
  async onContextChange(_old: Context, context: Context): Promise<void> {
    const pancake = this.#pancake;
    if (typeof this.#source !== 'function' || pancake === null) return;
    // Both or, of a context that is refused, none.
    const ids = idsOf(context, this.#groups);
    this.#key = keyOf(context);
    this.#ids = ids;
    let failure: Error | null = null;
    const end = pancake.on('error', (error) => (failure = error));
    await pancake.refresh();
    end();
    if (failure !== null) throw failure;
  }

  /** For the SDK. */
  async onClose(): Promise<void> {
    this.#isClosed = true;
    this.events.end();
    if (typeof this.#source === 'function') this.#pancake?.close();
    this.#pancake = null;
  }

  /** For the SDK. @throws FailedResolution */
  resolveBooleanEvaluation(flagKey: string, _defaultValue?: boolean): Resolution {
    return resolutionOf(this.#explain(flagKey));
  }

  /** For the SDK. @throws FailedResolution TYPE_MISMATCH: features are on or off */
  resolveStringEvaluation(flagKey: string): never {
    return mismatch(this.#explain(flagKey));
  }

  /** For the SDK. @throws FailedResolution TYPE_MISMATCH */
  resolveNumberEvaluation(flagKey: string): never {
    return mismatch(this.#explain(flagKey));
  }

  /** For the SDK. @throws FailedResolution TYPE_MISMATCH */
  resolveObjectEvaluation(flagKey: string): never {
    return mismatch(this.#explain(flagKey));
  }

  #explain(name: string): Explanation {
    if (this.#pancake === null) throw new FailedResolution('PROVIDER_NOT_READY', 'the provider is not initialized');
    return explained(this.#pancake, name);
  }

  #groupsFrom<Name extends string>(names: readonly Name[], context: Context): Record<Name, () => string | null> {
    this.#groups = names;
    this.#ids = idsOf(context, names);
    const groups = names.map((name) => [name, () => this.#ids[name] ?? null] as const);
    return Object.fromEntries(groups) as Record<Name, () => string | null>;
  }
}

/**
 * A provider for `@openfeature/server-sdk`: each evaluation is for the visitor of its own context.
 * An attribute named like a group is the id there; `targetingKey` is what samples are drawn by.
 * Everything comes from the context: no request, cookie or group function is asked. The application
 * closes the Pancake.
 */
export class PancakeServerProvider extends LocalProvider {
  /** For the SDK. */
  readonly runsOn = 'server';
  readonly #pancake: ServerPancake;

  /** With a server key the Pancake knows all features and all overrides; else the public ones. */
  constructor(pancake: ServerPancake) {
    super();
    this.#pancake = pancake;
  }

  /** For the SDK. Rejects when no snapshot comes: answers are the defaults in the code until then. */
  async initialize(): Promise<void> {
    await this.follow(this.#pancake as unknown as Pancake<never>);
  }

  /** For the SDK. */
  async onClose(): Promise<void> {
    this.events.end();
  }

  /** For the SDK. Rejects with FailedResolution. */
  async resolveBooleanEvaluation(flagKey: string, _defaultValue: boolean, context: Context): Promise<Resolution> {
    return resolutionOf(await this.#explain(flagKey, context));
  }

  /** For the SDK. Rejects with FailedResolution TYPE_MISMATCH: features are on or off. */
  async resolveStringEvaluation(flagKey: string, _defaultValue: string, context: Context): Promise<never> {
    return mismatch(await this.#explain(flagKey, context));
  }

  /** For the SDK. Rejects with FailedResolution TYPE_MISMATCH. */
  async resolveNumberEvaluation(flagKey: string, _defaultValue: number, context: Context): Promise<never> {
    return mismatch(await this.#explain(flagKey, context));
  }

  /** For the SDK. Rejects with FailedResolution TYPE_MISMATCH. */
  async resolveObjectEvaluation(flagKey: string, _defaultValue: unknown, context: Context): Promise<never> {
    return mismatch(await this.#explain(flagKey, context));
  }

  async #explain(name: string, context: Context): Promise<Explanation> {
    const key = keyOf(context);
    const visit = await this.#pancake.forVisitor({ visitor: key ?? '' });
    // Only now, for on a worker the first visit loads the snapshot that names the groups.
    visit.know(idsOf(context, this.#pancake.groupNames));
    const explanation = explained(visit, name);
    if (explanation.kind !== 'sample' || key !== null) return explanation;
    throw new FailedResolution('TARGETING_KEY_MISSING', "a sample is drawn for the context's targetingKey");
  }
}

/** @throws FailedResolution PROVIDER_NOT_READY, FLAG_NOT_FOUND */
function explained(asker: Pick<Visit, 'flag' | 'switch' | 'sample' | 'explain'>, name: FeatureName): Explanation {
  const { kind, reason } = asker.explain(name);
  if (reason === 'not_loaded') throw new FailedResolution('PROVIDER_NOT_READY', 'there is no snapshot yet');
  // What was only found in a store, without a definition, has no key, as on the server.
  const kinds = ['flag', 'switch', 'sample'] as const;
  for (const each of reason === 'unknown' ? [] : kinds.slice(kinds.indexOf(kind))) {
    const feature = asker[each](name);
    const explanation = feature.explain();
    if (feature.isDefined) return explanation;
  }
  throw new FailedResolution('FLAG_NOT_FOUND', `there is no definition of ${name}`);
}

function resolutionOf({ kind, reason, isActive }: Explanation): Resolution {
  return {
    value: isActive,
    variant: isActive ? 'on' : 'off',
    reason: reasonOf(reason, isActive),
    flagMetadata: { kind, reason },
  };
}

/** As server/routes/ofrep/flag_json.cpp. */
function reasonOf(reason: Explanation['reason'], isActive: boolean): ResolutionReason {
  switch (reason) {
    case 'default':
      return 'STATIC';
    case 'state':
      return isActive ? 'STATIC' : 'DISABLED';
    case 'override':
      return 'TARGETING_MATCH';
    case 'sample':
    case 'cookie':
      return 'SPLIT';
    default:
      return 'UNKNOWN';
  }
}

function mismatch({ kind, name }: Explanation): never {
  throw new FailedResolution('TYPE_MISMATCH', `the ${kind} ${name} is on or off`);
}
