// @ts-check
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/project.mjs';
import { startChild } from '../support/child.mjs';
import { nodeOf, nodeMajors } from '../support/nodes.mjs';
import { NotHad } from './not_had.mjs';

const files = [
  ...['program', 'cases', 'damaged_snapshots', 'expect', 'layered_snapshot'].map((name) => `runtimes/${name}.mjs`),
  'js/vectors_suite.mjs',
  'support/seeded.mjs',
];

/**
 * The runtimes that are programs: each runs program.mjs in a project with the package installed.
 * @param {string} project the folder
 * @returns {import('./run.mjs').Runtime[]}
 */
export function programs(project) {
  for (const folder of ['runtimes', 'js', 'support']) mkdirSync(join(project, 'tests', folder), { recursive: true });
  for (const file of files) cpSync(join(root, 'tests', file), join(project, 'tests', file));
  const running = (/** @type {string} */ name, /** @type {() => string} */ find, /** @type {string[]} */ words) => ({
    name,
    /** @param {import('./run.mjs').Asking} asking */
    async run(asking) {
      const program = find();
      const version = /\d+\.\d+\.\d+/.exec(execFileSync(program, ['--version'], { encoding: 'utf8' }))?.[0] ?? '?';
      const child = startChild(program, [...words, 'tests/runtimes/program.mjs', JSON.stringify(asking)], { cwd: project });
      const timer = setTimeout(() => child.process.kill('SIGKILL'), 60_000);
      const { code, signal } = await child.ended;
      clearTimeout(timer);
      const line = child.output().split('\n').find((each) => each.startsWith('{"passed"'));
      if (line === undefined) throw new Error(`it gave no result:\n${child.output()}`);
      const result = JSON.parse(line);
      if (code !== 0) result.failures.push(`it did not end by itself, or badly (${signal ?? code})`);
      return { version, ...result };
    },
  });
  return [
    ...nodeMajors.map((major) => running(`Node.js ${major}`, () => installedNode(major), [])),
    running('Deno', () => packaged('deno'), ['run', '--quiet', '--no-config', '--node-modules-dir=manual', '--allow-net', '--allow-read', '--allow-env']),
    running('Bun', () => packaged('bun'), ['run']),
  ];
}

/** @param {string} major */
function installedNode(major) {
  const program = nodeOf(major);
  if (program === undefined) throw new NotHad(`tests/runtimes/programs has no Node.js ${major} for ${process.platform} ${process.arch}`);
  return program;
}

/** A program that an npm package brings for some platforms. @param {'deno' | 'bun'} name */
function packaged(name) {
  const program = join(root, 'node_modules/.bin', name);
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
  } catch {
    throw new NotHad(`the npm package ${name} brings no program for ${process.platform} ${process.arch}`);
  }
  return program;
}
