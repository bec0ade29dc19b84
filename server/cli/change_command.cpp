#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/json_output.h"
#include "cli/known_names.h"
#include "cli/words.h"
#include "store/change_log.h"

namespace pancake {

namespace {

/// Refuses a change that names what does not exist or may not be.
class Check {
 public:
  explicit Check(Session& session) : session_(session) {}

  Result<void> operator()(const SetState& change) {
    return require_feature(session_, change.kind, change.name);
  }
  Result<void> operator()(const ClearState& change) {
    return require_feature(session_, change.kind, change.name);
  }
  Result<void> operator()(const SetOverride& change) {
    return object(change.flag, change.group, change.object_id);
  }
  Result<void> operator()(const ClearOverride& change) {
    return object(change.flag, change.group, change.object_id);
  }
  Result<void> operator()(const ClearOverrides& change) {
    return object(change.flag, change.group, {});
  }

  Result<void> operator()(const Define& change) {
    const auto& definition = change.definition;
    if (auto allowed = check_name(capitalized(definition.kind), definition.name); !allowed)
      return allowed;
    return not_in_file(definition.kind, definition.name);
  }

  Result<void> operator()(const Undefine& change) {
    if (auto allowed = not_in_file(change.kind, change.name); !allowed) return allowed;
    const auto defined = session_.store.read_definitions(session_.extension.name);
    if (!defined) return tl::unexpected(defined.error());
    const bool known = std::ranges::any_of(*defined, [&change](const auto& definition) {
      return definition.kind == change.kind && definition.name == change.name;
    });
    if (known) return {};
    return fail(ErrorCode::unknown_feature, std::string(capitalized(change.kind)) + " '" +
                                                change.name + "' is not defined in the store.");
  }

 private:
  Result<void> object(const std::string& flag, const std::string& group,
                      const std::string& object_id) {
    if (auto known = require_group(session_, group); !known) return known;
    if (object_id.size() > max_object_id_bytes) {
      return fail(ErrorCode::bad_value, "The id is " + std::to_string(object_id.size()) +
                                            " bytes long; at most " +
                                            std::to_string(max_object_id_bytes) + " are allowed.");
    }
    return require_feature(session_, FeatureKind::flag, flag);
  }

  Result<void> not_in_file(FeatureKind kind, const std::string& name) {
    const bool in_file = std::ranges::any_of(session_.extension.features, [&](const auto& known) {
      return known.kind == kind && known.name == name;
    });
    if (!in_file) return {};
    return fail(ErrorCode::bad_name,
                std::string(capitalized(kind)) + " '" + name + "' is defined in " +
                    session_.definitions_file.value_or("the definitions file") +
                    ", which wins over the store: change it there.");
  }

  Session& session_;
};

void write_json(Session& session, const Change& change, std::uint64_t revision) {
  const auto entry = log_entry(change, {});
  nlohmann::ordered_json json;
  json["action"] = entry.action;
  json["kind"] = to_text(entry.kind);
  json["name"] = entry.feature;
  const bool of_group = !entry.group.empty();
  if (of_group) json["group"] = entry.group;
  if (of_group && entry.action != "clear_all_group") json["id"] = entry.object_id;
  json["key"] = redis_key(entry.kind, session.extension.name, entry.feature);
  json["revision"] = revision;
  write_json_line(session.out(), json);
}

}  // namespace

Result<void> change_feature(const ChangeFeature& command, Session& session) {
  if (auto allowed = std::visit(Check(session), command.change); !allowed) return allowed;
  const Author author{"cli:" + session.surroundings.user_name(), ""};
  const auto revision =
      session.store.apply(session.extension.name, {Write{command.change}}, author);
  if (!revision) return tl::unexpected(revision.error());
  if (session.options.json) {
    write_json(session, command.change, *revision);
  } else {
    session.out() << done_words(command.change, session.paint) << '\n';
  }
  return {};
}

}  // namespace pancake
