import type { Pancake } from './pancake.js';

/** What the providers tell the SDK. */
export type ProviderEvent = 'PROVIDER_READY' | 'PROVIDER_ERROR' | 'PROVIDER_STALE' | 'PROVIDER_CONFIGURATION_CHANGED';

/** What listens to an event, as the SDKs have it. */
export type Handler = (details?: any) => unknown;

/**
 * The event emitter that the SDKs expect of a provider, so that neither of them is needed here.
 *
 * ```
 * change                  PROVIDER_CONFIGURATION_CHANGED with flagsChanged; after one of the others
 *                         PROVIDER_READY before it, and alone if nothing changed
 * stale                   PROVIDER_STALE
 * error, no snapshot yet  PROVIDER_ERROR; with one the answers are as good as before
 * ```
 */
export class ProviderEmitter {
  readonly #handlers = new Map<string, Set<Handler>>();
  #isTroubled = false;
  #revision: number | null = null;
  #ends: (() => void)[] = [];

  /** Tells what a Pancake tells, until end(). @internal */
  follow(pancake: Pancake<never>): void {
    this.end();
    this.#revision = pancake.revision;
    this.#isTroubled = pancake.revision === null;
    this.#ends = [
      pancake.on('change', ({ revision, features }) => {
        if (this.#isTroubled) this.emit('PROVIDER_READY', {});
        this.#isTroubled = false;
        // A new revision may change what it says of others only; the old one is only told to be right.
        const isNews = features.length > 0 || revision !== this.#revision;
        this.#revision = revision;
        if (isNews) this.emit('PROVIDER_CONFIGURATION_CHANGED', { flagsChanged: features });
      }),
      pancake.on('stale', ({ age }) => this.#trouble('PROVIDER_STALE', `the server was not heard for ${age} ms`)),
      pancake.on('error', ({ message }) => {
        if (pancake.revision === null) this.#trouble('PROVIDER_ERROR', message);
      }),
    ];
  }

  /** Tells nothing of the Pancake any more. @internal */
  end(): void {
    for (const end of this.#ends) end();
    this.#ends = [];
  }

  /** For the SDK. */
  addHandler(event: string, handler: Handler): void {
    this.#handlers.set(event, (this.#handlers.get(event) ?? new Set()).add(handler));
  }

  /** For the SDK. */
  removeHandler(event: string, handler: Handler): void {
    this.#handlers.get(event)?.delete(handler);
  }

  /** For the SDK. */
  removeAllHandlers(event?: string): void {
    if (event === undefined) this.#handlers.clear();
    else this.#handlers.delete(event);
  }

  /** For the SDK. */
  getHandlers(event: string): Handler[] {
    return [...(this.#handlers.get(event) ?? [])];
  }

  /** For the SDK. */
  emit(event: string, details: object = {}): void {
    for (const handler of this.getHandlers(event)) handler({ ...details, providerName: 'pancake' });
  }

  /** For the SDK, which logs what its own handlers throw. */
  setLogger(): this {
    return this;
  }

  #trouble(event: ProviderEvent, message: string): void {
    this.#isTroubled = true;
    this.emit(event, { message });
  }
}
