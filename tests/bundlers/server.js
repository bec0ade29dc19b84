// A program for Node that applications bundle to one file.
import { createPancake } from 'pancake-flags';
import { snapshotFromJson } from 'pancake-flags/json';

const pancake = await createPancake({
  snapshot: await snapshotFromJson({ extension: 'pancake', scope: 'full', revision: 1, flags: [{ name: 'GIVEN', default: true }] }),
});
const visit = await pancake.forRequest({ headers: {} });
console.log(visit.flag('GIVEN').isActive(), visit.flag('GIVEN').reason);
