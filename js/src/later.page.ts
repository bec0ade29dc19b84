// In place of later.ts in pages, which have all in one file.
export { patched } from './delta.js';
