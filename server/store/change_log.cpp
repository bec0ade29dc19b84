#include "store/change_log.h"

#include "definitions/definition_json.h"

namespace pancake {

namespace {

/// Fills in what each kind of change says of itself.
class Describe {
 public:
  explicit Describe(LogEntry& entry) : entry_(entry) {}

  void operator()(const SetState& change) {
    feature(change.kind, change.name);
    entry_.to = change.text;
    if (change.kind == FeatureKind::sample) {
      entry_.action = "set";
    } else {
      entry_.action = change.text == "1" ? "enable" : "disable";
    }
  }
  void operator()(const ClearState& change) {
    feature(change.kind, change.name);
    entry_.action = "clear";
  }
  void operator()(const SetOverride& change) {
    override_of(change.flag, change.group);
    entry_.object_id = change.object_id;
    entry_.action = change.on ? "enable_group" : "disable_group";
    entry_.to = change.on ? "1" : "0";
  }
  void operator()(const ClearOverride& change) {
    override_of(change.flag, change.group);
    entry_.object_id = change.object_id;
    entry_.action = "clear_group";
  }
  void operator()(const ClearOverrides& change) {
    override_of(change.flag, change.group);
    entry_.action = "clear_all_group";
  }
  void operator()(const Define& change) {
    feature(change.definition.kind, change.definition.name);
    entry_.action = "define";
    entry_.to = definition_json(change.definition);
  }
  void operator()(const Undefine& change) {
    feature(change.kind, change.name);
    entry_.action = "undefine";
  }

 private:
  void feature(FeatureKind kind, const std::string& name) {
    entry_.kind = kind;
    entry_.feature = name;
  }
  void override_of(const std::string& flag, const std::string& group) {
    feature(FeatureKind::flag, flag);
    entry_.group = group;
  }

  LogEntry& entry_;
};

}  // namespace

LogEntry log_entry(const Change& change, const Author& author) {
  LogEntry entry;
  entry.who = author.who;
  entry.reason = author.reason;
  std::visit(Describe(entry), change);
  return entry;
}

}  // namespace pancake
