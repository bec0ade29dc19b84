#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "pancake/feature.h"
#include "store/store.h"

namespace pancake {

/// What the options that every command takes say, their environment variables included.
struct GlobalOptions {
  std::string store_url = "sqlite:pancake.db";
  /// No value: `pancake.json` in the working folder, if it is there. Empty: no file at all.
  std::optional<std::string> definitions_file;
  std::string extension = "pancake";
  bool json = false;
};

/// Who is asking, as far as the command line says it.
struct GivenVisitor {
  std::vector<std::pair<std::string, std::string>> ids;  ///< (group, object id), each group once
  std::optional<std::string> key;                        ///< no value: a visitor never seen before
};

/// A text that is the whole answer: help, or the version.
struct ShowText {
  std::string text;
};

struct ListFeatures {
  FeatureKind kind;
};

struct ListGroup {
  std::string group;
  std::string object_id;
};

struct CheckFeature {
  FeatureKind kind;
  std::string name;
  GivenVisitor visitor;
};

/// Everything that writes: enable, disable, set, clear, the group commands, define, undefine.
struct ChangeFeature {
  Change change;
};

struct ShowOverview {};

struct ShowStatus {
  GivenVisitor visitor;
};

struct ShowLog {
  std::size_t limit;
};

struct ExportSnapshot {
  Scope scope;
  std::string output;  ///< a path, or "-" for standard output
};

struct InspectSnapshot {
  std::string file;  ///< a path, or "-" for standard input
};

struct Serve {
  std::vector<std::string> listen;
  std::vector<std::string> server_keys;
  std::vector<std::string> admin_tokens;
  std::vector<std::string> secrets;
  std::optional<std::string> server_key_file;
  std::optional<std::string> token_file;
  std::optional<std::string> secret_file;
  std::optional<std::string> static_dir;
  std::optional<std::string> sdk_dir;
  std::string url_prefix;
  unsigned threads = 1;
};

using Command =
    std::variant<ShowText, ListFeatures, ListGroup, CheckFeature, ChangeFeature, ShowOverview,
                 ShowStatus, ShowLog, ExportSnapshot, InspectSnapshot, Serve>;

}  // namespace pancake
