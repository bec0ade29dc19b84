// @ts-check
//
// npm run screenshot:overview
//
// Takes the picture of the overview page that the README shows, with 256 colours to keep it small.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { build } from '../../../tools/build.mjs';
import { root } from '../../../tools/project.mjs';
import { openDesk, photograph } from './desk.mjs';

if (!process.env.PANCAKE_BINARY) await build();
const desk = await openDesk({ picture: true });
const taken = join(root, 'build/screenshots/overview.png');
await desk.cli('flags', 'enable-group', 'NEW_CHECKOUT', 'user', 'alice');
await desk.cli('flags', 'disable-group', 'NEW_CHECKOUT', 'admin', 'no');
await desk.cli('switches', 'enable', 'FREE_SHIPPING');
await desk.cli('samples', 'set', 'BIG_PICTURES', '25');
await photograph(desk, taken);
await desk.close();
mkdirSync(join(root, 'docs/images'), { recursive: true });
const { size } = await sharp(taken)
  .png({ palette: true, compressionLevel: 9, dither: 0 })
  .toFile(join(root, 'docs/images/overview.png'));
console.log(`docs/images/overview.png: ${size} bytes`);
