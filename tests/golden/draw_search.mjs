// @ts-check
import xxhash from 'xxhash-wasm';

const { h64 } = await xxhash();

/**
 * A visitor's place on a sample's scale, computed apart from the core
 * (core/include/pancake/sample_draw.h): XXH64 of `extension \0 sample \0 visitor`, seed 0, its top
 * 53 bits as a fraction of 100.
 * @param {string} extension @param {string} sample @param {string} visitor
 * @returns {number} in [0, 100)
 */
export function sampleDraw(extension, sample, visitor) {
  return (Number(h64(`${extension}\0${sample}\0${visitor}`) >> 11n) / 2 ** 53) * 100;
}

/**
 * What a visitor should see of one sample.
 * @typedef {{ sample: string, ratio: number, active: boolean }} Wish
 */

/** @param {Wish} wish whether any visitor at all can have it: 0 is nobody, 100 is everybody */
export const canBe = ({ ratio, active }) => (active ? ratio > 0 : ratio < 100);

/**
 * The first of the visitors v0, v1, … whose draws fall on all the wished sides.
 * @param {string} extension
 * @param {Wish[]} wishes
 * @param {number} [tries]
 * @returns {string | null} null when there was none
 */
export function findVisitor(extension, wishes, tries = 400_000) {
  const deciding = wishes
    .filter(({ ratio, active }) => !(active ? ratio >= 100 : ratio <= 0))
    .sort((a, b) => chance(a) - chance(b));
  if (!deciding.every(canBe)) return null;
  for (let n = 0; n < tries; n += 1) {
    const visitor = `v${n}`;
    if (
      deciding.every(({ sample, ratio, active }) => sampleDraw(extension, sample, visitor) < ratio === active)
    ) {
      return visitor;
    }
  }
  return null;
}

/** @param {Wish} wish */
const chance = ({ ratio, active }) => (active ? ratio : 100 - ratio);
