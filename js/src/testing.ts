// pancake-flags/testing: features for tests, without server, snapshot or Wasm.
import { textOf, type ErrorCode } from './errors.js';
import type { FeatureName } from './feature_names.js';
import type { Explanation, Flag, Sample } from './features.js';
import { given, type OrNull } from './given.js';
import type { Events } from './listeners.js';
import type { RequestVisit } from './request_visit.js';
import type { ServerPancake } from './server_pancake.js';
import type { Logger } from './warnings.js';

/** What features answer, by name; undefined takes a name out again. */
export type FeatureAnswers = { readonly [Name in FeatureName]?: boolean | undefined };

/** What withFeatures takes beside the answers. */
export interface WithFeaturesOptions {
  /** Asking for a name that is not given throws, in place of a warning. */
  strict?: boolean;
  /** Where warnings go; the console by default. */
  logger?: Logger;
  /** `pancake` by default. */
  extension?: string;
}

/**
 * A Pancake of fixed answers that a test can change. It is the visit of every request too: what it
 * answers, it answers to everybody.
 */
export interface FakePancake extends ServerPancake {
  /**
   * Changes some answers; the others stay. Tells 'change' with the names whose answer is another
   * one now, if there are any.
   */
  set(changes: FeatureAnswers): void;
  /** Brings back the answers that withFeatures was given. To be called after each test. */
  restore(): void;
}

type Kind = Explanation['kind'];
type Listener = (event: Events['change']) => void;

/** What a Pancake and a visit have that applications, or other entries of the package, ask for. */
type Asked = Exclude<
  keyof ServerPancake | keyof RequestVisit,
  'start' | 'knows' | 'explained' | 'answerOf' | 'isActiveGlobally' | 'isActiveGroup' | 'ratio' | 'picture' | 'parts' | 'evaluateAll'
>;
type AskedOfFeature = Exclude<keyof Flag | keyof Sample, 'kind' | 'indexIn' | 'bits' | 'moment'>;

/**
 * Features for tests: `withFeatures({ CHECKOUT: true, BIG_PICTURES: false })` is what createPancake
 * would have given, or forRequest. A name may be asked for as flag, switch or sample, and a sample
 * that is on has the ratio 100. Names that are not given answer the default in the code, with one
 * warning each.
 * @throws PancakeError bad_option for an answer that is neither true nor false, as set() does
 */
export function withFeatures(answers?: FeatureAnswers, options?: OrNull<WithFeaturesOptions>): FakePancake {
  // The classes of the package have private members that only they can have: a fake has to be cast.
  // That it has all the others, the compiler sees by Asked.
  return new Fake(answers, given(options)) as unknown as FakePancake;
}

class Fake implements Record<Asked, unknown> {
  readonly extension: string;
  readonly ready = Promise.resolve();
  /** What a visit of a request has: nobody's samples are drawn. */
  readonly visitor = 'test';
  revision = 1;
  readonly #options: WithFeaturesOptions;
  readonly #initial: ReadonlyMap<string, boolean>;
  readonly #listeners = new Set<Listener>();
  readonly #warned = new Set<string>();
  #answers: ReadonlyMap<string, boolean>;

  constructor(answers: FeatureAnswers | undefined, options: WithFeaturesOptions) {
    this.#options = options;
    this.extension = options.extension ?? 'pancake';
    this.#initial = known(entriesOf(answers));
    this.#answers = this.#initial;
  }

  /** For allAnswers(). */
  get given(): ReadonlyMap<string, boolean> {
    return this.#answers;
  }

  flag(name: string, options?: { default?: boolean }): FakeFeature {
    return new FakeFeature(this, 'flag', name, options?.default ?? false);
  }

  switch(name: string, options?: { default?: boolean }): FakeFeature {
    return new FakeFeature(this, 'switch', name, options?.default ?? false);
  }

  sample(name: string, options?: { default?: number }): FakeFeature {
    return new FakeFeature(this, 'sample', name, options?.default ?? 0);
  }

  explain(name: string): Explanation {
    return this.flag(name).explain();
  }

  set(changes: FeatureAnswers): void {
    this.#replace(known([...this.#answers, ...entriesOf(changes)]));
  }

  restore(): void {
    this.#replace(this.#initial);
  }

  on(name: keyof Events, listener: Listener): () => void {
    if (name === 'change') this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#listeners.clear();
  }

