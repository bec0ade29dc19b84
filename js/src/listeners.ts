import { textOf, type PancakeError } from './errors.js';
import type { Warnings } from './warnings.js';

/** What on() tells. */
export interface Events {
  /** Another snapshot is in use. */
  change: { revision: number };
  /** The server was not reached, or its snapshot refused; the one before stays in use. */
  error: PancakeError;
}

type Listener = (event: never) => void;

/** The listeners of one Pancake. One that throws disturbs neither the others nor the update. */
export class Listeners {
  readonly #listeners = new Map<keyof Events, Set<Listener>>();
  readonly #warnings: Warnings;

  constructor(warnings: Warnings) {
    this.#warnings = warnings;
  }

  add<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
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
