// The sole user of the Wasm artefact. wasm/bindings.cpp says what crosses and how it lies in
// memory; here it becomes texts, numbers and bytes of JavaScript.
import start from '#engine';
import type { PancakeModule } from '../../wasm/module.js';
import { PancakeError, type ErrorCode } from './errors.js';
import { headerSize, layerIn, sizeOfFirst } from './snapshot_file.js';
import { startModule, type WasmSource } from './wasm_module.js';

/** switch, flag, sample: the numbers of core's FeatureKind. */
export type Kind = 0 | 1 | 2;

/** The visitor's object ids, one for each group of the snapshot in its order; null for none. */
export type Ids = readonly (string | null)[];

/** Why one feature is on or off for one visitor. */
export interface Evaluation {
  /** The answer byte: bit 0 active, bits 1 to 3 the reason. */
  bits: number;
  /** Index of the group whose override decided, or -1. */
  group: number;
  /** Samples: what the draw was held against; NaN if nothing. */
  ratio: number;
}

const none = 0xffffffff;
/** By number of core's Scope. */
export const scopes = ['public', 'personal', 'full'] as const;

/** The refusals of Snapshot::open, by number of core's CoreError. */
const refusals = [
  'not_a_snapshot',
  'unsupported_version',
  'wrong_length',
  'wrong_checksum',
  'broken_structure',
] as const satisfies readonly ErrorCode[];

/** For adopt(), in place of the handle of a base: it is one itself. */
const asBase = 1;

/** What adopt() gives below this is the CoreError of a refusal. */
const firstHandle = 256;

/** An answer byte whose reason is cookie, off. */
const cookieAnswer = 5 << 1;

/** The columns of a snapshot that are read here, by their place in core/src/payload_fields.h. */
const defaultRatios = 1;
const groupEnds = 3;
const nameEnds = 4;
const groupText = 10;
const nameText = 11;
const settings = 14;

/** One instance of the core. Snapshots of several extensions share it. */
export class Engine {
  readonly #module: PancakeModule;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder();
  /** Where texts are written, as wasm/bindings.cpp draws it; none while there is no such memory. */
  #slots: Uint8Array[] = [];
  #slotSize = 0;
  /** Where their lengths are: an index of the module's words. */
  #lengths = 0;

  private constructor(module: PancakeModule) {
    this.#module = module;
  }

  /** @throws PancakeError wasm_unavailable */
  static async load(source: WasmSource): Promise<Engine> {
    return new Engine(await startModule(start, source));
  }

  /**
   * Verifies and opens the file of a snapshot (core/include/pancake/snapshot_file.h), or a layer alone over the
   * base that is given; a file that has a layer in it has its base too. The bytes are copied.
   * @throws PancakeError not_a_snapshot, unsupported_version, wrong_length, wrong_checksum,
   *   broken_structure, out_of_memory
   */
  open(bytes: Uint8Array, base?: OpenSnapshot, under = base?.handle ?? 0): OpenSnapshot {
    if (READS_LAYERS && under === 0) {
      const layer = layerIn(bytes);
      if (layer) return openLayer(this, layer, this.open(bytes.subarray(0, sizeOfFirst(bytes)), undefined, asBase));
    }
    const module = this.#module;
    this.#slots = [];
    const address = module.reserve(bytes.length) >>> 0;
    if (address === 0) throw noMemoryFor(bytes.length);
    module.bytes.set(bytes, address);
    const handle = module.adopt(under);
    if (handle >= firstHandle) return new OpenSnapshot(this, module, handle, base);
    const code = refusals[handle] ?? 'out_of_memory';
    throw new PancakeError(code, 'the snapshot is refused');
  }

  /** Where a visitor stands for a sample, in [0, 100), without any snapshot. */
  draw(extension: string, sample: string, visitor: string): number {
    return this.#module.doubles[this.#module.draw(this.write([extension, sample], visitor)) >>> 3] as number;
  }

