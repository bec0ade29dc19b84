#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "catch.h"
#include "command_line.h"

namespace pancake {

namespace {

std::string revision_of(CommandLine& program) {
  const auto log = nlohmann::json::parse(program.run({"log", "--limit", "1", "--json"}).out);
  return std::to_string(log.at(0).at("revision").get<std::uint64_t>());
}

}  // namespace

TEST_CASE("a reason stands in the log of every command that writes") {
  CommandLine program(sample_definitions());
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"flags", "enable", "beta"},
                                             {"flags", "disable", "beta"},
                                             {"flags", "clear", "beta"},
                                             {"flags", "enable-group", "beta", "user", "1"},
                                             {"flags", "disable-group", "beta", "user", "1"},
                                             {"flags", "clear-group", "beta", "user", "1"},
                                             {"flags", "clear-all-group", "beta", "user"},
                                             {"flags", "define", "x", "--default", "on"},
                                             {"flags", "undefine", "x"},
                                             {"switches", "enable", "maintenance"},
                                             {"samples", "set", "odds", "5"},
                                             {"samples", "clear", "odds"},
                                             {"accept-store-state", "--yes"}}) {
    auto with_reason = words;
    with_reason.insert(with_reason.end(), {"--reason", "because of " + words.front()});
    CAPTURE(words);
    REQUIRE(program.run(with_reason).code == 0);
    const auto log = nlohmann::json::parse(program.run({"log", "--limit", "1", "--json"}).out);
    CHECK(log[0].at("reason") == "because of " + words.front());
    CHECK(log[0].at("who") == "cli:ada");
  }
}

TEST_CASE("the log is read page by page, and of one feature") {
  CommandLine program(sample_definitions());
  program.run({"flags", "enable", "beta"});
  program.run({"samples", "set", "odds", "5", "--reason", "half of it"});
  const auto last = revision_of(program);
  const auto text = program.run({"log"}).out;
  CHECK(text.find("REVISION") == 0);
  CHECK(text.find("samples set odds 5.0  -     half of it\n") != std::string::npos);
  const auto older = program.run({"log", "--before", last}).out;
  CHECK(older.find("flags enable beta  -\n") != std::string::npos);
  CHECK(older.find("odds") == std::string::npos);
  CHECK(program.run({"log", "--feature", "ODDS"}).out.find("beta") == std::string::npos);
  CHECK(program.run({"log", "--kind", "switch"}).out == "No change is like that.\n");
  CHECK(program.run({"log", "--kind", "thing"}).code == 2);
  CHECK(program.run({"log", "--before", "-1"}).code == 2);
  CHECK(program.run({"log", "--before", "1x"}).err.find("'1x' is not a revision") !=
        std::string::npos);
}

TEST_CASE("the log shows what was there before each change") {
  CommandLine program(sample_definitions());
  program.run({"flags", "enable", "beta"});
  program.run({"flags", "disable", "beta"});
  program.run({"samples", "set", "odds", "5"});
  program.run({"samples", "clear", "odds"});
  program.run({"flags", "enable-group", "beta", "user", "1"});
  program.run({"flags", "clear-all-group", "beta", "user"});
  const auto text = program.run({"log"}).out;
  for (const char* line :
       {"flags enable beta                 -\n", "flags disable beta                on\n",
        "samples clear odds                5.0\n", "flags clear-all-group beta user   1 ids\n"}) {
    CAPTURE(line, text);
    CHECK(text.find(line) != std::string::npos);
  }
}

