// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { snapshotFromJson } from 'pancake-flags/json';
import { shop } from './support/snapshots.mjs';

test('equal JSON gives equal bytes', async () => {
  assert.deepEqual(await snapshotFromJson(shop), await snapshotFromJson(structuredClone(shop)));
});

test('JSON that is no snapshot is refused with the place', async () => {
  /** @type {[any, string][]} */
  const refused = [
    [null, 'the snapshot: is no object'],
    [{}, 'extension: is no text'],
    [{ extension: 'a', scope: 'all' }, 'scope: is neither public, personal nor full'],
    [{ extension: 'a', revision: -1 }, 'revision: is no whole number from 0 to 2^53 - 1'],
    [{ extension: 'a', revision: 2 ** 53 }, 'revision: is no whole number from 0 to 2^53 - 1'],
    [{ extension: 'a', flags: {} }, 'flags: is no list'],
    [{ extension: 'a', flags: [7] }, 'flags[0]: is no object'],
    [{ extension: 'a', flags: [{ name: 'F' }, { name: 'F', default: 1 }] }, 'flags[1].default: is neither true, false nor null'],
    [{ extension: 'a', samples: [{ name: 'S', default: 142 }] }, 'samples[0].default: is no number from 0 to 100'],
    [{ extension: 'a', samples: [{ name: 'S', state: NaN }] }, 'samples[0].state: is no number from 0 to 100'],
    [{ extension: 'a', flags: [null] }, 'flags[0]: is no object'],
    [{ extension: 'a', overrides: [{ group: 'g', id: '1', flags: {} }] }, 'overrides[0].group: is no group of the snapshot'],
    [{ extension: 'a', groups: ['g'], overrides: [{ group: 'g', id: '1', flags: { F: true } }] }, 'overrides[0].flags.F: is no flag of the snapshot'],
    [{ ...shop, overrides: [{ group: 'user', id: 1, flags: { DARK: true } }] }, 'overrides[0].id: is no text'],
  ];
  for (const [json, message] of refused) {
    await assert.rejects(snapshotFromJson(json), { name: 'PancakeError', code: 'bad_snapshot_json', message });
  }
});

test('what the builder refuses is told with the place', async () => {
  await assert.rejects(snapshotFromJson({ extension: '' }), { code: 'bad_snapshot_json' });
  await assert.rejects(snapshotFromJson({ extension: 'a', groups: ['g', 'g'] }), { message: /^groups\[1\]: / });
  await assert.rejects(snapshotFromJson({ extension: 'a', flags: [{ name: 'F' }, { name: 'F' }] }), { message: /^flags\[1\]: / });
  const id = 'x'.repeat(1_025);
  await assert.rejects(snapshotFromJson({ ...shop, overrides: [{ group: 'user', id, flags: { DARK: true } }] }), { message: /^overrides\[0\]: / });
});
