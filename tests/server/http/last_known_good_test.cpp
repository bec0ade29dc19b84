#include "serve/last_known_good.h"

#include <catch.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "captured_log.h"
#include "soon.h"
#include "temporary_folder.h"

namespace pancake {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;

KnownState known(std::uint64_t revision, const std::string& extension = "pancake") {
  KnownState made;
  made.extension = extension;
  made.state.revision = revision;
  made.state.switches["W"] = {std::to_string(revision)};
  return made;
}

std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  return names;
}

}  // namespace

TEST_CASE("the newest state of each extension is kept, for one store") {
  const TemporaryFolder folder;
  const std::string place = folder.file("a/b");
  {
    LastKnownGood kept(place, "redis://one");
    for (std::uint64_t revision = 1; revision <= 50; ++revision) {
      kept.keep(known(revision));
      kept.keep(known(revision + 100, "s/h..op"));
    }
  }
  LastKnownGood kept(place, "redis://one");
  CHECK(kept.load("pancake")->state.revision == 50);
  CHECK(kept.load("s/h..op")->state.revision == 150);
  CHECK(!kept.load("other"));
  CHECK(!LastKnownGood(place, "redis://two").load("pancake"));
  CHECK(!LastKnownGood("", "redis://one").load("pancake"));
  CHECK(files_in(place).size() == 2);
  CHECK((fs::status(place).permissions() & fs::perms::others_all) == fs::perms::none);
  CHECK((fs::status(kept.path_of("pancake")).permissions() & fs::perms::others_all) ==
        fs::perms::none);
}

TEST_CASE("a damaged file is named, kept aside and not used") {
  const CapturedLog log;
  const TemporaryFolder folder;
  const std::string place = folder.path().string();
  LastKnownGood kept(place, "redis://one");
  const std::string path = kept.path_of("pancake");
  std::ofstream(path) << "PANCAKE STATE 1\nrubbish";
  CHECK(!kept.load("pancake"));
  CHECK(log.text().find(path) != std::string::npos);
  CHECK(log.text().find("checksum") != std::string::npos);
  CHECK(!fs::exists(path));
  CHECK(fs::exists(path + ".damaged"));
  CHECK(!kept.load("pancake"));
}

TEST_CASE("what a killed server left half written is cleared away, and not that of a living one") {
  const TemporaryFolder folder;
  LastKnownGood kept(folder.path().string(), "redis://one");
  const std::string path = kept.path_of("pancake");
  auto whole = known(1);
  whole.store = "redis://one";
  REQUIRE(replace_file(path, known_state_bytes(whole)));
  const std::string living = path + "." + std::to_string(::getppid()) + ".tmp";
  std::ofstream(living) << "half";
  std::ofstream(path + ".4194303.tmp") << "half";  // no process has this number
  std::ofstream(path + ".x.tmp") << "half";
  CHECK(kept.load("pancake").has_value());
  CHECK(fs::exists(living));
  CHECK(files_in(folder.path()).size() == 2);
}

TEST_CASE("a folder that cannot be written to costs one warning and is tried again") {
  const CapturedLog log;
  const TemporaryFolder folder;
  const std::string place = folder.file("taken");
  std::ofstream(place) << "a file where the folder should be";
  {
    LastKnownGood kept(place, "redis://one");
    kept.keep(known(1));
    CHECK(soon([&] { return kept.failures() == 1; }));
    fs::remove(place);
    // Its end tries once more.
  }
  CHECK(LastKnownGood(place, "redis://one").load("pancake")->state.revision == 1);
  CHECK(log.text().find("cannot be kept") != std::string::npos);
  CHECK(log.text().find("kept again") != std::string::npos);
}

TEST_CASE("a file is replaced as a whole or not at all") {
  const TemporaryFolder folder;
  const std::string path = folder.file("file");
  REQUIRE(replace_file(path, "old"));
  REQUIRE(replace_file(path, "new"));
  std::ifstream file(path);
  CHECK(std::string(std::istreambuf_iterator<char>(file), {}) == "new");
  CHECK(files_in(folder.path()) == std::vector<std::string>{"file"});

  const auto failed = replace_file(folder.file("no/folder"), "new");
  REQUIRE(!failed);
  CHECK(failed.error().code == ErrorCode::io);
  CHECK(failed.error().message.find("No such file") != std::string::npos);
  // A full disk: every write to this device is refused.
  if (fs::exists("/dev/full")) {
    fs::create_symlink("/dev/full", path + "." + std::to_string(::getpid()) + ".tmp");
    const auto full = replace_file(path, "newer");
    REQUIRE(!full);
    CHECK(full.error().message.find("No space left") != std::string::npos);
    CHECK(files_in(folder.path()) == std::vector<std::string>{"file"});
  }
}

}  // namespace pancake
