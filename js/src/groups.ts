import { demand, textOf } from './errors.js';
import type { Warnings } from './warnings.js';

/** What tells one visitor of a group from another. null and undefined: none, the group is skipped. */
export type ObjectId = string | number | bigint | null | undefined;

/** Gives this visitor's id, at each check. On a server it gets the request that is being answered. */
export type GroupFunction<Request = unknown> = (request?: Request) => ObjectId;

/** A group function that can also list the ids that an overview shows. */
export interface GroupFunc<Request = unknown> {
  get(request?: Request): ObjectId;
  candidateIds?(): readonly ObjectId[];
}

/**
 * Where a group's id comes from: a function, a GroupFunc, or "module:export" of either, which is
 * imported when Pancake is created.
 */
export type GroupSource<Request = unknown> = GroupFunction<Request> | GroupFunc<Request> | string;

/** An id as text; null for none. undefined for a value that is no id. */
export function idText(id: unknown): string | null | undefined {
  if (id === null || id === undefined) return null;
  if (typeof id === 'string') return id;
  return Number.isFinite(id) || typeof id === 'bigint' ? String(id) : undefined;
}

/** Reads the id that a function of the application gives. One that throws or gives something else gives none, and is told. */
export function idReader<Request>(holder: Holder<Request>, request: Request | undefined, warn: (what: string) => void): IdReader {
  return () => {
    try {
      const id = idText(holder.source?.get(request));
      if (id !== undefined) return id;
      warn('gave no id');
    } catch (error) {
      warn(`threw ${textOf(error)}`);
    }
    return null;
  };
}

/** The group functions of one Pancake. */
export class Groups<Request = unknown> {
  readonly #groups = new Map<string, Holder<Request>>();
  readonly #warnings: Warnings;
  /** Settles when every "module:export" is imported or given up; until then those have no id. */
  readonly imported: Promise<void>;

  constructor(sources: Readonly<Record<string, GroupSource<Request>>>, importModule: ImportModule, warnings: Warnings) {
    this.#warnings = warnings;
    const imports: Promise<void>[] = [];
    for (const [group, source] of Object.entries(sources)) {
      const holder: Holder<Request> = { source: null };
      this.#groups.set(group, holder);
      if (typeof source === 'string' && source.includes(':')) imports.push(this.#import(holder, group, source, importModule));
      else holder.source = groupFuncOf(group, source);
    }
    this.imported = Promise.all(imports).then(() => undefined);
  }

  names(): string[] {
    return [...this.#groups.keys()];
  }

  /**
   * What gives this visitor's id in a group, to be kept and called at each check. A function that
   * throws counts as no id, with a warning.
   */
  reader(group: string, request?: Request): IdReader {
    const holder = this.#groups.get(group);
    if (holder === undefined) return noId;
    return idReader(holder, request, (what) =>
      this.#warnings.once('group_function_failed', `the function of group ${group} ${what}`),
    );
  }

  /** The ids that an overview lists for a group. */
  candidateIds(group: string): string[] {
    const ids = this.#groups.get(group)?.source?.candidateIds?.() ?? [];
    return ids.map(idText).filter((id) => typeof id === 'string');
  }

  async #import(holder: Holder<Request>, group: string, source: string, importModule: ImportModule): Promise<void> {
    const colon = source.lastIndexOf(':');
    try {
      const module = await importModule(source.slice(0, colon));
      holder.source = groupFuncOf(group, module[source.slice(colon + 1)]);
    } catch (error) {
      this.#warnings.once('group_import_failed', `groups.${group}: "${source}" cannot be imported: ${textOf(error)}`);
    }
  }
}

/** @throws PancakeError bad_option */
function groupFuncOf<Request>(group: string, source: unknown): GroupFunc<Request> {
  const groupFunc = (typeof source === 'function' ? { get: source } : source) as GroupFunc<Request> | null | undefined;
  demand(typeof groupFunc?.get === 'function', `groups.${group} is no function or "module:export"`);
  return groupFunc as GroupFunc<Request>;
}

/** Gives the visitor's id in one group, null for none. Never throws. */
export type IdReader = () => string | null;

export const noId: IdReader = () => null;

/** What gives an id: of a group before and after its "module:export" is imported. */
export interface Holder<Request> {
  source: GroupFunc<Request> | null;
}

/** Imports a module of the application by its specifier. */
export type ImportModule = (specifier: string) => Promise<Record<string, unknown>>;
