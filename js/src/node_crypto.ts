// Takes the place of the global `crypto` in the bundle for Node: 18 has none without a flag.
export { webcrypto as crypto } from 'node:crypto';
