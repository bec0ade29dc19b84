// pancake-flags/admin: everything that the command line does, over a server's admin API.
import type {
  AdminExplanation,
  AdminFeature,
  AdminFeatureState,
  AdminOverride,
  AdminVisitor,
  ChangeLog,
  DefinitionsFile,
  Difference,
  ExportDocument,
  ExtensionAccess,
  FeatureDefinition,
  Finding,
  Kind,
  NewChange,
  Overview,
  Plan,
  Revised,
  Status,
  Tagged,
  Written,
} from './admin_answers.js';
import { given, type OrNull } from './given.js';
import { AdminError, AdminTransport, type AdminCall, type AdminErrorCode, type AdminOptions } from './admin_request.js';

export type * from './admin_answers.js';
export { AdminError, type AdminErrorCode, type AdminErrorDetails, type AdminOptions } from './admin_request.js';

/** For reads. */
export interface ReadOptions {
  /** Answers from this revision on: waits up to 2 seconds for it, then `revision_not_reached`. */
  minRevision?: number;
}

/** For all writes. */
export interface WriteOptions {
  /** Why, for the log: up to 1,024 bytes. */
  reason?: string;
}

/** For writes of one state, definition or override. */
export interface ConditionalOptions extends WriteOptions {
  /** Only if what is stored still has this ETag; `*`: only if something is stored. Else `precondition_failed`. */
  ifMatch?: string;
  /** `*`: only if nothing is stored. Else `precondition_failed`. */
  ifNoneMatch?: '*';
}

/** For rollback() and import(). */
export interface PlanOptions extends WriteOptions {
  /** Only says what would be done. */
  dryRun?: boolean;
}

/** For rollback(). */
export interface RollbackOptions extends PlanOptions {
  /** Also undoes what others than the caller changed since; without it that is a `conflict`. */
  overwrite?: boolean;
}

/** For import(). */
export interface ImportOptions extends PlanOptions {
  /** `merge`: what the document does not have stays; `replace`: it is removed. */
  mode?: 'merge' | 'replace';
}

type Plural = 'switches' | 'flags' | 'samples';

/**
 * A client of the admin API. Everything that it does rejects with AdminError: a name, group or id
 * that is none with `bad_option`, one that a URL cannot hold with `bad_path`, before anything is sent.
 * @throws AdminError bad_option without a server's `url`
 */
export function createAdmin(options: OrNull<AdminOptions>): Admin {
  return new Admin(given(options));
}

/** What all kinds of features have. */
export class AdminFeatures {
  protected readonly transport: AdminTransport;
  protected readonly extension: string;
  readonly #kinds: Plural;

  /** @internal */
  constructor(transport: AdminTransport, extension: string, kinds: Plural) {
    this.transport = transport;
    this.extension = extension;
    this.#kinds = kinds;
  }

  /** All of this kind: of the definitions file first, then the store's, then what was only found in the store. */
  list(options?: OrNull<ReadOptions>): Promise<Revised<{ features: AdminFeature[] }>> {
    return this.transport.ask({ path: this.path(), query: reading(options) });
  }

  /** One, with its ETag for `ifMatch`. */
  get(name: string, options?: OrNull<ReadOptions>): Promise<Tagged<AdminFeatureState>> {
    return this.transport.ask({ path: this.path(name), query: reading(options) });
  }

  /** Forgets what is stored, so that the default counts again. */
  clear(name: string, options?: OrNull<ConditionalOptions>): Promise<Written> {
    return this.change(name, { method: 'DELETE', path: this.path(name, 'state'), ...writing(options) });
  }

  /** Defines it in the store, or anew. What the definitions file defines is changed there: `bad_name`. */
  define(name: string, definition: FeatureDefinition, options?: OrNull<ConditionalOptions>): Promise<Written> {
    return this.change(name, { method: 'PUT', path: this.path(name, 'definition'), body: definition, ...writing(options) });
  }

  /** Removes the definition from the store. What is stored under the name stays. */
  undefine(name: string, options?: OrNull<ConditionalOptions>): Promise<Written> {
    return this.change(name, { method: 'DELETE', path: this.path(name, 'definition'), ...writing(options) });
  }

  /** Evaluates it for a visitor and says which rule decides. */
  explain(name: string, visitor?: OrNull<AdminVisitor>, options?: OrNull<ReadOptions>): Promise<Revised<AdminExplanation>> {
    return this.transport.ask({ method: 'POST', path: this.path(name, 'explain'), body: given(visitor), query: reading(options) });
  }

  protected path(...parts: string[]): string[] {
    return ['extensions', this.extension, this.#kinds, ...parts];
  }

  /** A conditional write; what it met in place of what the caller expected is told with the error. */
  protected change(name: string, call: AdminCall): Promise<Written> {
    return changing(this.transport, call, () => this.get(name));
  }
}

/** Switches. */
export class AdminSwitches extends AdminFeatures {
  /** Turns it on. */
  enable(name: string, options?: OrNull<ConditionalOptions>): Promise<Written> {
    return this.#turn(name, true, options);
  }

