import { textOf, type PancakeError } from './errors.js';
import type { Warnings } from './warnings.js';

/** What on() tells. */
export interface Events {
  /**
   * Another snapshot is in use. `features` names those whose answer is another one for this
   * runtime's visitor (on servers: for a visitor without ids) than when the listener was added or
   * last called, and those that came or went. With no features also after 'stale', when the server
   * is heard again and the snapshot in use is right.
   */
  change: { revision: number; features: string[] };
  /**
   * Answers may be out of date: updates failed for longer than three poll intervals, or failed while
   * the last known good snapshot of an earlier page is in use. `age` is how long the server was not
   * heard, in milliseconds. Told once; 'change' ends it.
   */
  stale: { age: number };
  /** The server was not reached, or its snapshot refused; the one before stays in use. */
  error: PancakeError;
}

type Listener = (event: never) => void;

/** The listeners of one Pancake. One that throws disturbs neither the others nor the update. */
export class Listeners {
  #listeners = new Map<keyof Events, Set<Listener>>();
  readonly #warnings: Warnings;

  constructor(warnings: Warnings) {
    this.#warnings = warnings;
  }

  add<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** Lets go of all of them. */
  stop(): void {
    this.#listeners = new Map();
  }

  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) {
      try {
        (listener as (event: Events[Name]) => void)(event);
      } catch (error) {
        this.#warnings.once('listener_failed', `a listener of "${name}" threw ${textOf(error)}`);
      }
    }
  }
}
