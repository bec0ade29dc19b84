/** OpenFeature's evaluation context: who asks. */
export type Context = { readonly targetingKey?: string | undefined } & { readonly [attribute: string]: unknown };

/** OpenFeature's codes for why there is no answer. */
export type ResolutionErrorCode =
  | 'PROVIDER_NOT_READY' // no snapshot yet
  | 'FLAG_NOT_FOUND' // no definition of this name
  | 'TYPE_MISMATCH' // asked for something else than a boolean
  | 'TARGETING_KEY_MISSING' // a sample, and nobody to draw for
  | 'INVALID_CONTEXT'; // an attribute named like a group that cannot be an id

/** Why there is no answer. The SDKs give the default in the code, and tell the code. */
export class FailedResolution extends Error {
  override readonly name = 'FailedResolution';
  readonly code: ResolutionErrorCode;

  constructor(code: ResolutionErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** What samples are drawn by; an empty targetingKey is how applications say that they know nobody. */
export function keyOf(context: Context): string | null {
  return context.targetingKey || null;
}

/**
 * The visitor's ids by group, as server/routes/ofrep/evaluation_request.cpp reads them.
 * @throws FailedResolution INVALID_CONTEXT
 */
export function idsOf(context: Context, groups: readonly string[]): Record<string, string | null> {
  return Object.fromEntries(groups.map((group) => [group, Object.hasOwn(context, group) ? idOf(context[group], group) : null]));
}

function idOf(value: unknown, name: string): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || Number.isSafeInteger(value)) return String(value);
  if (value instanceof Date) return value.toISOString();
  throw new FailedResolution('INVALID_CONTEXT', `the attribute '${name}' is not a text, whole number, truth value or null`);
}
