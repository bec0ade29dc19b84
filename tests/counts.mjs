// @ts-check

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * How many tests a suite's output speaks of; null when it says nothing of it.
 * @param {'closing' | 'node' | 'catch'} kind see suites.mjs
 * @param {string} output
 * @returns {Counts | null}
 */
export function countsIn(kind, output) {
  return readers[kind](output);
}

const readers = {
  /** @param {string} output @returns {Counts | null} */
  closing(output) {
    const lines = [...output.matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped$/gm)];
    const last = lines.at(-1);
    return last ? { passed: Number(last[1]), failed: Number(last[2]), skipped: Number(last[3]) } : null;
  },

  /** node:test's summary: `ℹ pass 12`, or `# pass 12` in TAP. @param {string} output @returns {Counts | null} */
  node(output) {
    const count = (/** @type {string} */ word) => {
      const found = [...output.matchAll(new RegExp(`^(?:ℹ|#) ${word} (\\d+)$`, 'gm'))].at(-1);
      return found ? Number(found[1]) : 0;
    };
    if (!/^(?:ℹ|#) pass \d+$/m.test(output)) return null;
    return {
      passed: count('pass'),
      failed: count('fail') + count('cancelled'),
      skipped: count('skipped') + count('todo'),
    };
  },

  /** The closing lines of one or several Catch2 programs. @param {string} output @returns {Counts | null} */
  catch(output) {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    let found = false;
    for (const line of output.split('\n')) {
      const all = /All tests passed \(\d+ assertions? in (\d+) test cases?\)/.exec(line);
      const some = /test cases: *\d+ \|(.*)/.exec(line);
      if (!all && !some) continue;
      found = true;
      if (all) counts.passed += Number(all[1]);
      counts.passed += wordCount(some, 'passed');
      counts.failed += wordCount(some, 'failed');
      counts.skipped += wordCount(some, 'skipped');
    }
    return found ? counts : null;
  },
};

/** @param {RegExpExecArray | null} line `3 passed | 1 failed` in group 1 @param {string} word */
function wordCount(line, word) {
  const found = line && new RegExp(`(\\d+) ${word}`).exec(line[1]);
  return found ? Number(found[1]) : 0;
}
