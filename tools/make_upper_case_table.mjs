// Writes server/python/upper_case_table.h from tests/golden/data/table_upper.json: every code
// point whose Python str.upper() differs from itself.
//
//   node tools/make_upper_case_table.mjs [--check]
//
// --check writes nothing and fails if the file would change.
import { readFileSync, writeFileSync } from 'node:fs';

const source = new URL('../tests/golden/data/table_upper.json', import.meta.url);
const target = new URL('../server/python/upper_case_table.h', import.meta.url);

/** Runs of code points `step` apart that all move by the same distance. */
function runs(mappings) {
  const found = [];
  for (const { from, to } of mappings) {
    const last = found.at(-1);
    const fits = last && to - from === last.delta && from - last.last <= 2;
    const step = fits ? from - last.last : 0;
    if (fits && (last.first === last.last || last.step === step)) {
      last.last = from;
      last.step = step;
    } else {
      found.push({ first: from, last: from, step: 1, delta: to - from });
    }
  }
  return found;
}

const hex = (point) => `0x${point.toString(16).toUpperCase().padStart(4, '0')}`;
const cases = JSON.parse(readFileSync(source, 'utf8')).cases.map(({ from, to }) => ({
  from: parseInt(from, 16),
  to: to.map((point) => parseInt(point, 16)),
})).sort((a, b) => a.from - b.from);
const single = runs(cases.filter(({ to }) => to.length === 1).map(({ from, to: [to] }) => ({ from, to })));
const several = cases.filter(({ to }) => to.length > 1);

const text = `#pragma once

// Written by tools/make_upper_case_table.mjs: Python's str.upper(), Unicode 14.0.0.
// clang-format off

#include <array>
#include <cstdint>

namespace pancake {

/// Every \`step\`-th code point from \`first\` to \`last\` moves by \`delta\`.
struct UpperCaseRun {
  char32_t first;
  char32_t last;
  std::uint32_t step;
  std::int32_t delta;
};

/// One code point that becomes two or three; zero ends the list.
struct UpperCaseExpansion {
  char32_t from;
  std::array<char32_t, 3> to;
};

inline constexpr std::array<UpperCaseRun, ${single.length}> upper_case_runs{{
${single.map((run) => `  {${hex(run.first)}, ${hex(run.last)}, ${run.step}, ${run.delta}},`).join('\n')}
}};

inline constexpr std::array<UpperCaseExpansion, ${several.length}> upper_case_expansions{{
${several.map(({ from, to }) => `  {${hex(from)}, {${[...to, 0, 0].slice(0, 3).map(hex).join(', ')}}},`).join('\n')}
}};

}  // namespace pancake
`;

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('server/python/upper_case_table.h is out of date: run node tools/make_upper_case_table.mjs');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
