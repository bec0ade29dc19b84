#include "cli/evaluated_visitor.h"

#include <algorithm>

#include "admin/known_names.h"
#include "pancake/visitor_cookie.h"

namespace pancake {

namespace {

std::string new_visitor_key(const Session& session) {
  const auto cookie = write_visitor_cookie(session.surroundings.random_bits());
  return std::string(*read_visitor_cookie({cookie.data(), cookie.size()}));
}

}  // namespace

Result<EvaluatedVisitor> EvaluatedVisitor::make(const Session& session, GivenVisitor given) {
  for (const auto& [group, id] : given.ids) {
    if (auto known = require_group(session.extension, group); !known)
      return tl::unexpected(known.error());
  }
  EvaluatedVisitor visitor;
  visitor.key_ = given.key ? *given.key : new_visitor_key(session);
  visitor.given_ = std::move(given);
  return visitor;
}

EvaluatedVisitor::Ids EvaluatedVisitor::ids_for(const Snapshot& snapshot) const {
  Ids ids(snapshot.group_count());
  for (std::uint32_t group = 0; group < snapshot.group_count(); ++group) {
    const auto found = std::ranges::find(given_.ids, snapshot.group(group),
                                         &std::pair<std::string, std::string>::first);
    if (found != given_.ids.end()) ids[group] = found->second;
  }
  return ids;
}

Evaluation EvaluatedVisitor::evaluate_one(const Snapshot& snapshot, std::uint32_t feature) const {
  const auto ids = ids_for(snapshot);
  return evaluate(snapshot, feature, Visitor{ids, key_});
}

std::vector<Answer> EvaluatedVisitor::evaluate_everything(const Snapshot& snapshot) const {
  const auto ids = ids_for(snapshot);
  std::vector<Answer> answers(snapshot.feature_count());
  evaluate_all(snapshot, Visitor{ids, key_}, answers);
  return answers;
}

}  // namespace pancake
