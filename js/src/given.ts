/** What has a value of its own there: undefined and null count as not given. */
export type Given<Options> = { [Name in keyof Options]: Exclude<Options[Name], null> };

/** Options without those that are undefined or null. */
export function given<Options extends object>(options: Options | null | undefined): Given<Options> {
  return Object.fromEntries(Object.entries(options ?? {}).filter(([, value]) => value != null)) as Given<Options>;
}
