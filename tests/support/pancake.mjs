// @ts-check
import { join } from 'node:path';
import { environment, root } from '../../tools/project.mjs';

/** The program under test: the build's, unless PANCAKE_BINARY names another. */
export const pancakeProgram = process.env.PANCAKE_BINARY ?? join(root, 'build/bin/pancake');

/**
 * Its environment: nothing of Pancake's variables but what the test gives, plain text output.
 * @param {Record<string, string | undefined>} [variables]
 * @returns {NodeJS.ProcessEnv}
 */
export function pancakeEnvironment(variables = {}) {
  const clean = Object.fromEntries(
    Object.entries(environment()).filter(([name]) => !name.startsWith('PANCAKE_') && name !== 'NO_COLOR'),
  );
  return { ...clean, ...variables };
}
