// @ts-check
//
// node|deno|bun program.mjs SERVER DESK EXTENSION
//
// Runs the cases in this process, and prints what came of them as one line of JSON. It ends by
// itself: what is left open must not keep a process alive.
import { createPancake } from 'pancake-flags';
import { snapshotFromJson } from 'pancake-flags/json';
import { runCases } from './cases.mjs';

const [url = '', desk = '', extension = ''] = process.argv.slice(2);
console.log(JSON.stringify(await runCases({ createPancake, snapshotFromJson, url, desk, extension })));
