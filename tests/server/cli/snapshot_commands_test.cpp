#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "catch.h"
#include "command_line.h"

namespace pancake {

namespace {

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

unsigned mode_of(const std::string& path) {
  struct stat about {};
  REQUIRE(stat(path.c_str(), &about) == 0);
  return about.st_mode & 0777U;
}

}  // namespace

TEST_CASE("a snapshot is written and read back") {
  CommandLine program(sample_definitions());
  program.run({"flags", "enable-group", "beta", "user", "secret"});
  const auto file = program.path("s.bin");
  const auto exported = program.run({"snapshot", "export", "--scope", "full", "--output", file});
  CHECK(exported.code == 0);
  CHECK(exported.out.starts_with("Snapshot of 'pancake' (full, revision "));
  CHECK(mode_of(file) == 0600);

  const auto json = nlohmann::json::parse(program.run({"snapshot", "inspect", file, "--json"}).out);
  CHECK(json.at("scope") == "full");
  CHECK(json.at("overrides")[0].at("id") == "secret");
  const auto text = program.run({"snapshot", "inspect", file}).out;
  CHECK(text.find("extension  pancake\n") != std::string::npos);
  CHECK(text.find("overrides  1 of 1 objects\n") != std::string::npos);
  CHECK(program.run({"snapshot", "inspect", "-"}, bytes_of(file)).out == text);
}

TEST_CASE("a public snapshot holds what clients may see, and no id") {
  CommandLine program(sample_definitions());
  program.run({"flags", "enable-group", "beta", "user", "secret"});
  const auto ran = program.run({"snapshot", "export"});
  CHECK(ran.code == 0);
  CHECK(ran.out.starts_with("PNCK"));
  CHECK(ran.out.find("beta") != std::string::npos);
  CHECK(ran.out.find("DARK") == std::string::npos);
  CHECK(ran.out.find("secret") == std::string::npos);
}

TEST_CASE("a terminal gets no binary") {
  CommandLine program(sample_definitions());
  program.on_terminal = true;
  const auto ran = program.run({"snapshot", "export"});
  CHECK(ran.code == 1);
  CHECK(ran.out.empty());
  CHECK(ran.err.starts_with("Error: A snapshot is binary"));
}

TEST_CASE("a file that cannot be written stays as it was, and nothing is left beside it") {
  CommandLine program(sample_definitions());
  const auto folder = program.path("folder");
  std::filesystem::create_directory(folder);
  program.write_file("folder/kept", "x");
  CHECK(program.run({"snapshot", "export", "--output", folder}).code == 1);
  CHECK(program.run({"snapshot", "export", "--output", program.path("no/such")}).code == 1);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(program.path(""))) {
    INFO(entry.path());
    ++files;
  }
  CHECK(files == 2);  // the definitions file and the folder
}

TEST_CASE("a snapshot goes through a link, and into a pipe, and replaces neither") {
  CommandLine program(sample_definitions());
  program.write_file("real", "old");
  std::filesystem::create_symlink("real", program.path("link"));
  CHECK(program.run({"snapshot", "export", "--output", program.path("link")}).code == 0);
  CHECK(std::filesystem::is_symlink(program.path("link")));
  CHECK(program.run({"snapshot", "inspect", program.path("real")}).code == 0);

  const std::string pipe = program.path("pipe");
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const int reader = ::open(pipe.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  REQUIRE(reader >= 0);
  CHECK(program.run({"snapshot", "export", "--output", pipe}).code == 0);
  CHECK(std::filesystem::is_fifo(pipe));
  char magic[4] = {};
  CHECK(::read(reader, magic, sizeof magic) == 4);
  CHECK(std::string_view(magic, sizeof magic) == "PNCK");
  ::close(reader);
}

TEST_CASE("a damaged snapshot is told so, with the file's name") {
  CommandLine program(sample_definitions());
  auto bytes = program.run({"snapshot", "export"}).out;
  const auto error_of = [&program](const std::string& input) {
    const auto ran = program.run({"snapshot", "inspect", "-"}, input);
    CHECK(ran.code == 1);
    CHECK(ran.out.empty());
    CHECK(ran.err.starts_with("Error: standard input: "));
    CHECK(ran.err.find('\n') == ran.err.size() - 1);
    return ran.err;
  };
  CHECK(error_of("") == error_of("not a snapshot"));
  CHECK(error_of(bytes.substr(0, bytes.size() - 1)) != error_of(""));
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  CHECK(error_of(bytes).find("checksum") != std::string::npos);
  const auto missing = program.run({"snapshot", "inspect", program.path("none")});
  CHECK(missing.code == 1);
  CHECK(missing.err.ends_with("none: No such file or directory\n"));
}

}  // namespace pancake
