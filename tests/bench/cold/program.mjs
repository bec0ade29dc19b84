// @ts-check
//
// node program.mjs BUNDLE STATE USER
//
// Prints the milliseconds from nothing imported to the first answer, and that answer.
import { readFileSync } from 'node:fs';

const [bundle = '', state = '', user = ''] = process.argv.slice(2);
const start = performance.now();
const { answer } = await import(bundle);
const isActive = await answer(new Uint8Array(readFileSync(state)), user);
console.log(JSON.stringify({ milliseconds: performance.now() - start, isActive }));
process.exit();
