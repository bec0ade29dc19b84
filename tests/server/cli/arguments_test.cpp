// What each command line means, without carrying it out.

#include "cli/arguments.h"

#include <map>

#include "catch.h"

namespace pancake {

namespace {

using Variables = std::map<std::string, std::string>;

Invocation understood(const std::vector<std::string>& words, const Variables& variables = {}) {
  const auto invocation =
      read_arguments(words, [&variables](const std::string& name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        if (found == variables.end()) return std::nullopt;
        return found->second;
      });
  if (!invocation) FAIL(invocation.error().text);
  return *invocation;
}

template <typename AnyCommand>
AnyCommand command(const std::vector<std::string>& words) {
  return std::get<AnyCommand>(understood(words).command);
}

template <typename AnyChange>
AnyChange change(const std::vector<std::string>& words) {
  return std::get<AnyChange>(command<ChangeFeature>(words).change);
}

}  // namespace

TEST_CASE("global options are taken before, between and after the words of a command") {
  const std::vector<std::vector<std::string>> lines{
      {"--store", "memory:", "--extension", "shop", "--json", "flags", "list"},
      {"flags", "--store", "memory:", "--extension=shop", "--json", "list"},
      {"flags", "list", "--json", "--store=memory:", "--extension", "shop"},
      {"--store=memory:", "flags", "--extension", "shop", "list", "--json"},
  };
  for (const auto& words : lines) {
    const auto options = understood(words).options;
    CHECK(options.store_url == "memory:");
    CHECK(options.extension == "shop");
    CHECK(options.json);
    CHECK_FALSE(options.definitions_file.has_value());
  }
}

TEST_CASE("the last of several equal options counts") {
  CHECK(understood({"--store", "a", "flags", "list", "--store", "b"}).options.store_url == "b");
  CHECK(understood({"flags", "list", "--store", "a", "--store", "b"}).options.store_url == "b");
}

TEST_CASE("an option wins over its variable, and an empty variable is none") {
  const Variables variables{{"PANCAKE_STORE", "redis://x"},
                            {"PANCAKE_DEFINITIONS", "defs.json"},
                            {"PANCAKE_EXTENSION", ""}};
  const auto from_variables = understood({"overview"}, variables).options;
  CHECK(from_variables.store_url == "redis://x");
  CHECK(from_variables.definitions_file == "defs.json");
  CHECK(from_variables.extension == "pancake");
  const auto options =
      understood({"overview", "--store", "memory:", "--definitions="}, variables).options;
  CHECK(options.store_url == "memory:");
  CHECK(options.definitions_file == "");
}

TEST_CASE("without options or variables the store is a file of this folder") {
  const auto options = understood({"overview"}).options;
  CHECK(options.store_url == "sqlite:pancake.db");
  CHECK(options.extension == "pancake");
  CHECK_FALSE(options.json);
}

TEST_CASE("commands that write become changes of the store") {
  const auto enable = change<SetState>({"flags", "enable", "X"});
  CHECK(enable.kind == FeatureKind::flag);
  CHECK(enable.name == "X");
  CHECK(enable.text == "1");
  const auto disable = change<SetState>({"switches", "disable", "X"});
  CHECK(disable.kind == FeatureKind::switch_);
  CHECK(disable.text == "0");
  const auto set = change<SetState>({"samples", "set", "X", "12"});
  CHECK(set.kind == FeatureKind::sample);
  CHECK(set.text == "12.0");
  CHECK(change<ClearState>({"samples", "clear", "X"}).kind == FeatureKind::sample);

  const auto on = change<SetOverride>({"flags", "enable-group", "X", "user", "42"});
  CHECK(on.flag == "X");
  CHECK(on.group == "user");
  CHECK(on.object_id == "42");
  CHECK(on.on);
  CHECK_FALSE(change<SetOverride>({"flags", "disable-group", "X", "user", "42"}).on);
  CHECK(change<ClearOverride>({"flags", "clear-group", "X", "user", "42"}).object_id == "42");
  CHECK(change<ClearOverrides>({"flags", "clear-all-group", "X", "user"}).group == "user");
  CHECK(change<Undefine>({"flags", "undefine", "X"}).name == "X");
}

TEST_CASE("a definition keeps how its default was written") {
  const auto flag = change<Define>({"flags", "define", "X", "--default", "on", "--client",
                                    "--description", "what for"})
                        .definition;
  CHECK(flag.kind == FeatureKind::flag);
  CHECK(flag.fallback->number == 1);
  CHECK(flag.fallback->text == "true");
  CHECK(flag.client);
  CHECK(flag.description == "what for");
  const auto text_of = [](const std::string& ratio) {
    return change<Define>({"samples", "define", "X", "--default", ratio}).definition.fallback->text;
  };
  CHECK(text_of("42") == "42");
  CHECK(text_of("042") == "42");
  CHECK(text_of("42.0") == "42.0");
  CHECK(text_of("1e1") == "10.0");
  CHECK(text_of("0.00001") == "1e-05");
}

TEST_CASE("odd texts arrive as they were typed") {
  for (const std::string id : {"", "[a,b]", "{}", "%%", "a=b", "-", "\"q\"", "list", "two words"}) {
    const auto given = change<SetOverride>({"flags", "enable-group", "list", "enable", id});
    CHECK(given.flag == "list");
    CHECK(given.group == "enable");
    CHECK(given.object_id == id);
  }
  for (const std::string id : {"-1", "--json", "++", "--", "--x=", "-h"}) {
    CHECK(change<SetOverride>({"flags", "enable-group", "--", "X", "user", id}).object_id == id);
    CHECK(change<SetOverride>({"flags", "enable-group", "X", "user", "--", id}).object_id == id);
  }
}

TEST_CASE("a visitor is an id for some groups and a key") {
  const auto check =
      command<CheckFeature>({"flags", "check", "X", "--group", "user=a=b", "--group=admin="});
  REQUIRE(check.visitor.ids.size() == 2);
  CHECK(check.visitor.ids[0] == std::pair<std::string, std::string>("user", "a=b"));
  CHECK(check.visitor.ids[1] == std::pair<std::string, std::string>("admin", ""));
  CHECK_FALSE(check.visitor.key.has_value());
  CHECK(command<CheckFeature>({"samples", "check", "X", "--visitor="}).visitor.key == "");
  CHECK(command<ShowStatus>({"status", "--visitor", "-7"}).visitor.key == "-7");
}

TEST_CASE("views and snapshots have defaults that show or give away little") {
  CHECK(command<ShowLog>({"log"}).query.limit == 20);
  CHECK(command<ShowLog>({"log", "--limit", "5"}).query.limit == 5);
  const auto exported = command<ExportSnapshot>({"snapshot", "export"});
  CHECK(exported.scope == Scope::public_);
  CHECK(exported.output == "-");
  CHECK(command<InspectSnapshot>({"snapshot", "inspect", "-"}).file == "-");
  CHECK(command<ListFeatures>({"samples", "list"}).kind == FeatureKind::sample);
  CHECK(command<ListGroup>({"flags", "list-group", "user", "1"}).object_id == "1");
}

TEST_CASE("serve keeps what options and variables say, with the one that says it") {
  const Variables variables{{"PANCAKE_LISTEN", "[::1]:1, 127.0.0.1:2"},
                            {"PANCAKE_URL_PREFIX", "/from-variable"},
                            {"PANCAKE_TOKEN", "t"},
                            {"PANCAKE_SECRET", " s "},
                            {"PANCAKE_STATIC", ""}};
  const auto serve = std::get<Serve>(
      understood({"serve", "--url-prefix", "/a/", "--token-file", "tf"}, variables).command);
  REQUIRE(serve.given.size() == 3);
  const auto& listen = serve.given.at("listen");
  CHECK(listen.texts == std::vector<std::string>{"[::1]:1", "127.0.0.1:2"});
  CHECK(listen.source == SettingSource::environment);
  CHECK(listen.place == "PANCAKE_LISTEN");
  const auto& prefix = serve.given.at("url-prefix");
  CHECK(prefix.texts == std::vector<std::string>{"/a/"});
  CHECK(prefix.source == SettingSource::option);
  CHECK(prefix.place == "--url-prefix");
  CHECK(serve.given.at("token-file").texts == std::vector<std::string>{"tf"});
  CHECK(serve.secrets ==
        std::map<std::string, std::string>{{"token-file", "t"}, {"secret-file", " s "}});
  CHECK_FALSE(serve.config_file.has_value());
  CHECK_FALSE(serve.print_config);
}

TEST_CASE("every address of a repeated option counts, and then the variable does not") {
  const auto serve =
      std::get<Serve>(understood({"serve", "--listen", "0.0.0.0:0", "--listen", "[::]:0"},
                                 {{"PANCAKE_LISTEN", "127.0.0.1:1"}})
                          .command);
  CHECK(serve.given.at("listen").texts == std::vector<std::string>{"0.0.0.0:0", "[::]:0"});
}

}  // namespace pancake