  /**
   * Writes these texts and one more into the input, where they stay; gives the size of a slot. A text
   * of ids is short: encoding it takes a third of the time of a loop over its characters.
   */
  write(texts: Ids, last: string): number {
    if (this.#slots.length <= texts.length) this.#reserve(texts.length + 1, 0);
    for (let place = 0; place <= texts.length; ++place) {
      const text = place < texts.length ? (texts[place] as string | null) : last;
      let length = none;
      if (text !== null) {
        const slot = this.#slots[place] as Uint8Array;
        if (3 * text.length > slot.length) {
          this.#reserve(texts.length + 1, 3 * text.length);
          return this.write(texts, last);
        }
        length = text === '' ? 0 : this.#encoder.encodeInto(text, slot).written;
      }
      this.#module.words[this.#lengths + place] = length;
    }
    return this.#slotSize;
  }

  /** Makes room for so many texts of at most `size` bytes. What was in it is gone. */
  #reserve(count: number, size: number): void {
    const slotSize = Math.max(256, 4 * count, size);
    const all = slotSize * (count + 1);
    // What is larger would come out as less.
    const address = all < 2 ** 32 ? this.#module.reserve(all) >>> 0 : 0;
    this.#slots = [];
    if (address === 0) throw noMemoryFor(all);
    for (let end = address + slotSize; this.#slots.length < count; ) {
      this.#slots.push(this.#module.bytes.subarray(end, (end += slotSize)));
    }
    this.#slotSize = slotSize;
    this.#lengths = address >>> 2;
  }

  /** A copy of what the module put in place of the input, nothing for want of memory. */
  takeInput(address: number, length: number): Uint8Array<ArrayBuffer> {
    if (!WRITES_PERSONAL) throw isClosed();
    this.#slots = [];
    if (address === 0) throw noMemoryFor(length);
    return this.#module.bytes.slice(address, address + length);
  }

  text(address: number, length: number): string {
    return this.#decoder.decode(this.#module.bytes.subarray(address, address + length));
  }
}

/** Opens a layer with a base that is not in use otherwise. */
function openLayer(engine: Engine, bytes: Uint8Array, base: OpenSnapshot): OpenSnapshot {
  try {
    return engine.open(bytes, base);
  } catch (error) {
    base.close();
    throw error;
  }
}

function noMemoryFor(size: number): PancakeError {
  return new PancakeError('out_of_memory', `no memory for ${size} bytes`);
}

function isClosed(): PancakeError {
  return new PancakeError('engine_failed', 'the snapshot is closed');
}

type SixNumbers = [number, number, number, number, number, number];

/** A verified snapshot in Wasm memory. To be closed. */
export class OpenSnapshot {
  readonly extension: string;
  readonly scope: (typeof scopes)[number];
  readonly revision: number;
  /** Ids of the groups, in the order in which they are asked. */
  readonly groups: readonly string[];
  /** Features are numbered: switches, then flags, then samples. */
  readonly featureCount: number;
  readonly sampleCount: number;
  readonly #engine: Engine;
  readonly #module: PancakeModule;
  readonly handle: number;
  /** Where its columns are told: an address and a count each. */
  readonly #columns: number;
  /** Where its bytes begin, and how many stand in front of the payload. */
  readonly #start: number;
  readonly #headerSize: number;
  /** What it is a layer over. Open as long as there is a layer over it. */
  readonly base: OpenSnapshot | undefined;
  #layers = 0;

