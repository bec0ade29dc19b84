#include "metrics/evaluation_counts.h"

#include <catch.h>

#include <atomic>
#include <thread>

#include "test_site.h"

namespace pancake {
namespace {

FeatureTable table_of(std::uint64_t revision, const std::vector<std::string>& flags) {
  FeatureTable table;
  table.revision = revision;
  table.switches.push_back({client_feature(FeatureKind::switch_, "W", 0), {}, {}});
  for (const std::string& name : flags) {
    table.flags.push_back({client_feature(FeatureKind::flag, name, 0), {}, {}});
  }
  return table;
}

const Answer on(true, Reason::state);
const Answer off(false, Reason::state);

EvaluationCounts::Rows rows_of(const EvaluationCounts& counts) {
  EvaluationCounts::Rows rows;
  counts.add_to(rows);
  return rows;
}

}  // namespace

TEST_CASE("answers are counted by feature, also when features come, go and move") {
  EvaluationCounts counts;
  const auto first = table_of(1, {"B"});
  counts.count(first, std::vector{on, off});
  counts.count(first, std::vector{on, on});
  const auto second = table_of(2, {"A", "B", "C"});
  counts.count(second, std::vector{off, on, on, off});
  counts.count(second, 3, true);
  auto rows = rows_of(counts);
  REQUIRE(rows.size() == 4);
  CHECK(rows[{FeatureKind::switch_, "W"}].on == 2);
  CHECK(rows[{FeatureKind::switch_, "W"}].off == 1);
  CHECK(rows[{FeatureKind::flag, "A"}].on == 1);
  CHECK(rows[{FeatureKind::flag, "B"}].on == 2);
  CHECK(rows[{FeatureKind::flag, "B"}].off == 1);
  CHECK(rows[{FeatureKind::flag, "C"}].on == 1);
  CHECK(rows[{FeatureKind::flag, "C"}].off == 1);
}

TEST_CASE("features that nobody defined are not counted") {
  EvaluationCounts counts;
  auto table = table_of(1, {"KNOWN", "FOUND"});
  table.flags[1].definition.fallback.reset();
  counts.count(table, std::vector{on, on, on});
  counts.count(table, 2, true);
  CHECK(rows_of(counts).size() == 2);
}

TEST_CASE("counts are read while they grow, and never fall") {
  EvaluationCounts counts;
  std::atomic<bool> done = false;
  std::thread counting([&] {
    std::vector<std::string> names;
    for (std::uint64_t revision = 1; revision <= 200; ++revision) {
      names.push_back("F" + std::to_string(revision));
      const auto table = table_of(revision, names);
      counts.count(table, std::vector<Answer>(names.size() + 1, on));
    }
    done = true;
  });
  std::uint64_t before = 0;
  bool fell = false;
  while (!done) {
    auto rows = rows_of(counts);
    const std::uint64_t now = rows[{FeatureKind::switch_, "W"}].on;
    fell = fell || now < before;
    before = now;
  }
  counting.join();
  CHECK(!fell);
  auto rows = rows_of(counts);
  CHECK(rows[{FeatureKind::switch_, "W"}].on == 200);
  CHECK(rows[{FeatureKind::flag, "F1"}].on == 200);
  CHECK(rows[{FeatureKind::flag, "F200"}].on == 1);
}

}  // namespace pancake
