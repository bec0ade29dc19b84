// @ts-check
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { firstCommands, seed } from '../../../examples/shop/seed.mjs';
import { pancake } from '../../support/cli.mjs';
import { pancakeProgram } from '../../support/pancake.mjs';

test('the first start fills the store and says how, a later one leaves it alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pancake-seed-'));
  try {
    const file = join(folder, 'pancake.db');
    /** @type {string[]} */
    const said = [];
    seed(pancakeProgram, (line) => said.push(line), file);
    assert.equal(said.length, firstCommands.length);
    assert.equal(
      said[0],
      "$ pancake flags enable-group NEW_CHECKOUT user alice\nObject 'alice' in group 'user' for flag 'NEW_CHECKOUT' enabled.",
    );
    const log = async () => (await pancake(['--store', `sqlite:${file}`, 'log', '--json'])).stdout;
    const before = await log();
    seed(pancakeProgram, (line) => said.push(line), file);
    assert.equal(said.length, firstCommands.length);
    assert.equal(await log(), before);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
