// Takes the place of the global `crypto` in the bundle for Node: 18 has none without a flag. Loaded
// when it is first needed, because Node's cryptography takes longer to load than all of Pancake.

type Method = (...words: unknown[]) => Promise<unknown>;

const subtle = new Proxy({} as SubtleCrypto, {
  get: (_, name: keyof SubtleCrypto): Method => {
    return async (...words) => {
      const loaded = (await import('node:crypto')).webcrypto.subtle as SubtleCrypto;
      return (loaded[name] as Method).apply(loaded, words);
    };
  },
});

export const crypto = { subtle };
