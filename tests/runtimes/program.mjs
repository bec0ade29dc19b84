// @ts-check
//
// node|deno|bun program.mjs JSON
//
// Runs the cases in this process, and prints what came of them as one line of JSON. It ends by
// itself: what is left open must not keep a process alive.
import { createPancake } from 'pancake-flags';
import { snapshotFromJson } from 'pancake-flags/json';
import { runCases } from './cases.mjs';

const asking = JSON.parse(process.argv[2] ?? '');
console.log(JSON.stringify(await runCases({ createPancake, snapshotFromJson, ...asking })));
