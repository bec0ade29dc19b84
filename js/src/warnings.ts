import type { ErrorCode } from './errors.js';

/** Where warnings go. `console` is one. */
export interface Logger {
  warn(message: string): void;
}

/** Problems that are told at most: a message may hold text that is different each time. */
const mostLines = 200;

/** Says each distinct problem once, so that a check in a loop does not flood the console. */
export class Warnings {
  readonly #logger: Logger;
  readonly #said = new Set<string>();

  constructor(logger: Logger = console) {
    this.#logger = logger;
  }

  /**
   * A warning, unless one of this code and message was given before. That nothing is loaded is not
   * worth a line of its own where the reason has been told.
   */
  once(code: ErrorCode, message: string): void {
    if (code === 'not_loaded' && this.#said.size > 0) return;
    const line = `pancake: ${message} [${code}]`;
    if (this.#said.has(line) || this.#said.size >= mostLines) return;
    this.#said.add(line);
    try {
      this.#logger.warn(line);
    } catch {
      // A check goes on when its warning cannot be told.
    }
  }
}
