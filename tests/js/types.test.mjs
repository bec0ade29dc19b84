// @ts-check
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

for (const [resolution, conditions] of [['bundler', 'browser'], ['bundler', 'workerd'], ['nodenext', '']]) {
  test(`the public types hold for ${conditions || 'node'}, resolved as ${resolution} does`, () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        'node_modules/typescript/bin/tsc',
        ...['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2022', '--lib', 'es2023,dom,dom.iterable'],
        ...['--types', '', '--module', resolution === 'nodenext' ? 'nodenext' : 'esnext', '--moduleResolution', resolution ?? ''],
        ...(conditions ? ['--customConditions', conditions] : []),
        'tests/js/types_check.ts',
      ],
      { cwd: root, encoding: 'utf8' },
    );
    assert.equal(status, 0, stdout);
  });
}

test('what all platforms share uses nothing but Web APIs', () => {
  const compiler = ['node_modules/typescript/bin/tsc', '-p', 'js/tsconfig.web.json'];
  const { status, stdout } = spawnSync(process.execPath, compiler, { cwd: root, encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});