TEST_CASE("a difference and a rollback are shown as the commands that they stand for") {
  CommandLine program(sample_definitions());
  program.run({"flags", "enable", "beta"});
  const auto first = revision_of(program);
  program.run({"flags", "disable", "beta"});
  program.run({"flags", "enable-group", "beta", "user", "42"});
  program.run({"samples", "set", "odds", "7"});
  program.run({"samples", "clear", "odds"});
  const auto last = revision_of(program);
  CHECK(program.run({"diff", first, last}).out ==
        "WHAT                                    FROM  TO\n"
        "flag 'beta'                             on    off\n"
        "flag 'beta', group 'user', object '42'  -     on\n");
  const auto backwards = nlohmann::json::parse(program.run({"diff", last, first, "--json"}).out);
  REQUIRE(backwards.size() == 2);
  CHECK(backwards[0].at("to") == "1");
  CHECK(program.run({"diff", last, last}).out == "No difference.\n");

  const std::string lines = "flags enable beta\nflags clear-group beta user '42'\n";
  CHECK(program.run({"rollback", first, "--dry-run"}).out == lines + "2 changes would be made.\n");
  CHECK(revision_of(program) == last);
  const auto done = program.run({"rollback", first, "--reason", "it broke"});
  CHECK(done.out == lines + "2 changes made.\n'pancake rollback " + last + "' takes that back.\n");
  const auto log = nlohmann::json::parse(program.run({"log", "--limit", "1", "--json"}).out);
  CHECK(log[0].at("reason") == "rollback to " + first + ": it broke");
  CHECK(program.run({"rollback", last}).code == 0);
  CHECK(program.run({"diff", last, revision_of(program)}).out == "No difference.\n");
  CHECK(program.run({"rollback", revision_of(program)}).out == "Nothing to change.\n");
  CHECK(program.run({"rollback", "yesterday"}).code == 2);
}

TEST_CASE("a rollback that would undo what others changed is shown, and made with --yes alone") {
  CommandLine program(sample_definitions());
  program.run({"flags", "enable", "beta"});
  const auto first = revision_of(program);
  program.store_text(FeatureKind::flag, "beta", "0");
  const auto refused = program.run({"rollback", first});
  CHECK(refused.code == 1);
  CHECK(refused.out == "flags enable beta\n1 change would be made.\n");
  CHECK(refused.err ==
        "Warning: undoes what others changed: flag 'beta': changed by another\n"
        "Error: This would undo what others changed, and nothing was changed: give --yes to do it "
        "all the same.\n");
  CHECK(program.run({"rollback", first, "--dry-run"}).code == 0);
  CHECK(program.run({"flags", "list"}).out.find("beta: No") != std::string::npos);
  const auto json = program.run({"rollback", first, "--json"});
  CHECK(json.code == 1);
  CHECK(nlohmann::json::parse(json.out).at("overwrites").size() == 1);
  CHECK(program.run({"rollback", first, "--yes"}).code == 0);
  CHECK(program.run({"flags", "list"}).out.find("beta: Yes") != std::string::npos);
  const auto to_come = program.run({"diff", first, "99"});
  CHECK(to_come.code == 1);
  CHECK(to_come.err ==
        "Error: Revision 99 of 'pancake' is not known: the log reaches from revision 1 to 3.\n");
}

TEST_CASE("what is exported can be imported, and a dry run changes nothing") {
  CommandLine program(sample_definitions());
  program.run({"flags", "enable", "beta"});
  program.run({"flags", "enable-group", "beta", "user", "42"});
  program.run({"flags", "define", "new", "--default", "on"});
  const auto file = program.path("backup.json");
  const auto exported = program.run({"export", "--output", file});
  CHECK(exported.code == 0);
  CHECK(exported.out.find("1 definitions, 1 states, 1 overrides) written to " + file) !=
        std::string::npos);
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  CHECK(program.run({"export"}).out == text.str());
  CHECK(program.run({"import", file, "--replace"}).out == "Nothing to change.\n");

  program.run({"flags", "clear", "beta"});
  program.run({"switches", "enable", "maintenance"});
  const auto dry = program.run({"import", file, "--replace", "--dry-run"});
  CHECK(dry.out == "flags enable beta\nswitches clear maintenance\n2 changes would be made.\n");
  CHECK(program.run({"import", "-", "--dry-run"}, text.str()).out ==
        "flags enable beta\n1 change would be made.\n");
  const auto json =
      nlohmann::json::parse(program.run({"import", file, "--reason", "back", "--json"}).out);
  CHECK(json.at("changes").size() == 1);
  CHECK(json.at("dry_run") == false);
  CHECK(json.at("revision").get<std::uint64_t>() > 0);
  CHECK(program.run({"flags", "list"}).out.find("beta: Yes") != std::string::npos);

  const auto wrong = program.run({"import", "-"}, "{}");
  CHECK(wrong.code == 1);
  CHECK(wrong.err.find("standard input:1: is no export of pancake") != std::string::npos);
  CHECK(program.run({"import", "-", "--extension", "other"}, text.str()).err ==
        "Error: This is an export of extension 'pancake', not of 'other': nothing is imported.\n");
}