  /** The answer of a name; undefined, told as a warning, for one that is not given. */
  answer(name: string): boolean | undefined {
    const answer = this.#answers.get(name);
    if (answer === undefined) this.#missing(name);
    return answer;
  }

  // What else a Pancake and the visit of a request have, where there is neither server nor visitor.

  visit(): this {
    return this;
  }

  async forRequest(): Promise<this> {
    return this;
  }

  async forVisitor(): Promise<this> {
    return this;
  }

  async run<Result>(_request: unknown, work: (visit: RequestVisit) => Result): Promise<Awaited<Result>> {
    return await work(this as unknown as RequestVisit);
  }

  async apply(response: Response): Promise<Response> {
    return response;
  }

  async setCookies(): Promise<string[]> {
    return [];
  }

  async dehydrate(): Promise<string> {
    return '';
  }

  async refresh(): Promise<boolean> {
    return false;
  }

  get groupNames(): string[] {
    return [];
  }

  candidateIds(): string[] {
    return [];
  }

  allowCookies(): void {}

  know(): void {}

  #replace(answers: ReadonlyMap<string, boolean>): void {
    const before = this.#answers;
    const names = new Set([...before.keys(), ...answers.keys()]);
    const features = [...names].filter((name) => before.get(name) !== answers.get(name));
    if (features.length === 0) return;
    this.#answers = answers;
    this.revision += 1;
    for (const listener of [...this.#listeners]) listener({ revision: this.revision, features });
  }

  #missing(name: string): void {
    const { strict = false, logger = console } = this.#options;
    const message = `withFeatures() was not given ${name}`;
    if (strict) throw problem('unknown_feature', message);
    if (this.#warned.has(name)) return;
    this.#warned.add(name);
    logger.warn(`pancake: ${message}: its default is used [unknown_feature]`);
  }
}

/** Where everybody stands for samples: a ratio of 100 takes it, and none else. */
const draw = 99.999999;

class FakeFeature implements Record<AskedOfFeature, unknown> {
  readonly name: string;
  readonly whenUnknown: boolean | number;
  readonly #fake: Fake;
  readonly #kind: Kind;

  constructor(fake: Fake, kind: Kind, name: string, whenUnknown: boolean | number) {
    this.#fake = fake;
    this.#kind = kind;
    this.name = name;
    this.whenUnknown = whenUnknown;
  }

  isActive(): boolean {
    return this.explain().isActive;
  }

  explain(): Explanation {
    const answer = this.#fake.answer(this.name);
    const isSample = this.#kind === 'sample';
    const explanation: Explanation = {
      kind: this.#kind,
      name: this.name,
      isActive: answer ?? (isSample ? draw < Number(this.whenUnknown) : this.whenUnknown === true),
      reason: answer === undefined ? 'unknown' : isSample ? 'sample' : 'state',
    };
    return isSample ? { ...explanation, draw, ratio: this.#ratio(answer) } : explanation;
  }

  get reason(): Explanation['reason'] {
    return this.explain().reason;
  }

  get isDefined(): boolean {
    return this.reason !== 'unknown';
  }

  isActiveGlobally(): boolean {
    return this.isActive();
  }

  isActiveGroup(): null {
    return null;
  }

  get(): number {
    return this.#ratio(this.#fake.answer(this.name));
  }

  #ratio(answer: boolean | undefined): number {
    return answer === undefined ? Number(this.whenUnknown) : answer ? 100 : 0;
  }
}

/** @throws bad_option for what is no object */
function entriesOf(answers: FeatureAnswers | null | undefined): [string, unknown][] {
  if (answers != null && typeof answers !== 'object') {
    throw problem('bad_option', `withFeatures() takes answers by name, not ${textOf(answers)}`);
  }
  return Object.entries(answers ?? {});
}

/** The later of two entries of one name counts; undefined and null take the name out. @throws bad_option */
function known(entries: readonly [string, unknown][]): ReadonlyMap<string, boolean> {
  const answers = new Map<string, boolean>();
  for (const [name, answer] of entries) {
    if (answer == null) answers.delete(name);
    else if (typeof answer === 'boolean') answers.set(name, answer);
    else throw problem('bad_option', `withFeatures(): ${name} is true or false, not ${textOf(answer)}`);
  }
  return answers;
}

/** What looks like a PancakeError: the class is in the bundles with an engine. */
function problem(code: ErrorCode, message: string): Error {
  return Object.assign(new Error(message), { name: 'PancakeError', code });
}
