// Imported by name in groups.test.mjs.
export const user = () => '42';
export const admin = { get: () => 'yes', candidateIds: () => ['yes', 'no', 7, null] };
export const nothing = 42;