  /** Only Engine.open makes one. */
  constructor(engine: Engine, module: PancakeModule, handle: number, base?: OpenSnapshot) {
    if (READS_LAYERS && (this.base = base)) base.#layers++;
    this.#engine = engine;
    this.#module = module;
    this.handle = handle;
    const start = module.describe(handle) >>> 2;
    const [low, high, scope, extension, length, columns] = module.words.subarray(start, start + 6) as Iterable<number> as SixNumbers;
    this.#columns = columns >>> 2;
    this.#start = extension - 32;
    this.#headerSize = headerSize(length);
    this.revision = high * 2 ** 32 + low;
    this.scope = scopes[scope] as (typeof scopes)[number];
    this.extension = engine.text(extension, length);
    this.featureCount = this.#count(nameEnds);
    this.sampleCount = this.#count(defaultRatios);
    this.groups = Array.from({ length: this.#count(groupEnds) }, (_, group) => this.#text(groupText, groupEnds, group));
  }

  /** The bytes as they were opened, of a layer without its base; none once closed. A view, good until something else is asked. */
  get file(): Uint8Array {
    if (!this.#module.describe(this.handle)) return new Uint8Array();
    const size = this.#headerSize + this.#word((this.#start >>> 2) + 6);
    return this.#module.bytes.subarray(this.#start, this.#start + size);
  }

  /** The index of a feature by its exact name, -1 if there is none. */
  find(kind: Kind, name: string): number {
    return this.#module.find(this.handle, kind, this.#engine.write([], name));
  }

  /** Whether the feature has a default of its own, or only a state that somebody stored. */
  isDefined(feature: number): boolean {
    const { bytes, doubles } = this.#module;
    const sample = feature - this.featureCount + this.sampleCount;
    if (sample < 0) return ((bytes[this.#first(settings) + feature] as number) & 3) !== 0;
    return !Number.isNaN(doubles[(this.#first(defaultRatios) >>> 3) + sample]);
  }

  /** The name of a feature. */
  name(feature: number): string {
    return this.#text(nameText, nameEnds, feature);
  }

  /** One answer byte a feature, by index; a copy of its own. */
  answers(ids: Ids, key: string): Uint8Array<ArrayBuffer> {
    const address = this.#module.evaluate(this.handle, this.#engine.write(ids, key)) >>> 0;
    if (address === 0) throw isClosed();
    return this.#module.bytes.slice(address, address + this.featureCount);
  }

  /** The answer byte of one feature. */
  answer(feature: number, ids: Ids, key: string): number {
    return this.#word(this.#explain(feature, ids, key) >>> 2);
  }

  /** The answer of one feature with what led to it. */
  explain(feature: number, ids: Ids, key: string): Evaluation {
    const address = this.#explain(feature, ids, key);
    return {
      bits: this.#word(address >>> 2),
      group: this.#word((address >>> 2) + 1) | 0,
      ratio: this.#module.doubles[(address >>> 3) + 2] as number,
    };
  }

  /**
   * What one visitor may see, as the bytes of a snapshot with scope personal: the features that
   * clients may see, and the overrides of these ids alone. With a visitor key the answers of the
   * samples are fixed for it, those that are remembered to what is; with null they are drawn by
   * whoever opens the bytes.
   * @throws PancakeError out_of_memory, or engine_failed when closed, and in pages
   */
  personal(ids: Ids, key: string | null, remembered: Iterable<[number, boolean]> = []): Uint8Array<ArrayBuffer> {
    if (!WRITES_PERSONAL) throw isClosed();
    const module = this.#module;
    const slotSize = this.#engine.write(ids, key ?? '');
    if (key !== null) {
      const answers = module.evaluate(this.handle, slotSize) >>> 0;
      if (answers === 0) throw isClosed();
      for (const [feature, isActive] of remembered) module.bytes[answers + feature] = cookieAnswer | Number(isActive);
    }
    const address = module.personal(this.handle, slotSize, Number(key !== null));
    if (address === 0) throw isClosed();
    return this.#engine.takeInput(this.#word(address >>> 2), this.#word((address >>> 2) + 1));
  }

  /** Frees its memory. Nothing may be asked of it afterwards. */
  close(): void {
    const isOpen = this.#module.release(this.handle);
    if (READS_LAYERS && isOpen && this.base && --this.base.#layers === 0) this.base.close();
  }

  #explain(feature: number, ids: Ids, key: string): number {
    const address = this.#module.explain(this.handle, feature, this.#engine.write(ids, key));
    if (address === 0) throw isClosed();
    return address;
  }

  /** One of the texts that lie one behind the other in a column. */
  #text(texts: number, ends: number, index: number): string {
    const place = (this.#first(ends) >>> 2) + index;
    const begin = index && this.#word(place - 1);
    return this.#engine.text(this.#first(texts) + begin, this.#word(place) - begin);
  }

  #first(column: number): number {
    return this.#word(this.#columns + 2 * column);
  }

  #count(column: number): number {
    return this.#word(this.#columns + 2 * column + 1);
  }

  #word(place: number): number {
    return this.#module.words[place] as number;
  }
}
