/**
 * What can go wrong, as a code that stays the same from release to release. Checks of features
 * never throw: they answer a default, and the problem is told once as a warning with its code.
 */
export type ErrorCode =
  // Programming errors: createPancake and snapshotFromJson reject with these.
  | 'no_source' // neither `url` nor `snapshot` was given
  | 'bad_option' // an option, or a request, that cannot be meant
  | 'bad_snapshot_json' // JSON that is no snapshot; the message says where
  | 'no_async_context' // run() where the runtime has no AsyncLocalStorage
  // Getting a snapshot: the one before stays in use.
  | 'wasm_unavailable' // WebAssembly is refused or its file cannot be loaded
  | 'fetch_failed' // no answer from the server
  | 'timeout' // no answer in time
  | 'http_status' // an answer other than 200 and 304
  | 'not_a_snapshot' // other bytes than a snapshot's
  | 'unsupported_version' // a snapshot of a newer release
  | 'wrong_length' // cut, or followed by other bytes
  | 'wrong_checksum' // at least one bit differs from what was written
  | 'broken_structure' // the checksum holds, but the content does not fit together
  | 'wrong_extension' // a snapshot of another extension
  | 'older_revision' // older than the one in use
  | 'out_of_memory' // larger than the memory that the runtime gives
  // Checking features.
  | 'not_loaded' // checked before any snapshot was loaded; not told where the reason was
  | 'unknown_feature' // the snapshot has no such feature
  | 'unknown_group' // the snapshot has no such group
  | 'group_function_failed' // a group function threw, or gave something that is no id
  | 'group_import_failed' // a "module:export" could not be imported
  | 'unstable_ids' // a group function gives another id at each call
  | 'visitor_function_failed' // the visitor function threw, or gave something that is no id
  | 'listener_failed' // a listener of on() threw
  | 'engine_failed' // the Wasm module failed; not to be expected
  | 'no_request' // a sample was checked outside of a request
  | 'no_secret'; // a signed cookie without the secret that signs it

/** An error with a stable `code`. */
export class PancakeError extends Error {
  override readonly name = 'PancakeError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** @throws PancakeError bad_option with this message, unless the option is fine */
export function demand(isFine: boolean, message: string): void {
  if (!isFine) throw new PancakeError('bad_option', message);
}

/** @throws PancakeError bad_option with its name, unless it is an object */
export function demandObject(value: unknown, name: string): void {
  demand(Object(value) === value, `${name} is no object`);
}

/** Any thrown value as a PancakeError; `code` for those that are none, and in front of their text `what`. */
export function asPancakeError(error: unknown, code: ErrorCode, what = ''): PancakeError {
  return error instanceof PancakeError ? error : new PancakeError(code, what + reasonOf(error), { cause: error });
}

/** Why a fetch failed, as text: Node's says it in the cause of its error alone. */
export function reasonOf(error: unknown): string {
  const { cause } = (error ?? {}) as { cause?: { code?: unknown } };
  return textOf(error) + (cause?.code ? ` (${textOf(cause.code)})` : '');
}

/** Anything thrown as text. Never throws, which String() does for objects that refuse to be text. */
export function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return 'a value without a text';
  }
}