TEST_CASE("explain shows every rule and which one decides") {
  CommandLine program(sample_definitions());
  program.run({"flags", "enable-group", "beta", "user", "42"});
  CHECK(program.run({"explain", "beta", "--group", "user=42"}).out ==
        "Flag 'beta': Yes\n"
        "RULE                       SAYS\n"
        "group 'user', object '42'  Yes      <- decides\n"
        "group 'admin'              (no id)\n"
        "stored state               -\n"
        "default                    No\n");
  const auto sample = program.run({"explain", "odds", "--visitor", "aB3"}).out;
  CHECK(sample.find("default       42.0  <- decides\n") != std::string::npos);
  CHECK(sample.find("Visitor 'aB3': draw ") != std::string::npos);
  const auto json = nlohmann::json::parse(program.run({"explain", "beta", "--json"}).out);
  CHECK(json.at("reason") == "default");
  CHECK(json.at("rules").size() == 4);
}

TEST_CASE("explain asks for the kind where several have the name") {
  CommandLine program(sample_definitions());
  program.run({"switches", "define", "beta", "--default", "on"});
  const auto ran = program.run({"explain", "beta"});
  CHECK(ran.code == 2);
  CHECK(ran.err == "Error: 'beta' is a switch and a flag: say which by --kind.\n");
  CHECK(program.run({"explain", "beta", "--kind", "switch"}).out.starts_with("Switch 'beta': Yes"));
  CHECK(program.run({"explain", "betta"}).err ==
        "Error: Unknown feature 'betta'. Did you mean 'beta'?\n");
  CHECK(program.run({"explain", "beta", "--kind", "sample"}).code == 1);
}

TEST_CASE("lint names file and line, and fails on errors, or on warnings if strict") {
  CommandLine program(R"({"extensions":{"pancake":{
    "flags":{"a b":{"default":true}}}}})");
  const auto path = program.path("pancake.json");
  const auto warned = program.run({"lint"});
  CHECK(warned.code == 0);
  CHECK(warned.out.starts_with(path + ":2: warning: extensions.pancake.flags.a b: "));
  const auto strict = program.run({"lint", "--strict"});
  CHECK(strict.code == 1);
  CHECK(strict.err == "Error: " + path + " has 1 warning.\n");
  const auto broken = program.run({"lint", "-"}, "{\"extensions\":\n{}}");
  CHECK(broken.code == 1);
  CHECK(broken.out.starts_with("-:1: error: extensions: names no extension"));
  CHECK(program.run({"lint", "-", "--json"}, "[").out.find("\"severity\":\"error\"") !=
        std::string::npos);
  CHECK(program.run({"lint", program.path("nowhere.json")}).code == 1);
}

TEST_CASE("what a Flask app stored is discovered as a definitions file that can be used") {
  CommandLine program(std::nullopt);
  program.store_text(FeatureKind::flag, "checkout", "1");
  program.store_text(FeatureKind::sample, "odds", "12.5");
  const auto file = program.path("found.json");
  CHECK(program.run({"discover", "--output", file}).code == 0);
  const auto listed = program.run({"flags", "list", "--definitions", file});
  CHECK(listed.out == "CHECKOUT: Yes (default: Yes)\n");
  CHECK(program.run({"lint", file}).out == file + ": nothing to complain about.\n");
}

TEST_CASE("discover names the stored values that it could not use") {
  CommandLine program(std::nullopt);
  program.store_text(FeatureKind::flag, "checkout", "1");
  program.store_text(FeatureKind::sample, "odds", "250");
  const auto found = program.run({"discover"});
  CHECK(found.code == 0);
  CHECK(nlohmann::json::parse(found.out)["extensions"]["pancake"]["samples"]["ODDS"]["default"] ==
        0);
  CHECK(found.err.starts_with("Warning: ignoring what cannot be used: sample 'ODDS': "));
  CHECK(std::ranges::count(found.err, '\n') == 1);
}

TEST_CASE("the state of a store is accepted only by whoever says so twice") {
  CommandLine program(sample_definitions());
  const auto asked = program.run({"accept-store-state"});
  CHECK(asked.code == 1);
  CHECK(asked.err.find("give --yes") != std::string::npos);
  CHECK(program.run({"log", "--json"}).out == "[]\n");
  CHECK(program.run({"accept-store-state", "--yes"}).out ==
        "What the store holds of 'pancake' is accepted.\n");
  CHECK(program.run({"log"}).out.find("accept-state") != std::string::npos);
}

}  // namespace pancake
