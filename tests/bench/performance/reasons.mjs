// @ts-check

/**
 * Why an aim was missed where it was: what of it the machine, the kernel or the way into Wasm takes. By the aim's own
 * words; docs/performance.md may not leave out the reason of one that was missed.
 * @type {Readonly<Record<string, string>>}
 */
export const reasons = {
  'an override, a new visitor each time':
    'by the CPU profiler a fifth of it encodes the id for Wasm and three tenths evaluate there; what is left is the call and the check who asks',
  '1,000 features for a new visitor': 'by the CPU profiler three quarters of it evaluate in Wasm, most of that the hashes of 100 samples',
  'load of 1,000,000 overrides': 'the bytes are copied and hashed once, by Wasm that V8 compiled quickly and not well; the peer parses JSON, which is native code',
  'an answer among 1,000,000': 'reads of memory that no cache has, each of which waits for the one before',
  'natively: one flag of 1,000 ids, listed': 'a look-up also asks whether the snapshot is a layer: 13 instructions that it did not take before there were any',
  'natively: one flag of 1,000,000 ids, listed': '3,072 places in 54 MiB are asked in turn: more than the first cache and the cache of page addresses hold',
  'natively: one flag of 1,000,000 ids, not listed': '1,024 places in 54 MiB are asked in turn: more than the first caches hold',
  '/status, answers a second': "the kernel takes most of an answer, of nginx' alike",
  '/snapshot, 304, answers a second': "the kernel takes most of an answer; what is left takes more CPU than nginx' (the table of the server)",
  '/snapshot, 304, the latency that 99 % stay below': 'it follows from the rate: as many requests wait, each for longer',
  'one change at the last of 10,000 clients, at its longest': 'the clients are a program on the same two cores, whose work is part of the time',
  '1,000 flags and 100,000 overrides read from Redis': "Redis' own CPU for its answers, on the same two cores, is much of it (the table of Redis)",
  'first answer in a fresh process': 'Wasm is read and compiled on top of JavaScript, which the peer has not got to do',
};
