// @ts-check
import { nodeMajors } from '../../support/nodes.mjs';

const coldReason =
  'V8 takes 0.95 ms to compile, start and first call our WebAssembly, and 0.8 ms for a third of it; that is more than what is missing, and the peer has none. Needed: a Node that keeps compiled code without being asked';

/**
 * Why an aim was missed where it was: what of it the machine, the kernel or the way into Wasm takes. By the aim's own
 * words; docs/performance.md may not leave out the reason of one that was missed.
 * @type {Readonly<Record<string, string>>}
 */
export const reasons = {
  'kept feature, same visitor, beside one written by hand': 'the one written by hand has one state for good and nothing that could fail, so that its answer is the read of a field. Needed: to leave out the checks whether there is another snapshot or visitor',
  'an override, a new visitor each time':
    'of 105 ns 33 encode the id for Wasm, 27 are the call and the evaluation; what is left is the check who asks, and what is kept of the answer. Needed: texts that Wasm reads where JavaScript has them',
  '1,000 features for a new visitor': 'by the CPU profiler three quarters of it evaluate in Wasm, most of that the hashes of 100 samples. Needed: another hash, which the cookies of those who have one rule out',
  'load 10,000 features': 'a first state of this size is opened by Wasm that V8 compiled quickly and not well, and needs memory from the kernel; the same state again takes half. Needed: an engine that begins with its better code',
  'load of 1,000,000 overrides': 'the bytes are copied and hashed once, by Wasm that V8 compiled quickly and not well; the peer parses JSON, which is native code. Needed: an engine that begins with its better code',
  'an answer among 1,000,000': 'reads of memory that no cache has, each of which waits for the one before. Needed: ids in the slots, for twice the memory',
  'natively: one flag of 1,000 ids, listed': 'the hash of the id, and three reads that wait for each other. Needed: a quicker processor',
  'natively: one flag of 1,000,000 ids, listed': '3,072 places in 54 MiB are asked in turn: more than the first cache and the cache of page addresses hold',
  'natively: one flag of 1,000,000 ids, not listed': '1,024 places in 54 MiB are asked in turn: more than the first caches hold',
  '/status, answers a second': "the kernel takes most of an answer, of nginx' alike. Needed: another way into it than a call for each read and write",
  '/snapshot, 304, answers a second': "the kernel takes most of an answer; what is left takes more CPU than nginx' (the table of the server). Needed: the same",
  '/status, the latency that 99 % stay below': 'it follows from the rate: as many requests wait, each for longer',
  '/snapshot, 304, the latency that 99 % stay below':
    'the rate explains a tenth of it, and the rest is not explained: so few CPU seconds are between two answers that what else runs on both cores shows. Needed: a machine that does nothing else',
  'one change at the last of 10,000 clients, at its longest': 'the clients are a program on the same two cores, whose work is part of the time. Needed: clients on another machine',
  '1,000 flags and 100,000 overrides read from Redis': "two fifths are Redis' own CPU for its answers (the table of Redis), in turn with the server's for reading, joining and writing them: SCAN gives the next names when the last ones were read. Needed: a Redis that gives names and values in one answer",
  'the longest command for that':
    'SLOWLOG goes by the clock, and the server is on the same two cores: of its own such a SCAN takes 1.1 ms of CPU. Needed: a Redis with a core of its own',
  ...Object.fromEntries(nodeMajors.map((major) => [`first answer in a fresh Node.js ${major}, beside GrowthBook's whole bundle`, coldReason])),
};
