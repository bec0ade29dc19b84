// @ts-check
import { codesOf, equal, keptLog } from './expect.mjs';

/** The file of a case of tests/vectors/layers.json. @param {{ hex: string }} row */
export function fileOf({ hex }) {
  const digits = hex.replace(/0\{(\d+)\}/g, (_, count) => '0'.repeat(Number(count)));
  return Uint8Array.from(digits.match(/../g) ?? [], (byte) => parseInt(byte, 16));
}

/**
 * Asks a snapshot with a layer for each visitor of its case. Pages get none, and refuse it.
 * @param {{ createPancake: (options: any) => Promise<any> }} pancakeFlags
 * @param {{ hex: string, answers: { active: string[], [group: string]: string | string[] }[] }} row
 */
export async function askLayeredSnapshot({ createPancake }, row) {
  const log = keptLog();
  const pancake = await createPancake({ snapshot: fileOf(row), logger: log });
  if (pancake.forVisitor === undefined) {
    equal([pancake.revision, codesOf(log.lines)], [null, ['wrong_length']]);
  } else {
    equal([pancake.revision, log.lines], [9, []]);
    for (const { active, ...ids } of row.answers) {
      const visit = await pancake.forVisitor({ ids });
      const features = [visit.switch('OPEN'), ...['CHECKOUT', 'DARK', 'MENU'].map((name) => visit.flag(name))];
      equal(features.filter((feature) => feature.isActive()).map(({ name }) => name), active, JSON.stringify(ids));
    }
  }
  pancake.close();
}
