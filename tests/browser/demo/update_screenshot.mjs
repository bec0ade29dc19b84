// @ts-check
//
// npm run screenshot
//
// Takes the picture of the demo shop that the README shows, with 256 colours to keep it small.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { build } from '../../../tools/build.mjs';
import { root } from '../../../tools/project.mjs';
import { openShop, photograph } from './shop.mjs';

await build();
const shop = await openShop();
const taken = join(root, 'build/screenshots/shop.png');
await photograph(shop, taken);
await shop.close();
mkdirSync(join(root, 'docs/images'), { recursive: true });
const { size } = await sharp(taken)
  .png({ palette: true, compressionLevel: 9, dither: 0 })
  .toFile(join(root, 'docs/images/shop.png'));
console.log(`docs/images/shop.png: ${size} bytes`);
