// @ts-check

/** @typedef {boolean | { ids: readonly string[] } | { percent: number }} Definition */
/** @typedef {{ id: string }} User */

/** @param {string} text @param {number} seed */
function hash(text, seed) {
  let mixed = seed;
  for (let n = 0; n < text.length; ++n) mixed = Math.imul(mixed ^ text.charCodeAt(n), 0x01000193);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

class BoardFeature {
  /** @param {string} key @param {Definition} definition */
  constructor(key, definition) {
    this.on = definition === true;
    this.seed = hash(key, 0x811c9dc5);
    /** @type {Set<string> | null} */
    this.ids = null;
    this.threshold = -1;
    if (typeof definition === 'boolean') return;
    if ('ids' in definition) this.ids = new Set(definition.ids);
    else this.threshold = (definition.percent / 100) * 2 ** 32;
  }

  /** @param {User} user */
  isOn(user) {
    if (this.ids !== null) return this.ids.has(user.id);
    if (this.threshold >= 0) return hash(user.id, this.seed) < this.threshold;
    return this.on;
  }
}

/** An evaluator of what the tables ask for and nothing else, the fastest that we could write in plain JavaScript. */
export class Switchboard {
  /** @type {Map<string, BoardFeature>} */
  #features = new Map();
  /** Features are made when first asked for. @type {Record<string, Definition | null>} */
  #definitions;

  /** @param {string} text Definitions by key, in JSON */
  constructor(text) {
    this.#definitions = JSON.parse(text);
  }

  /** @param {string} key @returns {BoardFeature | undefined} */
  feature(key) {
    const known = this.#features.get(key);
    const definition = this.#definitions[key];
    if (known !== undefined || definition === undefined || definition === null) return known;
    const feature = new BoardFeature(key, definition);
    this.#features.set(key, feature);
    // The ids live on in the feature.
    this.#definitions[key] = null;
    return feature;
  }

  /** @param {string} key @param {User} user */
  isOn(key, user) {
    const feature = this.#features.get(key) ?? this.feature(key);
    return feature !== undefined && feature.isOn(user);
  }

  /** @type {[string[], BoardFeature[]] | undefined} */
  #all;

  #every() {
    const keys = Object.keys(this.#definitions);
    this.#all ??= [keys, keys.map((key) => /** @type {BoardFeature} */ (this.feature(key)))];
    return this.#all;
  }

  /** @param {User} user */
  allByKey(user) {
    const [keys, features] = this.#all ?? this.#every();
    /** @type {Record<string, boolean>} */
    const answers = {};
    for (let n = 0; n < keys.length; ++n) answers[keys[n]] = features[n].isOn(user);
    return answers;
  }

  /** @param {User} user */
  allAsBytes(user) {
    const [keys, features] = this.#all ?? this.#every();
    const answers = new Uint8Array(keys.length);
    for (let n = 0; n < keys.length; ++n) answers[n] = Number(features[n].isOn(user));
    return answers;
  }
}