  /** Turns it off. */
  disable(name: string, options?: OrNull<ConditionalOptions>): Promise<Written> {
    return this.#turn(name, false, options);
  }

  #turn(name: string, on: boolean, options?: OrNull<ConditionalOptions>): Promise<Written> {
    return this.change(name, { method: 'PUT', path: this.path(name, 'state'), body: { on }, ...writing(options) });
  }
}

/** Flags, which single members of groups can have on or off. */
export class AdminFlags extends AdminSwitches {
  /** What it says for one id of a group, with the ETag for `ifMatch`. */
  getOverride(name: string, group: string, id: string, options?: OrNull<ReadOptions>): Promise<Tagged<AdminOverride>> {
    return this.transport.ask({ path: this.path(name, 'overrides', group, id), query: reading(options) });
  }

  /** Turns it on for one id of a group. */
  enableGroup(name: string, group: string, id: string, options?: OrNull<ConditionalOptions>): Promise<Written> {
    return this.#override(name, group, id, { method: 'PUT', body: { on: true } }, options);
  }

  /** Turns it off for one id of a group. */
  disableGroup(name: string, group: string, id: string, options?: OrNull<ConditionalOptions>): Promise<Written> {
    return this.#override(name, group, id, { method: 'PUT', body: { on: false } }, options);
  }

  /** Forgets the override of one id of a group. */
  clearGroup(name: string, group: string, id: string, options?: OrNull<ConditionalOptions>): Promise<Written> {
    return this.#override(name, group, id, { method: 'DELETE' }, options);
  }

  /** Forgets all overrides of a group. */
  clearAllGroup(name: string, group: string, options?: OrNull<WriteOptions>): Promise<Written> {
    return this.transport.ask({ method: 'DELETE', path: this.path(name, 'overrides', group), ...writing(options) });
  }

  /** What each flag says for one id of a group. */
  listGroup(group: string, id: string, options?: OrNull<ReadOptions>): Promise<Revised<{ features: AdminFeature[] }>> {
    const path = ['extensions', this.extension, 'groups', group, 'ids', id, 'flags'];
    return this.transport.ask({ path, query: reading(options) });
  }

  #override(name: string, group: string, id: string, how: Omit<AdminCall, 'path'>, options?: OrNull<ConditionalOptions>): Promise<Written> {
    const call = { ...how, path: this.path(name, 'overrides', group, id), ...writing(options) };
    return changing(this.transport, call, () => this.getOverride(name, group, id));
  }
}

/** Samples. */
export class AdminSamples extends AdminFeatures {
  /** Sets the ratio, 0 to 100. */
  set(name: string, ratio: number, options?: OrNull<ConditionalOptions>): Promise<Written> {
    return this.change(name, { method: 'PUT', path: this.path(name, 'state'), body: { ratio }, ...writing(options) });
  }
}

/** One extension on one server. Made by createAdmin. */
export class Admin {
  readonly extension: string;
  readonly switches: AdminSwitches;
  readonly flags: AdminFlags;
  readonly samples: AdminSamples;
  readonly #options: AdminOptions;
  readonly #transport: AdminTransport;

