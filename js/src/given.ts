/** Options as applications may write them: null counts as not given, as undefined does. */
export type OrNull<Options> = { [Name in keyof Options]: Options[Name] | null | undefined };

/** What has a value of its own there. */
export type Given<Options> = { [Name in keyof Options]: Exclude<Options[Name], null | undefined> };

/** Options without those that are undefined or null. */
export function given<Options extends object>(options: Options | null | undefined): Given<Options> {
  return Object.fromEntries(Object.entries(options ?? {}).filter(([, value]) => value != null)) as Given<Options>;
}
