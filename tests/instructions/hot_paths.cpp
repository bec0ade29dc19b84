// The paths that are asked often, each some times between two requests to callgrind: counted
// between them, and written to a file of its own under "TIMES NAME". tests/instructions/run.mjs
// runs it and reads the files. Without callgrind it does the same work and says nothing.
#include <valgrind/callgrind.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pancake/evaluation.h"
#include "pancake/personal_snapshot.h"
#include "typical_features.h"
#include "views/status.h"

namespace pancake::test {
namespace {

/// Keeps the compiler from leaving out what nobody reads.
template <typename Value>
void use(const Value& value) {
  asm volatile("" : : "g"(&value) : "memory");
}

/// Counts `work(n)` for n from 1 to `times`. Before that it runs once, for what happens only once.
template <typename Work>
void count(unsigned times, const std::string& name, Work work) {
  work(0U);
  CALLGRIND_START_INSTRUMENTATION;
  CALLGRIND_ZERO_STATS;
  for (unsigned n = 1; n <= times; ++n) work(n);
  const std::string label = std::to_string(times) + " " + name;
  CALLGRIND_DUMP_STATS_AT(label.c_str());
  CALLGRIND_STOP_INSTRUMENTATION;
}

struct User {
  explicit User(std::uint32_t number)
      : text(user_id(number)), key(std::to_string(100 + number % 900)), id(text) {}

  [[nodiscard]] Visitor visitor() const { return {{&id, 1}, key}; }

  std::string text;
  std::string key;
  std::optional<std::string_view> id;  ///< the text, too long to move when a vector grows
};

/// Users 0 to 99, whom the snapshots list, or as many whom they do not.
std::vector<User> users(bool listed) {
  std::vector<User> users;
  for (std::uint32_t n = 0; n < 101; ++n) users.emplace_back(listed ? n : n + 0x8000'0000U);
  return users;
}

void count_one_feature(const std::vector<User>& listed, const std::vector<User>& unlisted) {
  const Snapshot typical = opened(typical_features(1'000));
  count(100, "evaluate a switch",
        [&](unsigned n) { use(evaluate(typical, n, listed[n].visitor())); });
  count(100, "evaluate a sample",
        [&](unsigned n) { use(evaluate(typical, 899 + n, listed[n].visitor())); });
  const Snapshot overridden = opened(overridden_flag(1'000));
  const auto evaluate_for = [&](const std::vector<User>& users) {
    return [&](unsigned n) { use(evaluate(overridden, overridden_feature, users[n].visitor())); };
  };
  count(100, "evaluate a flag of 1,000 ids, listed", evaluate_for(listed));
  count(100, "evaluate a flag of 1,000 ids, not listed", evaluate_for(unlisted));
}

void count_all_features(const std::vector<User>& listed, const std::vector<User>& unlisted) {
  const Snapshot snapshot = opened(typical_features(1'000));
  std::vector<Answer> answers(snapshot.feature_count());
  const auto evaluate_for = [&](const std::vector<User>& users) {
    return [&](unsigned n) {
      evaluate_all(snapshot, users[n].visitor(), answers);
      use(answers);
    };
  };
  count(100, "evaluate 1,000 features, listed", evaluate_for(listed));
  count(100, "evaluate 1,000 features, not listed", evaluate_for(unlisted));
  count(10, "personal snapshot of 1,000 features", [&](unsigned n) {
    use(personal_snapshot(snapshot, {&listed[n].id, 1}, listed[n].key));
  });
}

void count_snapshots() {
  for (const std::uint32_t features : {1'000U, 10'000U}) {
    const SnapshotBuilder builder = typical_features(features);
    const Bytes bytes = builder.build().value();
    const std::string number = features == 1'000 ? "1,000" : "10,000";
    std::vector<Bytes> copies;
    for (int copy = 0; copy < 4; ++copy) copies.push_back(Bytes::copy_of(bytes.span()));
    count(3, "open " + number + " features",
          [&](unsigned n) { use(Snapshot::open(std::move(copies[n]))); });
    count(3, "build " + number + " features", [&](unsigned) { use(builder.build()); });
  }
}

void count_status() {
  FeatureTable table;
  for (int n = 0; n < 100; ++n) {
    FeatureRow row;
    row.definition.name = "FEATURE_" + std::to_string(n);
    row.definition.fallback = FeatureDefault{};
    table.flags.push_back(row);
  }
  const StatusForm form(table);
  std::vector<Answer> answers(100, Answer(false, Reason::default_));
  for (std::size_t n = 0; n < 100; n += 10) answers[n] = Answer(true, Reason::override);
  count(100, "body of /status, 100 features, 10 overridden",
        [&](unsigned) { use(form.fill(answers)); });
}

}  // namespace
}  // namespace pancake::test

int main() {
  const auto listed = pancake::test::users(true);
  const auto unlisted = pancake::test::users(false);
  pancake::test::count_one_feature(listed, unlisted);
  pancake::test::count_all_features(listed, unlisted);
  pancake::test::count_snapshots();
  pancake::test::count_status();
}
