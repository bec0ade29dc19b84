import factory from '#builder';
import type { BuilderModule, Instantiate, SnapshotBuilder, WasmOptions } from '../../wasm/module.js';
import { PancakeError } from './errors.js';
import { startModule, type WasmSource } from './wasm_module.js';

/** A switch or flag of a snapshot. Absent or null: not set. */
export interface JsonToggle {
  name: string;
  /** null for a feature that nobody defined. */
  default?: boolean | null;
  state?: boolean | null;
  /** May be shown to clients. */
  client?: boolean;
  /** What is stored cannot be used, the default counts. */
  problem?: boolean;
}

/** A sample of a snapshot. Ratios are 0 to 100. */
export interface JsonSample {
  name: string;
  default?: number | null;
  state?: number | null;
  /** This visitor's answer, remembered in a signed cookie. */
  answer?: boolean | null;
  client?: boolean;
  problem?: boolean;
}

/** The flags that one object id of one group overrides. */
export interface JsonOverride {
  group: string;
  id: string;
  flags: Readonly<Record<string, boolean>>;
}

/** A snapshot as JSON: what the server's /snapshot answers for `Accept: application/json`. */
export interface JsonSnapshot {
  extension: string;
  scope?: 'public' | 'personal' | 'full';
  /** Where it stands in time: 0 to 2^53 - 1. */
  revision?: number;
  groups?: readonly string[];
  switches?: readonly JsonToggle[];
  flags?: readonly JsonToggle[];
  samples?: readonly JsonSample[];
  overrides?: readonly JsonOverride[];
}

const scopes = ['public', 'personal', 'full'];

/** Emscripten's glue wants to be called back. */
function startBuilder(instantiate: Instantiate): Promise<BuilderModule> {
  return new Promise((resolve, reject) => {
    const options: WasmOptions = {
      instantiateWasm(imports, done) {
        const instance = instantiate(imports);
        // The glue goes on to the end of itself before it can be told.
        queueMicrotask(() => done(instance));
        return {};
      },
    };
    factory(options).then(resolve, reject);
  });
}

/** Builds the bytes of snapshots. */
export class SnapshotWriter {
  readonly #module: BuilderModule;

  private constructor(module: BuilderModule) {
    this.#module = module;
  }

  /** @throws PancakeError wasm_unavailable */
  static async load(source: WasmSource): Promise<SnapshotWriter> {
    return new SnapshotWriter(await startModule(startBuilder, source));
  }

  /**
   * The bytes that `createPancake({ snapshot })` takes.
   * @throws PancakeError bad_snapshot_json, with the place: "flags[2].default: …"
   */
  write(json: JsonSnapshot): Uint8Array {
    const { extension, scope = 'full', revision = 0 } = object(json, 'the snapshot');
    if (!scopes.includes(scope)) refuse('scope', 'is neither public, personal nor full');
    if (!Number.isSafeInteger(revision) || revision < 0) refuse('revision', 'is no whole number from 0 to 2^53 - 1');
    const builder = new this.#module.SnapshotBuilder(text(extension, 'extension'), scopes.indexOf(scope), revision);
    try {
      this.#fill(builder, json);
      this.#accepted(builder.build(), 'the snapshot');
      return builder.bytes().slice();
    } finally {
      builder.delete();
    }
  }

  #fill(builder: SnapshotBuilder, json: JsonSnapshot): void {
    const groups = new Map<string, number>();
    each(json.groups, 'groups', (group, place) => {
      groups.set(group, this.#accepted(builder.addGroup(text(group, place)), place));
    });
    each(json.switches, 'switches', (toggle, place) => {
      this.#accepted(builder.addSwitch(...toggleOf(toggle, place)), place);
    });
    const flags = new Map<string, number>();
    each(json.flags, 'flags', (toggle, place) => {
      const flag = toggleOf(toggle, place);
      flags.set(flag[0], this.#accepted(builder.addFlag(...flag), place));
    });
    each(json.samples, 'samples', (sample, place) => {
      const { name, answer, client, problem } = object(sample, place);
      const [first, second] = [ratio(sample.default, `${place}.default`), ratio(sample.state, `${place}.state`)];
      const fixed = setting(answer, `${place}.answer`);
      const added = builder.addSample(text(name, `${place}.name`), first, second, fixed, client === true, problem === true);
      this.#accepted(added, place);
    });
    each(json.overrides, 'overrides', (row, place) => {
      const { group, id } = object(row, place);
      const at = groups.get(group) ?? refuse(`${place}.group`, 'is no group of the snapshot');
      for (const [name, on] of Object.entries(object(row.flags, `${place}.flags`))) {
        const where = `${place}.flags.${name}`;
        const flag = flags.get(name) ?? refuse(where, 'is no flag of the snapshot');
        const isOn = setting(on, where) === 2;
        this.#accepted(builder.addOverride(at, text(id, `${place}.id`), flag, isOn), place);
      }
    });
  }

  /** A result of the builder; what it refuses is told with its place. */
  #accepted(result: number, place: string): number {
    return result >= 0 ? result : refuse(place, this.#module.messageOf(result));
  }
}

function toggleOf(toggle: JsonToggle, place: string): [string, number, number, boolean, boolean] {
  const { name, state, client, problem } = object(toggle, place);
  const first = setting(toggle.default, `${place}.default`);
  return [text(name, `${place}.name`), first, setting(state, `${place}.state`), client === true, problem === true];
}

function each<Item>(list: readonly Item[] | undefined, place: string, add: (item: Item, place: string) => void): void {
  if (list === undefined) return;
  if (!Array.isArray(list)) refuse(place, 'is no list');
  list.forEach((item, index) => add(item, `${place}[${index}]`));
}

function setting(value: boolean | null | undefined, place: string): number {
  if (value === undefined || value === null) return 0;
  return typeof value === 'boolean' ? Number(value) + 1 : refuse(place, 'is neither true, false nor null');
}

function ratio(value: number | null | undefined, place: string): number {
  if (value === undefined || value === null) return NaN;
  return typeof value === 'number' && value >= 0 && value <= 100 ? value : refuse(place, 'is no number from 0 to 100');
}

function text(value: string, place: string): string {
  return typeof value === 'string' ? value : refuse(place, 'is no text');
}

function object<Value>(value: Value, place: string): Value {
  return typeof value === 'object' && value !== null ? value : refuse(place, 'is no object');
}

function refuse(place: string, why: string): never {
  throw new PancakeError('bad_snapshot_json', `${place}: ${why}`);
}
