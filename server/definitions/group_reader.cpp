#include <algorithm>
#include <set>

#include "definitions/extension_reader.h"

namespace pancake {

namespace {

struct SourceWord {
  std::string_view prefix;
  IdSource::Kind kind;
};
constexpr SourceWord source_words[] = {{"header:", IdSource::Kind::header},
                                       {"cookie:", IdSource::Kind::cookie},
                                       {"query:", IdSource::Kind::query},
                                       {"claim:", IdSource::Kind::claim}};

/// What HTTP allows in the name of a header or cookie (RFC 9110 `token`).
bool is_token(std::string_view name) {
  return std::ranges::all_of(name, [](char c) {
    const bool alphanumeric =
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return alphanumeric || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

std::vector<std::string> read_candidates(const Field& field) {
  std::vector<std::string> candidates;
  for (const auto& entry : field.entries()) {
    const auto id = entry.text();
    if (!id) continue;
    if (id->size() > max_object_id_bytes) {
      entry.wrong("is over 1,024 bytes long");
    } else if (std::ranges::find(candidates, *id) != candidates.end()) {
      entry.wrong("'" + *id + "' is listed twice");
    } else {
      candidates.push_back(*id);
    }
  }
  return candidates;
}

GroupDefinition read_group(const Field& field) {
  GroupDefinition group;
  for (const auto& member : field.members({"id", "from", "candidates"})) {
    if (member.key() == "id") {
      const auto id = member.text();
      if (!id) continue;
      group.id = *id;
      if (const auto allowed = check_name("group", *id); !allowed) {
        member.wrong(allowed.error().message);
      }
    } else if (member.key() == "from") {
      group.from = read_id_source(member);
    } else if (!member.is_null()) {
      group.candidates = read_candidates(member);
    }
  }
  if (!field.member("id")) field.wrong("a group needs an id");
  return group;
}

}  // namespace

IdSource read_id_source(const Field& field) {
  const auto text = field.text();
  if (!text) return {};
  if (*text == "client") return {IdSource::Kind::client, {}};
  for (const auto& [prefix, kind] : source_words) {
    if (!text->starts_with(prefix)) continue;
    const auto name = text->substr(prefix.size());
    const bool in_http = kind == IdSource::Kind::header || kind == IdSource::Kind::cookie;
    if (name.empty()) field.wrong("'" + *text + "' lacks the name after the colon");
    if (in_http && !is_token(name)) {
      field.wrong("'" + name + "' cannot be the name of a header or cookie");
    }
    return {kind, name};
  }
  field.wrong("'" + *text +
              "' is no source: use header:NAME, cookie:NAME, query:NAME, claim:NAME or client");
  return {};
}

std::vector<GroupDefinition> read_groups(const Field& field) {
  std::vector<GroupDefinition> groups;
  std::set<std::string> ids;
  for (const auto& entry : field.entries()) {
    auto group = read_group(entry);
    if (!ids.insert(group.id).second) entry.wrong("group '" + group.id + "' stands here twice");
    groups.push_back(std::move(group));
  }
  if (groups.size() > 65535) field.wrong("has over 65,535 groups");
  return groups;
}

}  // namespace pancake
