// @ts-check
//
// One Pancake whose group function says who asks at each check, as a program with a visitor of the
// moment has it (flask-pancake's way): a new visitor is another id, with the features kept.
import { allAnswers, createPancake } from 'pancake-flags';
import { snapshotFromJson } from 'pancake-flags/json';
import { countValues } from '../adapters.mjs';

/** @param {readonly import('../states.mjs').Neutral[]} features @param {'plain' | 'override' | 'percent'} type */
const named = (features, type) => features.filter((feature) => feature.type === type);

/** @type {import('../adapters.mjs').Adapter} */
export default {
  title: 'pancake-flags',
  state(features) {
    /** @type {Map<string, Record<string, boolean>>} */
    const rows = new Map();
    for (const feature of features) {
      if (feature.type !== 'override') continue;
      for (const id of feature.ids) {
        const flags = rows.get(id);
        if (flags) flags[feature.key] = true;
        else rows.set(id, { [feature.key]: true });
      }
    }
    return snapshotFromJson({
      extension: 'pancake',
      groups: ['user'],
      switches: named(features, 'plain').map((feature) => ({ name: feature.key, default: 'on' in feature && feature.on })),
      flags: named(features, 'override').map((feature) => ({ name: feature.key, default: false })),
      samples: named(features, 'percent').map((feature) => ({ name: feature.key, default: 'percent' in feature ? feature.percent : 0 })),
      overrides: [...rows].map(([id, flags]) => ({ group: 'user', id, flags })),
    });
  },
  async load(_, state) {
    const visitor = { id: '' };
    const give = () => visitor.id;
    const pancake = await createPancake({ snapshot: state, groups: { user: give }, visitor: give });
    return { pancake, visitor };
  },
  user: (_, id) => id,
  ask({ pancake, visitor }, key) {
    const feature = featureOf(pancake, key);
    return (id) => {
      visitor.id = id;
      return feature.isActive();
    };
  },
  askAll({ pancake, visitor }) {
    return (id) => {
      visitor.id = id;
      return allAnswers(pancake);
    };
  },
  askAllByName({ pancake, visitor }) {
    return (id) => {
      visitor.id = id;
      return allAnswers(pancake).toObject();
    };
  },
  countOn: (answers) => countValues()('toObject' in answers ? answers.toObject() : answers),
  close: ({ pancake }) => pancake.close(),
};

/** Kept, as a program keeps it. @param {import('pancake-flags').Pancake} pancake @param {string} key */
function featureOf(pancake, key) {
  const { kind } = pancake.explain(key);
  return pancake[kind](key);
}
