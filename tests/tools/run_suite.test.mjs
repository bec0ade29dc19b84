// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import { countsIn } from '../counts.mjs';
import { runSuite } from '../run_suite.mjs';

/** @param {string} printed @param {Partial<import('../suites.mjs').Suite>} [more] */
async function outcomeOf(printed, more = {}) {
  const script = `process.stdout.write(${JSON.stringify(printed)})`;
  const suite = { title: '', needs: [], steps: [['node', '-e', script]], counts: /** @type {const} */ ('closing'), ...more };
  const { passed, failed, skipped } = await runSuite('of-the-run-itself', suite, { live: false });
  return { passed, failed, skipped };
}

test('a suite has the counts of its closing line', async () => {
  assert.deepEqual(await outcomeOf('1 passed, 1 failed, 1 skipped\nand then\n7 passed, 0 failed, 2 skipped\n'), {
    passed: 7,
    failed: 0,
    skipped: 2,
  });
});

test('a suite without its folder fails', async () => {
  assert.equal((await outcomeOf('7 passed, 0 failed, 0 skipped', { needs: ['tests/nowhere'] })).failed, 1);
});

test('a suite that ran no test fails', async () => {
  assert.equal((await outcomeOf('0 passed, 0 failed, 3 skipped\n')).failed, 1);
  assert.equal((await outcomeOf('')).failed, 1);
});

test('a suite that ends badly after good tests fails', async () => {
  const steps = [['node', '-e', 'console.log("7 passed, 0 failed, 0 skipped"); process.exit(3)']];
  assert.deepEqual(await outcomeOf('', { steps }), { passed: 7, failed: 1, skipped: 0 });
});

test('a suite whose program is not there fails', async () => {
  assert.equal((await outcomeOf('', { steps: [['no-such-program']] })).failed, 1);
});

test('counts of several Catch2 programs under ctest add up', () => {
  const output = [
    '1: ===============================================================================',
    '1: All tests passed (1203 assertions in 44 test cases)',
    '2: test cases:  12 |  10 passed |  2 failed',
    '2: assertions: 300 | 298 passed |  2 failed',
    '3: All tests passed (1 assertion in 1 test case)',
  ].join('\n');
  assert.deepEqual(countsIn('catch', output), { passed: 55, failed: 2, skipped: 0 });
});

test('counts of node:test are read from its summary, cancelled ones as failed', () => {
  const output = 'ℹ tests 8\nℹ pass 4\nℹ fail 1\nℹ cancelled 1\nℹ skipped 1\nℹ todo 1\n';
  assert.deepEqual(countsIn('node', output), { passed: 4, failed: 2, skipped: 2 });
});
