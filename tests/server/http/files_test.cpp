#include <catch.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "routes/file_tree.h"
#include "test_site.h"

namespace pancake {
namespace {

namespace fs = std::filesystem;

/// A folder of its own, with a secret beside it.
class Folder {
 public:
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "pancake-files-XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
    fs::create_directories(root_ / "site/sub");
    write("secret.txt", "secret");
    write("site/index.html", "<!doctype html>");
    write("site/app.js", "1");
    write("site/sub/index.html", "sub");
    write("site/engine.wasm", std::string("\0asm", 4));
    write("site/.hidden", "hidden");
    fs::create_symlink("../secret.txt", root_ / "site/link.txt");
  }
  ~Folder() { fs::remove_all(root_); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(root_ / name, std::ios::binary) << text;
  }
  [[nodiscard]] std::string site() const { return (root_ / "site").string(); }

 private:
  fs::path root_;
};

}  // namespace

TEST_CASE("files are served with their type, their tag, and 304 for a known tag") {
  const Folder folder;
  ServeOptions options = options_with({empty_extension("pancake")});
  options.static_dir = folder.site();
  options.sdk_dir = folder.site();
  TestSite site(options);
  const auto page = site.get("/");
  CHECK(page.status == 200);
  CHECK(page.body == "<!doctype html>");
  CHECK(page.field("Content-Type") == "text/html; charset=utf-8");
  CHECK(page.field("X-Content-Type-Options") == "nosniff");
  CHECK(site.get("/sub/").body == "sub");
  CHECK(site.get("/app.js?v=1").field("Content-Type") == "text/javascript; charset=utf-8");
  const auto wasm = site.get("/sdk/engine.wasm");
  CHECK(wasm.field("Content-Type") == "application/wasm");
  CHECK(wasm.body.size() == 4);
  const auto known = site.get("/sdk/engine.wasm", {{"If-None-Match", wasm.field("ETag")}});
  CHECK(known.status == 304);
  CHECK(known.body.empty());
  CHECK(known.field("ETag") == wasm.field("ETag"));

  folder.write("site/app.js", "changed");
  CHECK(site.get("/app.js").body == "changed");
}

TEST_CASE("nothing outside the folder and nothing hidden is served") {
  const Folder folder;
  ServeOptions options = options_with({empty_extension("pancake")});
  options.static_dir = folder.site();
  TestSite site(options);
  for (const char* path : {"/../secret.txt", "/%2e%2e/secret.txt", "/sub/../../secret.txt",
                           "/..%2fsecret.txt", "/%2e%2e%2fsecret.txt", "/link.txt", "/.hidden",
                           "//etc/passwd", "/%2fetc%2fpasswd", "/app.js%00.html", "/sub", "/sub/..",
                           "/..%5Csecret.txt", "/app.js/", "/nothing.txt", "/./app.js"}) {
    INFO(path);
    const auto answer = site.get(path);
    CHECK(answer.status == 404);
    CHECK(answer.body.find("secret\n") == std::string::npos);
  }
}

TEST_CASE("endings name media types") {
  CHECK(media_type("a.b.css") == "text/css; charset=utf-8");
  CHECK(media_type("x.mjs") == "text/javascript; charset=utf-8");
  CHECK(media_type("index.d.ts") == "text/plain; charset=utf-8");
  CHECK(media_type("README") == "application/octet-stream");
}

}  // namespace pancake
