#include <catch.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "python/upper_case.h"
#include "sync/feature_table.h"
#include "views/overview.h"
#include "views/status.h"

using Json = nlohmann::ordered_json;

namespace pancake {
namespace {

FeatureKind kind_of(const std::string& type) {
  if (type == "switch") return FeatureKind::switch_;
  return type == "flag" ? FeatureKind::flag : FeatureKind::sample;
}

FeatureDefinition definition_of(const Json& recorded) {
  FeatureDefinition definition;
  definition.kind = kind_of(recorded["type"]);
  definition.name = recorded["name"];
  const Json& value = recorded["default"];
  FeatureDefault fallback;
  fallback.number = value.is_boolean() ? double(value.get<bool>()) : value.get<double>();
  fallback.text = recorded.value("default_repr", value.dump());
  definition.fallback = fallback;
  return definition;
}

std::string extension_of(const Json& recorded) {
  const auto found = recorded.find("extension");
  return found == recorded.end() || found->is_null() ? "pancake" : found->get<std::string>();
}

ExtensionDefinition extension_named(const Json& setup, const std::string& name) {
  ExtensionDefinition extension = empty_extension(name);
  for (const Json& recorded : setup["extensions"]) {
    if (recorded["name"] != name || recorded["groups"].is_null()) continue;
    for (const Json& group : recorded["groups"]) {
      GroupDefinition made;
      made.id = group["id"];
      if (!group["candidates"].is_null()) {
        made.candidates.emplace();
        for (const Json& id : group["candidates"]) {
          made.candidates->push_back(id.is_string() ? id.get<std::string>() : id.dump());
        }
      }
      extension.groups.push_back(made);
    }
  }
  return extension;
}

/// What a keyspace holds of an extension whose groups and names have no ambiguous keys.
StoredState stored_state(const Json& keyspace, const ExtensionDefinition& extension) {
  StoredState stored;
  const auto take = [&](const std::string& prefix, auto& values) {
    for (const auto& [key, held] : keyspace.items()) {
      if (key.rfind(prefix, 0) != 0 || held["type"] != "string") continue;
      values[key.substr(prefix.size())].text = held["value"];
    }
  };
  take("SWITCH:" + extension.name + ":", stored.switches);
  take("FLAG:" + extension.name + ":", stored.flags);
  take("SAMPLE:" + extension.name + ":", stored.samples);
  std::erase_if(stored.flags, [](const auto& entry) { return entry.first.rfind("k:", 0) == 0; });
  for (const auto& group : extension.groups) {
    for (const auto& feature : extension.features) {
      const std::string flag = upper_case(feature.name);
      const std::string prefix = "FLAG:" + extension.name + ":k:" + group.id + ":" + flag + ":";
      for (const auto& [key, held] : keyspace.items()) {
        if (key.rfind(prefix, 0) != 0 || held["type"] != "string") continue;
        stored.overrides.push_back({group.id, flag, key.substr(prefix.size()), {held["value"]}});
      }
    }
  }
  return stored;
}

bool has_numbers_as_candidates(const Json& setup) {
  for (const Json& extension : setup["extensions"]) {
    for (const Json& group : extension["groups"]) {
      for (const Json& id : group["candidates"]) {
        if (id.is_number()) return true;
      }
    }
  }
  return false;
}

/// Redefining replaces and keeps the place.
void define(ExtensionDefinition& extension, const Json& recorded) {
  if (extension_of(recorded) != extension.name) return;
  const FeatureDefinition added = definition_of(recorded);
  for (FeatureDefinition& known : extension.features) {
    if (known.kind == added.kind && known.name == added.name) {
      known = added;
      return;
    }
  }
  extension.features.push_back(added);
}

struct Tally {
  int compared = 0;
};

/// The short path, or the extension's name without characters that a path escapes.
std::string extension_in_path(const std::string& path) {
  const std::string overview = "/pancakes/overview";
  if (path == overview) return "pancake";
  if (path.rfind(overview + "/", 0) != 0 || path.find_first_of("%?") != std::string::npos)
    return "";
  return path.substr(overview.size() + 1);
}

void replay(const Json& scenario, Tally& tally) {
  const Json& setup = scenario["setup"];
  std::map<std::string, ExtensionDefinition> extensions;
  for (const Json& recorded : setup["extensions"]) {
    const std::string name = recorded["name"];
    extensions.emplace(name, extension_named(setup, name));
    for (const Json& definition : setup["definitions"]) define(extensions.at(name), definition);
  }
  for (const Json& step : scenario["steps"]) {
    if (step["op"] == "define" && step["result"].contains("ok")) {
      const auto found = extensions.find(extension_of(step));
      if (found != extensions.end()) define(found->second, step);
    }
    if (step["op"] != "http" || step["method"] != "GET" || !step["result"].contains("ok")) continue;
    const Json& answer = step["result"]["ok"];
    const auto extension = extensions.find(extension_in_path(step["path"]));
    if (extension == extensions.end() || answer["status"] != 200) continue;
    const std::string body = answer["body"];
    if (body.empty() || body.front() != '{') continue;

    const FeatureTable table =
        join(extension->second, stored_state(step["redis"], extension->second)).value();
    if (!table.problems.empty()) continue;
    INFO(scenario["id"] << " " << step["path"]);
    if (has_numbers_as_candidates(setup)) {
      CHECK(nlohmann::json::parse(overview_json(table)) == nlohmann::json::parse(body));
    } else {
      CHECK(overview_json(table) == body);
    }
    ++tally.compared;
  }
}

}  // namespace

TEST_CASE("an overview without problems is flask-pancake's, byte for byte") {
  Tally tally;
  for (const char* name : {"/http.json", "/cookie.json"}) {
    std::ifstream file(std::string(PANCAKE_GOLDEN) + name);
    const Json recorded = Json::parse(file);
    for (const Json& scenario : recorded["scenarios"]) {
      if (scenario["portable"] == true && scenario["setup"]["debug"] == false) {
        replay(scenario, tally);
      }
    }
  }
  CHECK(tally.compared >= 39);
}

TEST_CASE("a status names the defined features in their order, flags first") {
  ExtensionDefinition extension = empty_extension("pancake");
  extension.features = {
      {FeatureKind::sample, "s\xc3\xbc\xc3\x9f", FeatureDefault{42, "42"}, "", false},
      {FeatureKind::switch_, "W", FeatureDefault{1, "true"}, "", false},
      {FeatureKind::flag, "F", FeatureDefault{0, "false"}, "", false},
      {FeatureKind::flag, "G", FeatureDefault{0, "false"}, "", false}};
  StoredState stored;
  stored.switches["FOUND"].text = "1";
  const FeatureTable table = join(extension, stored).value();
  const std::vector<Answer> answers{Answer(true, Reason::default_), Answer(true, Reason::state),
                                    Answer(false, Reason::default_), Answer(true, Reason::state),
                                    Answer(true, Reason::sample)};
  CHECK(status_json(table, answers) ==
        "{\"flags\":[{\"is_active\":false,\"name\":\"F\"},{\"is_active\":true,\"name\":\"G\"}],"
        "\"samples\":[{\"is_active\":true,\"name\":\"s\\u00fc\\u00df\"}],"
        "\"switches\":[{\"is_active\":true,\"name\":\"W\"}]}\n");
  CHECK(status_json(join(empty_extension("pancake"), {}).value(), {}) ==
        "{\"flags\":[],\"samples\":[],\"switches\":[]}\n");
}

TEST_CASE("an overview says what is discovered and what is broken") {
  StoredState stored;
  stored.switches["FOUND"].text = "1";
  ExtensionDefinition extension = empty_extension("pancake");
  extension.features = {{FeatureKind::sample, "S", FeatureDefault{5, "5"}, "", false}};
  stored.samples["S"].text = "abc";
  const auto overview = Json::parse(overview_json(join(extension, stored).value()));
  CHECK(overview["switches"][0]["default"].is_null());
  CHECK(overview["switches"][0]["discovered"] == true);
  CHECK(overview["switches"][0]["is_active"] == true);
  CHECK(overview["samples"][0]["value"] == 5.0);
  CHECK(overview["samples"][0].contains("problem"));
  CHECK(overview["problems"].size() == 1);
}

}  // namespace pancake
