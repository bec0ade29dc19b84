#include "command_line.h"

#include <stdlib.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fstream>
#include <sstream>

#include "catch.h"
#include "cli/run.h"

namespace pancake {

CommandLine::CommandLine(const std::optional<std::string>& definitions) {
  std::string pattern = std::filesystem::temp_directory_path() / "pancake-cli-XXXXXX";
  REQUIRE(mkdtemp(pattern.data()) != nullptr);
  folder_ = pattern;
  store_ = std::move(open_store("memory:").value());
  environment["PANCAKE_DEFINITIONS"] = path("pancake.json");
  if (definitions) {
    write_file("pancake.json", *definitions);
  } else {
    environment.erase("PANCAKE_DEFINITIONS");
  }
}

CommandLine::~CommandLine() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Ran CommandLine::run(const std::vector<std::string>& words, const std::string& input) {
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  Surroundings surroundings{
      .environment = [this](const std::string& name) -> std::optional<std::string> {
        const auto found = environment.find(name);
        if (found == environment.end()) return std::nullopt;
        return found->second;
      },
      .in = in,
      .out = out,
      .err = err,
      .out_is_terminal = on_terminal,
      .user_name = [] { return std::string("ada"); },
      .random_bits = [this] { return random_bits; },
      .serve = [this](const ServeOptions& options, const ReadAgain& read_again) -> Result<void> {
        served = options;
        if (while_serving) while_serving(read_again);
        return {};
      },
      .store = store_.get(),
  };
  const int code = pancake::run(words, surroundings);
  return {code, out.str(), err.str()};
}

void CommandLine::store_text(FeatureKind kind, const std::string& name, const std::string& text) {
  // The operation begins when the context runs, so what it refers to must live until then.
  const std::string extension = "pancake";
  const std::vector<Write> writes{Write{SetState{kind, name, text}}};
  const Author author{"another"};
  boost::asio::io_context io;
  std::optional<Result<Written>> done;
  boost::asio::co_spawn(
      io, store_->apply(extension, writes, author),
      [&done](const std::exception_ptr&, Result<Written> result) { done = std::move(result); });
  io.run();
  REQUIRE(done.has_value());
  REQUIRE(done->has_value());
}

void CommandLine::write_file(const std::string& name, const std::string& text) const {
  std::ofstream(path(name), std::ios::binary) << text;
}

std::string sample_definitions() {
  return R"({ "extensions": {
    "pancake": {
      "groups": [ { "id": "user" }, { "id": "admin", "candidates": ["yes", "no"] } ],
      "switches": { "ReadOnly": { "default": true }, "maintenance": { "default": false } },
      "flags": { "beta": { "default": false, "description": "new checkout", "client": true },
                 "DARK": { "default": true } },
      "samples": { "odds": { "default": 42 }, "Two": { "default": 1.2 } } },
    "other": { "flags": { "elsewhere": { "default": true } } } } })";
}

}  // namespace pancake
