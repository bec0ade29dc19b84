// The settings of `pancake serve`: what may be said, where, and who wins.

#include "cli/settings.h"

#include <nlohmann/json.hpp>
#include <set>

#include "catch.h"
#include "cli/config_file.h"
#include "cli/quantities.h"
#include "cli/setting_value.h"
#include "command_line.h"

namespace pancake {

namespace {

constexpr const char* served_url = "memory:";

/// `serve` with these words, and what it was given.
ServeOptions served(CommandLine& program, std::vector<std::string> words) {
  words.insert(words.begin(), "serve");
  const auto ran = program.run(words);
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  return program.served.value();
}

/// What `serve` says when its config file has this content.
std::string refusal(CommandLine& program, const std::string& config) {
  program.write_file("config.json", config);
  const auto ran = program.run({"serve", "--config", program.path("config.json")});
  CHECK(ran.code != 0);
  CHECK(ran.out.empty());
  return ran.err;
}

}  // namespace

TEST_CASE("no two settings share a name, and every one has a default that it accepts") {
  std::set<std::string> names;
  for (const ServeSetting& setting : settings()) {
    INFO(setting.name);
    CHECK(names.insert(setting.name).second);
    ServeOptions options;
    const auto texts = value_of(setting, options);
    if (!texts.empty()) CHECK(set_value(setting, texts, options) == std::nullopt);
    CHECK(value_of(setting, options) == texts);
  }
}

TEST_CASE("an option wins over a variable, a variable over the config file, that over defaults") {
  CommandLine program(sample_definitions());
  program.write_file("config.json", R"({"store":"memory:","listen":["127.0.0.1:1"],"threads":3,)"
                                    R"("url-prefix":"/file/","extension":"pancake"})");
  const std::vector<std::string> config{"--config", program.path("config.json")};
  auto options = served(program, config);
  CHECK(options.store_url == served_url);
  CHECK(options.listen == std::vector<std::string>{"127.0.0.1:1"});
  CHECK(options.threads == 3);
  CHECK(options.url_prefix == "/file");

  program.environment["PANCAKE_THREADS"] = "4";
  program.environment["PANCAKE_STORE"] = "sqlite:a.db";
  program.environment["PANCAKE_LISTEN"] = "127.0.0.1:2,127.0.0.1:3";
  options = served(program, config);
  CHECK(options.store_url == "sqlite:a.db");
  CHECK(options.listen == std::vector<std::string>{"127.0.0.1:2", "127.0.0.1:3"});
  CHECK(options.threads == 4);
  CHECK(options.url_prefix == "/file");

  auto words = config;
  words.insert(words.end(), {"--threads", "5", "--store", "redis://h", "--listen", "[::1]:0"});
  options = served(program, words);
  CHECK(options.store_url == "redis://h");
  CHECK(options.listen == std::vector<std::string>{"[::1]:0"});
  CHECK(options.threads == 5);

  CommandLine bare(sample_definitions());
  options = served(bare, {});
  CHECK(options.store_url == "sqlite:pancake.db");
  CHECK(options.listen == std::vector<std::string>{"127.0.0.1:8080"});
  CHECK(options.threads == 1);
}

TEST_CASE("the config file may be named by a variable, and its paths are seen from its folder") {
  CommandLine program(std::nullopt);
  program.write_file("defs.json", sample_definitions());
  program.write_file("tokens", "one\n");
  program.write_file("config.json", R"({"definitions":"defs.json","token-file":"./tokens"})");
  program.environment["PANCAKE_CONFIG"] = program.path("config.json");
  const auto options = served(program, {});
  CHECK(options.definitions.find("other") != nullptr);
  CHECK(options.definitions_file == program.path("defs.json"));
  CHECK(options.admin_tokens == std::vector<std::string>{"one"});
}

TEST_CASE("what is wrong in a config file is named with its line and its member") {
  CommandLine program(sample_definitions());
  const auto file = "Error: " + program.path("config.json");
  CHECK(refusal(program, "{\n \"treads\": 2 }") ==
        file + ":2: treads: is not known here. Did you mean 'threads'?\n");
  CHECK(refusal(program, "{\n\n \"threads\": 300 }") ==
        file + ":3: threads: 300 is not in the range 0<=x<=256.\n");
  CHECK(refusal(program, "{ \"threads\": \"2\" }") ==
        file + ":1: threads: '2' is not a whole number\n");
  CHECK(refusal(program, "{ \"listen\": [\n \"127.0.0.1:1\", 8080 ] }") ==
        file + ":2: listen[1]: 8080 is not a text\n");
  CHECK(refusal(program, "{ \"listen\": [] }") == file + ":1: listen: is an empty list\n");
  CHECK(refusal(program, "{ \"listen\": \"8080\" }") ==
        file + ":1: listen: '8080' is not of the form ADDRESS:PORT, like 127.0.0.1:8080.\n");
  CHECK(refusal(program, "{ \"store\": \"a\", \"store\": \"b\" }").find("second time") !=
        std::string::npos);
  CHECK(refusal(program, "[]") == file + ":1: a list is not an object\n");
  CHECK(refusal(program, "{ \"threads\": 2, }").starts_with(file + ":1:17: "));
  CHECK_FALSE(program.served.has_value());
}

TEST_CASE("a file that a setting names and that is not there is named with who named it") {
  CommandLine program(sample_definitions());
  const auto absent = program.path("absent");
  const auto why = absent + ": No such file or directory\n";
  CHECK(program.run({"serve", "--token-file", absent}).err == "Error: --token-file: " + why);
  CHECK(refusal(program, "{\n\"secret-file\": \"absent\" }") ==
        "Error: " + program.path("config.json") + ":2: secret-file: " + why);
  program.environment["PANCAKE_SERVER_KEY_FILE"] = absent;
  CHECK(program.run({"serve"}).err == "Error: PANCAKE_SERVER_KEY_FILE: " + why);
  CHECK(program.run({"serve", "--config", absent}).err.ends_with(why));
  CHECK_FALSE(program.served.has_value());
}

TEST_CASE("a wrong value of a variable is wrong usage that names the variable") {
  CommandLine program(sample_definitions());
  program.environment["PANCAKE_THREADS"] = "many";
  const auto ran = program.run({"serve"});
  CHECK(ran.code == 2);
  CHECK(ran.err.ends_with(
      "Error: Invalid value for 'PANCAKE_THREADS': 'many' is not a valid integer.\n"));
}

TEST_CASE("--print-config shows every setting with its source and no secret, and serves nothing") {
  CommandLine program(sample_definitions());
  program.write_file("tokens", "token-in-file\n");
  program.write_file("config.json", "{ \"threads\": 3,\n \"token-file\": \"tokens\" }");
  program.environment["PANCAKE_CONFIG"] = program.path("config.json");
  program.environment["PANCAKE_TOKEN"] = "token-in-variable";
  program.environment["PANCAKE_LISTEN"] = "127.0.0.1:1";
  const std::vector<std::string> words{"serve", "--print-config", "--store",
                                       "redis://ada:pass@w0rd@host:1/2"};
  const auto text = program.run(words);
  CHECK(text.code == 0);
  auto words_for_json = words;
  words_for_json.emplace_back("--json");
  const auto ran = program.run(words_for_json);
  REQUIRE(ran.code == 0);
  CHECK_FALSE(program.served.has_value());
  for (const char* secret : {"token-in-file", "token-in-variable", "pass", "w0rd", "ada"}) {
    CHECK(text.out.find(secret) == std::string::npos);
    CHECK(ran.out.find(secret) == std::string::npos);
  }

  const auto json = nlohmann::json::parse(ran.out);
  const auto is = [&json](const char* name, const nlohmann::json& value, const std::string& from) {
    INFO(name);
    CHECK(json[name]["value"] == value);
    CHECK(json[name]["from"] == from);
  };
  is("store", "redis://(set)@host:1/2", "--store");
  is("listen", nlohmann::json{"127.0.0.1:1"}, "PANCAKE_LISTEN");
  is("threads", "3", program.path("config.json") + ":1: threads");
  is("token-file", program.path("tokens"), program.path("config.json") + ":2: token-file");
  is("PANCAKE_TOKEN", "(set)", "PANCAKE_TOKEN");
  is("url-prefix", nullptr, "default");
  is("secret-file", nullptr, "default");
  for (const ServeSetting& setting : settings()) {
    INFO(setting.name);
    CHECK(json.contains(setting.name));
    CHECK(text.out.find("\n" + setting.name + " ") != std::string::npos);
  }
}

TEST_CASE("durations and sizes are read as they are shown") {
  using std::chrono::milliseconds;
  CHECK(read_duration("5") == milliseconds(5000));
  CHECK(read_duration("1.5s") == milliseconds(1500));
  CHECK(read_duration("500ms") == milliseconds(500));
  CHECK(read_duration("2m") == milliseconds(120'000));
  CHECK(read_duration("1h") == milliseconds(3'600'000));
  CHECK(read_duration("0") == milliseconds(0));
  for (const char* wrong : {"", "s", "-1", "1x", "1 s", "nan", "inf", "1e3", "10000h", "+1"}) {
    INFO(wrong);
    CHECK_FALSE(read_duration(wrong).has_value());
  }
  for (const int count : {0, 1, 999, 1000, 1500, 60'000, 90'000, 3'600'000}) {
    CHECK(read_duration(duration_text(milliseconds(count))) == milliseconds(count));
  }
  CHECK(read_size("65536") == 65'536U);
  CHECK(read_size("64k") == 65'536U);
  CHECK(read_size("2M") == 2U << 20U);
  for (const char* wrong : {"", "k", "-1", "1.5k", "1K", "1MB", "99999999999999999999"}) {
    INFO(wrong);
    CHECK_FALSE(read_size(wrong).has_value());
  }
  CHECK(size_text(65'536) == "64k");
  CHECK(size_text(1000) == "1000");
}

}  // namespace pancake
