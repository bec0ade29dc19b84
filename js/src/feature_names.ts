/**
 * The names of the application's features, to be declared by it. A misspelt name is then a
 * compile error; of a kind that is not declared any text is a name.
 *
 * ```ts
 * declare module 'pancake-flags' {
 *   interface Features {
 *     flags: 'CHECKOUT' | 'SEARCH';
 *     switches: 'OPEN';
 *     samples: never; // there are none
 *   }
 * }
 * ```
 */
export interface Features {}

/** The name of a flag. */
export type FlagName = Features extends { flags: infer Name extends string } ? Name : string;

/** The name of a switch. */
export type SwitchName = Features extends { switches: infer Name extends string } ? Name : string;

/** The name of a sample. */
export type SampleName = Features extends { samples: infer Name extends string } ? Name : string;

/** The name of a feature of any kind. */
export type FeatureName = FlagName | SwitchName | SampleName;