  /** @internal */
  constructor(options: AdminOptions) {
    this.#options = options;
    this.#transport = new AdminTransport(options);
    this.extension = options.extension ?? 'pancake';
    this.switches = new AdminSwitches(this.#transport, this.extension, 'switches');
    this.flags = new AdminFlags(this.#transport, this.extension, 'flags');
    this.samples = new AdminSamples(this.#transport, this.extension, 'samples');
  }

  /**
   * The same for another extension of the server.
   * @throws AdminError bad_option without its name, which is not that of the default
   */
  of(extension: string): Admin {
    if (extension == null) throw new AdminError('bad_option', `of() needs the name of an extension, not ${extension}`);
    return new Admin({ ...this.#options, extension });
  }

  /** All features with what is stored. */
  overview(options?: OrNull<ReadOptions>): Promise<Revised<Overview>> {
    return this.#ask({ query: reading(options) }, 'overview');
  }

  /** How everything answers a visitor. */
  status(visitor?: OrNull<AdminVisitor>, options?: OrNull<ReadOptions>): Promise<Revised<Status>> {
    return this.#ask({ method: 'POST', body: given(visitor), query: reading(options) }, 'status');
  }

  /** Who changed what, the newest change first: a page of `limit` (1 to 1,000, else 50). */
  log(options?: { limit?: number; before?: number; feature?: string; kind?: Kind }): Promise<ChangeLog> {
    return this.#ask({ query: { ...options } }, 'changes');
  }

  /** Makes 1 to 500 changes, all of them or none. `conflict`: what one of them expected is not stored. */
  apply(changes: readonly NewChange[], options?: OrNull<WriteOptions>): Promise<Written> {
    return this.#ask({ method: 'POST', body: { changes }, ...writing(options) }, 'changes');
  }

  /** What is different between a revision and a later one, or what is stored now. */
  diff(from: number, to?: number): Promise<Difference> {
    return this.#ask({ query: { from, to } }, 'diff');
  }

  /**
   * Brings everything that was changed since a revision back to what it was then. `conflict`: others
   * than the caller changed some of it, which a dry run has in `overwrites`.
   */
  rollback(revision: number, options?: OrNull<RollbackOptions>): Promise<Plan> {
    const { dryRun, overwrite } = given(options);
    const body = given({ revision, dry_run: dryRun, overwrite });
    return this.#ask({ method: 'POST', body, ...writing(options) }, 'rollback');
  }

  /** Everything that the store holds of the extension. Full of object ids. */
  export(): Promise<Revised<ExportDocument>> {
    return this.#ask({}, 'state');
  }

  /** Brings the store to what an export says, with the least changes. */
  import(document: ExportDocument, options?: OrNull<ImportOptions>): Promise<Plan> {
    const { reason, dryRun, mode } = given(options);
    return this.#ask({ method: 'POST', body: document, query: { reason, dry_run: dryRun, mode } }, 'import');
  }

  /** A definitions file made of what Flask apps stored without any. */
  async discover(): Promise<Revised<{ definitions: DefinitionsFile }>> {
    const { revision, ...definitions } = await this.#ask<Revised<DefinitionsFile>>({}, 'discover');
    return { revision, definitions };
  }

  /** What the server's definitions file says of the extension. */
  definition(): Promise<DefinitionsFile> {
    return this.#ask({}, 'definition');
  }

  /** A snapshot's bytes, for createPancake's `snapshot`. `full` has every override, with object ids. */
  async snapshot(options?: ReadOptions & { scope?: 'public' | 'full' }): Promise<Revised<{ bytes: Uint8Array<ArrayBuffer> }>> {
    const path = this.#path('snapshot');
    const response = await this.#transport.send({ path, query: { ...reading(options), scope: options?.scope } });
    const revision = Number(response.headers.get('Pancake-Revision'));
    try {
      return { revision, bytes: new Uint8Array(await response.arrayBuffer()) };
    } catch (cause) {
      throw new AdminError('fetch_failed', 'the answer was cut', { status: response.status, cause });
    }
  }

  /** Takes over the state of a store that came back empty or older. */
  acceptStoreState(options?: OrNull<WriteOptions>): Promise<Written> {
    return this.#ask({ method: 'POST', ...writing(options) }, 'accept-store-state');
  }

  /** The extensions that the token may read, and what it may do with them. */
  extensions(): Promise<{ extensions: ExtensionAccess[] }> {
    return this.#transport.ask({ path: ['extensions'] });
  }

  /** What is wrong with a definitions file, and what will surprise somebody. */
  lint(definitions: unknown): Promise<{ findings: Finding[] }> {
    return this.#transport.ask({ method: 'POST', path: ['lint'], body: definitions });
  }

  /** The description of the API: an OpenAPI 3.1 document. */
  openApi(): Promise<Record<string, unknown>> {
    return this.#transport.ask({ path: ['openapi.json'] });
  }

  #path(...parts: string[]): string[] {
    return ['extensions', this.extension, ...parts];
  }

  #ask<Answer>(call: Omit<AdminCall, 'path'>, ...parts: string[]): Promise<Answer> {
    return this.#transport.ask({ ...call, path: this.#path(...parts) });
  }
}

function reading(options: OrNull<ReadOptions> | undefined): NonNullable<AdminCall['query']> {
  return { 'min-revision': options?.minRevision ?? undefined };
}

function writing(options: OrNull<ConditionalOptions> | undefined): Required<Pick<AdminCall, 'query' | 'headers'>> {
  const { reason, ifMatch, ifNoneMatch } = given(options);
  return { query: { reason }, headers: { 'If-Match': ifMatch, 'If-None-Match': ifNoneMatch } };
}

/** What the server says when something else is stored than the caller expected. */
const overtaken: readonly AdminErrorCode[] = ['precondition_failed', 'conflict'];

async function changing(transport: AdminTransport, call: AdminCall, look: () => Promise<NonNullable<AdminError['current']>>): Promise<Written> {
  try {
    return await transport.ask(call);
  } catch (error) {
    if (!(error instanceof AdminError) || !overtaken.includes(error.code)) throw error;
    const { code, message, status } = error;
    throw new AdminError(code, message, { status, current: await look().catch(() => undefined) });
  }
}
