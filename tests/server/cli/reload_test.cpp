// What is read again when a server reloads.

#include "catch.h"
#include "command_line.h"

namespace pancake {

TEST_CASE("a reload reads config file, definitions and tokens again, and keeps what is fixed") {
  CommandLine program(sample_definitions());
  program.write_file("tokens", "one\n");
  program.write_file("config.json",
                     R"({"token-file":"tokens","threads":2,"log-level":"warn","static":"www"})");
  Reread reread;
  program.while_serving = [&](const ReadAgain& read_again) {
    program.write_file("tokens", "two\nthree\n");
    program.write_file("pancake.json", R"({"extensions":{"fresh":{}}})");
    program.write_file("config.json", R"({"token-file":"tokens","threads":3,"log-level":"info"})");
    reread = read_again().value();
  };
  CHECK(program.run({"serve", "--config", program.path("config.json")}).code == 0);
  CHECK(program.served->admin_tokens == std::vector<std::string>{"one"});
  CHECK(reread.options.admin_tokens == std::vector<std::string>{"two", "three"});
  CHECK(reread.options.definitions.find("fresh") != nullptr);
  CHECK(reread.options.log_level == "info");
  CHECK_FALSE(reread.options.static_dir.has_value());
  CHECK(reread.options.threads == 2);
  CHECK(reread.unchangeable == std::vector<std::string>{"threads"});
}

TEST_CASE("a reload of what does not hold together is an error that says where") {
  CommandLine program(sample_definitions());
  std::string why;
  program.while_serving = [&](const ReadAgain& read_again) {
    program.write_file("pancake.json", "{\n\"extensions\": 1 }");
    why = read_again().error().message;
  };
  CHECK(program.run({"serve"}).code == 0);
  CHECK(why.find("pancake.json:2: extensions: 1 is not an object") != std::string::npos);
}

}  // namespace pancake
