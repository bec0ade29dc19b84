// @ts-check
import segmented, { flag } from './launchdarkly_segments.mjs';

/** @type {import('../adapters.mjs').Adapter} */
export default {
  ...segmented,
  title: 'launchdarkly node, targets',
  state: (features) => JSON.stringify({ flags: features.map((feature) => flag(feature, false)), segments: [] }),
};
