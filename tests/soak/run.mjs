// @ts-check
//
// npm run soak [-- MINUTES]
//
// Ten minutes of checks and updates, and what memory they take after each tenth.
import { build } from '../../tools/build.mjs';
import { row, soak } from './soak.mjs';

const minutes = Number(process.argv[2] ?? 10);
if (!(minutes > 0)) {
  console.error('npm run soak [-- MINUTES]');
  process.exit(2);
}
await build();
console.log(row());
const grown = await soak(60 * minutes, 1, (line) => console.log(row(line)));
console.log(grown.length === 0 ? '\nnothing grew after the first tenth' : `\n${grown.join('\n')}`);
process.exit(grown.length === 0 ? 0 : 1);
