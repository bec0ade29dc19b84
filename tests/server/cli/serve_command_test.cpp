#include "catch.h"
#include "command_line.h"

namespace pancake {

TEST_CASE("serve is given what options, files and variables say") {
  CommandLine program(sample_definitions());
  program.write_file("keys", "# edge\nkey-1\r\n\n  key-2  \n");
  program.write_file("tokens", "token-1");
  program.write_file("secrets", " first \n\n# second\n");
  program.environment["PANCAKE_SERVER_KEY"] = "key-3";
  program.environment["PANCAKE_SECRET"] = "third";
  const auto ran = program.run({"serve", "--store", "memory:", "--listen", "127.0.0.1:0",
                                "--server-key-file", program.path("keys"), "--token-file",
                                program.path("tokens"), "--secret-file", program.path("secrets"),
                                "--url-prefix", "/p", "--static", "www", "--threads", "2"});
  CHECK(ran.code == 0);
  CHECK(ran.err.empty());
  REQUIRE(program.served.has_value());
  const auto& options = *program.served;
  CHECK(options.store_url == "memory:");
  CHECK(options.listen == std::vector<std::string>{"127.0.0.1:0"});
  CHECK(options.server_keys == std::vector<std::string>{"key-1", "key-2", "key-3"});
  CHECK(options.admin_tokens == std::vector<std::string>{"token-1"});
  CHECK(options.secrets == std::vector<std::string>{" first ", "# second", "third"});
  CHECK(options.url_prefix == "/p");
  CHECK(options.static_dir == "www");
  CHECK_FALSE(options.sdk_dir.has_value());
  CHECK(options.threads == 2);
  CHECK(options.definitions.find("other") != nullptr);
}

TEST_CASE("serve without a definitions file serves the one extension that is named") {
  CommandLine program(std::nullopt);
  CHECK(program.run({"serve", "--extension", "shop"}).code == 0);
  REQUIRE(program.served.has_value());
  REQUIRE(program.served->definitions.extensions.size() == 1);
  CHECK(program.served->definitions.extensions[0].name == "shop");
}

TEST_CASE("signed cookies without a secret are refused before anything listens") {
  CommandLine program(R"({"extensions":{"pancake":{"cookie":{"format":"flask-pancake"}}}})");
  const auto ran = program.run({"serve"});
  CHECK(ran.code == 1);
  CHECK_FALSE(program.served.has_value());
  CHECK(ran.err.find("--secret-file or PANCAKE_SECRET") != std::string::npos);
  program.environment["PANCAKE_SECRET"] = "s";
  CHECK(program.run({"serve"}).code == 0);
}

TEST_CASE("a file of tokens that is missing or has none is refused") {
  CommandLine program(sample_definitions());
  program.write_file("empty", "# nothing yet\n\n");
  for (const std::string option : {"--token-file", "--server-key-file"}) {
    const auto none = program.run({"serve", option, program.path("empty")});
    CHECK(none.code == 1);
    CHECK(none.err.ends_with("empty: no token in it\n"));
  }
  CHECK(program.run({"serve", "--secret-file", program.path("absent")}).code == 1);
  CHECK_FALSE(program.served.has_value());
}

}  // namespace pancake
