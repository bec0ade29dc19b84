// @ts-check

/**
 * A table, its first column to the left and the others to the right, the last one too when it is of words.
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 * @param {{ wordsAtTheEnd?: boolean }} [how]
 */
export function markdownTable(head, rows, { wordsAtTheEnd = false } = {}) {
  const sides = head.map((_, column) => (column === 0 || (wordsAtTheEnd && column === head.length - 1) ? '---' : '---:'));
  return [head, sides, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
