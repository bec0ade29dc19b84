#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "admin/import_plan.h"
#include "cli/given_settings.h"
#include "identity/tokens.h"
#include "pancake/feature.h"
#include "store/store.h"

namespace pancake {

/// Another server that is worked on through its API, and how.
struct RemoteOptions {
  std::string url;
  std::optional<std::string> token_file;
  std::string token;  ///< of the variable; empty: none, or the file's
  std::optional<std::string> ca_file;
  std::optional<std::string> certificate_file;  ///< with `key_file`, or neither
  std::optional<std::string> key_file;
  bool insecure_http = false;  ///< a token may go over http:// to other machines
};

/// What the options that every command takes say, their environment variables included.
struct GlobalOptions {
  std::string store_url = "sqlite:pancake.db";
  /// No value: `pancake.json` in the working folder, if it is there. Empty: no file at all.
  std::optional<std::string> definitions_file;
  std::string extension = "pancake";
  bool json = false;
  /// No value: the store is worked on itself.
  std::optional<RemoteOptions> remote = std::nullopt;
  /// What options, not variables, say: by name, "store", "definitions" and "extension".
  std::map<std::string, std::string> given{};
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
  std::string reason;  ///< for the log; may be empty
};

struct ShowOverview {};

struct ShowStatus {
  GivenVisitor visitor;
};

struct ShowLog {
  LogQuery query;
};

struct ShowDiff {
  std::uint64_t from;
  std::uint64_t to;
};

struct RollBack {
  std::uint64_t revision;
  bool dry_run;
  bool yes;  ///< also what others changed
  std::string reason;
};

struct ExportState {
  std::string output;  ///< a path, or "-" for standard output
};

struct ImportState {
  std::string file;  ///< a path, or "-" for standard input
  ImportMode mode;
  bool dry_run;
  std::string reason;
};

struct LintDefinitions {
  std::optional<std::string> file;  ///< no value: the one of the options
  bool strict;                      ///< a warning is reason enough to fail
};

struct DiscoverDefinitions {
  std::string output;  ///< a path, or "-" for standard output
};

struct ExplainFeature {
  std::optional<FeatureKind> kind;  ///< no value: whichever has the name
  std::string name;
  GivenVisitor visitor;
};

struct AcceptStoreState {
  bool yes;
  std::string reason;
};

struct ExportSnapshot {
  Scope scope;
  std::string output;  ///< a path, or "-" for standard output
};

struct InspectSnapshot {
  std::string file;  ///< a path, or "-" for standard input
};

/// `token create`, and `token hash` of a token that is given on standard input.
struct MakeToken {
  std::string name;
  Rights rights;
  std::vector<std::string> extensions;  ///< empty: all
  bool is_given = false;
};

struct Serve {
  GivenSettings given;                         ///< by options and variables
  std::map<std::string, std::string> secrets;  ///< lines that variables hold, by setting
  std::optional<std::string> config_file;
  bool print_config = false;  ///< show the settings in place of serving
};

using Command = std::variant<ShowText, ListFeatures, ListGroup, CheckFeature, ChangeFeature,
                             ShowOverview, ShowStatus, ShowLog, ShowDiff, RollBack, ExportState,
                             ImportState, LintDefinitions, DiscoverDefinitions, ExplainFeature,
                             AcceptStoreState, ExportSnapshot, InspectSnapshot, MakeToken, Serve>;

}  // namespace pancake
