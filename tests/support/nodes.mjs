// @ts-check
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { node, root } from '../../tools/project.mjs';

/** The Node.js that the package is for, the oldest first. 22 is the one that tests themselves run with. */
export const nodeMajors = ['18', '20', '22', '26'];

/** The program of one of them, undefined where there is none for this platform. @param {string} major */
export function nodeOf(major) {
  if (major === '22') return node();
  const program = join(root, 'tests/runtimes/programs/node_modules', `node-${major}-${process.platform}-${process.arch}`, 'bin/node');
  return existsSync(program) ? program : undefined;
}

/** Those that there are, with what they call themselves. @returns {{ version: string, program: string }[]} */
export function nodes() {
  return nodeMajors.flatMap((major) => {
    const program = nodeOf(major);
    return program ? [{ version: execFileSync(program, ['--version'], { encoding: 'utf8' }).trim().slice(1), program }] : [];
  });
}
