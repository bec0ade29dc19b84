// A small page as applications write it: nothing in it knows of a bundler.
import { createPancake } from 'pancake-flags';
import { snapshotFromJson } from 'pancake-flags/json';

const pancake = await createPancake({ url: location.origin, pollInterval: 0 });
const given = await createPancake({
  snapshot: await snapshotFromJson({ extension: 'pancake', scope: 'public', revision: 1, flags: [{ name: 'GIVEN', default: true }] }),
});
document.title = [
  pancake.flag('CHECKOUT').isActive() ? 'new' : 'old',
  pancake.sample('ALL').reason,
  given.flag('GIVEN').reason,
].join(' ');
