// @ts-check
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pancake } from '../support/cli.mjs';
import { startServer } from '../support/server.mjs';
import { definitionsFile } from './definitions_file.mjs';
import { ExpectedKeys } from './expected_keys.mjs';
import { readKeyspace, writeKeyspace } from './keyspace.mjs';
import { extensionOf } from './recorded.mjs';
/** @typedef {import('./recorded.mjs').Definition} Definition */
/** @typedef {import('./recorded.mjs').Extension} Extension */
/** @typedef {import('./recorded.mjs').Group} Group */

const keyKinds = { flag: 'FLAG', switch: 'SWITCH', sample: 'SAMPLE' };

/** Nothing listens there: a Redis that is not to be had. */
const goneStore = 'redis://127.0.0.1:1/0';

/** The application of one scenario: its definitions, its Redis, its server and command line. */
export class Application {
  /** @type {import('../support/server.mjs').Server | null} */
  #server = null;
  #folder = mkdtempSync(join(tmpdir(), 'pancake-recorded-'));

  /**
   * @param {import('./recorded.mjs').Setup} setup
   * @param {import('../support/redis.mjs').Redis} redis for this scenario alone, empty
   */
  constructor(setup, redis) {
    this.setup = setup;
    this.redis = redis;
    /** In the order of definition; a later one takes the place of an earlier of its name. */
    this.definitions = setup.definitions;
    /**
     * What group functions say: extension -> group -> id.
     * @type {Map<string, Record<string, string | null>>}
     */
    this.groupValues = new Map();
    /** Sample answers of this context. @type {Map<string, Record<string, boolean>>} */
    this.remembered = new Map();
    this.keys = new ExpectedKeys({});
    this.file = join(this.#folder, 'pancake.json');
    this.writeDefinitions();
  }

  /** Fills Redis as it was before the first step. */
  async preload() {
    for (const command of this.setup.redis_preload ?? []) await this.redis.client.command(...command);
    this.keys = new ExpectedKeys(await readKeyspace(this.redis.client));
  }

  /** @param {string} name @returns {Extension | undefined} */
  extension(name) {
    return this.setup.extensions.find((extension) => extension.name === name);
  }

  /** The definition in force. @param {string} type @param {string} name @param {string} extension */
  definition(type, name, extension) {
    const found = this.definitions.filter(
      (definition) =>
        definition.type === type && definition.name === name && extensionOf(definition) === extension,
    );
    if (found.length === 0) throw new Error(`the record does not define ${type} '${name}' of '${extension}'`);
    return /** @type {Definition} */ (found.at(-1));
  }

  /**
   * All definitions of an extension, each at the place of its first.
   * @param {string} type
   * @param {string} extension
   */
  defined(type, extension) {
    const own = this.definitions.filter(
      (definition) => definition.type === type && extensionOf(definition) === extension,
    );
    return [...new Map(own.map((definition) => [definition.name, definition])).values()];
  }

  /**
   * Writes the definitions file, or another one.
   * @param {Definition[]} [definitions]
   * @param {string} [file]
   * @param {{ anyName?: boolean }} [options]
   */
  writeDefinitions(definitions = this.definitions, file = this.file, options = {}) {
    writeFileSync(file, definitionsFile(this.setup.extensions, definitions, options));
  }

  /**
   * Takes new definitions; a running server is started anew on next use.
   * @param {Definition[]} definitions
   */
  async redefine(definitions) {
    this.definitions = definitions;
    this.writeDefinitions();
    await this.stopServer();
  }

  /** @param {string} extension @returns {string} the URL of the store that it uses */
  storeUrl(extension) {
    const database = this.#databaseOf(extension);
    return database === undefined ? goneStore : `redis://127.0.0.1:${this.redis.port}/${database}`;
  }

  /** @param {{ extension?: string, definitions?: string }} [options] */
  environment({ extension = 'pancake', definitions = this.file } = {}) {
    return { PANCAKE_STORE: this.storeUrl(extension), PANCAKE_DEFINITIONS: definitions };
  }

  /**
   * The command line as a test drives it.
   * @param {string} extension
   * @param {string[]} words
   * @param {string} [definitions] another definitions file
   */
  run(extension, words, definitions) {
    const [group, command, ...rest] = words;
    return pancake([group, command, '--extension', extension, ...rest], {
      env: this.environment({ extension, definitions }),
      cwd: this.#folder,
    });
  }

  /** Runs words as they were recorded. @param {string[]} words @param {boolean} tty */
  runWords(words, tty) {
    return pancake(words, { env: { ...this.environment(), TERM: 'xterm' }, cwd: this.#folder, tty });
  }

  /**
   * Everything in all databases of the scenario, as the record has it.
   * @returns {Promise<import('./recorded.mjs').Keyspace>}
   */
  async keyspace() {
    const databases = Object.values(this.setup.redis_extensions ?? { redis: 0 });
    let held = {};
    for (const database of databases) {
      held = { ...held, ...(await this.inDatabase(database, () => readKeyspace(this.redis.client))) };
    }
    return held;
  }

  /** @template T @param {number} database @param {() => Promise<T>} work @returns {Promise<T>} */
  async inDatabase(database, work) {
    if (database === 0) return work();
    await this.redis.client.command('SELECT', database);
    try {
      return await work();
    } finally {
      await this.redis.client.command('SELECT', 0);
    }
  }

  /** Makes all databases of the scenario hold this. @param {import('./recorded.mjs').Keyspace} wanted */
  async writeKeyspace(wanted) {
    for (const database of Object.values(this.setup.redis_extensions ?? { redis: 0 })) {
      const here = Object.entries(wanted).filter(([key]) => this.#databaseOf(key.split(':')[1]) === database);
      await this.inDatabase(database, () => writeKeyspace(this.redis.client, Object.fromEntries(here)));
    }
  }

  /** @param {string} extension @returns {number | undefined} no number: its Redis is not there */
  #databaseOf(extension) {
    const databases = this.setup.redis_extensions ?? { redis: 0 };
    return databases[this.extension(extension)?.redis_extension_name ?? 'redis'];
  }

  /** The server of this application, started when it is first needed. */
  async server() {
    this.#server ??= await this.startServer(this.definitions);
    return this.#server;
  }

  /** @param {Definition[]} definitions */
  startServer(definitions) {
    const { secret_key: secret, url_prefix: prefix } = this.setup;
    const file = join(this.#folder, 'serve.json');
    this.writeDefinitions(definitions, file);
    const args = ['--definitions', file, '--store', this.storeUrl('pancake')];
    if (prefix) args.push('--url-prefix', prefix);
    return startServer({ args, cwd: this.#folder, env: secret === null ? {} : { PANCAKE_SECRET: secret } });
  }

  async stopServer() {
    const server = this.#server;
    this.#server = null;
    await server?.stop('SIGKILL');
  }

  async close() {
    await this.stopServer();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /**
   * The key of a feature.
   * @param {'flag' | 'switch' | 'sample'} type
   * @param {string} name
   * @param {string} extension
   */
  key(type, name, extension) {
    return `${keyKinds[type]}:${extension}:${name.toUpperCase()}`;
  }

  /**
   * The key of an override.
   * @param {string} flag
   * @param {string} extension
   * @param {string} group
   * @param {string} id
   */
  overrideKey(flag, extension, group, id) {
    return `FLAG:${extension}:k:${group}:${flag.toUpperCase()}:${id}`;
  }
}
