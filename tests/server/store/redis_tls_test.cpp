#include <cstdlib>

#include "certificate.h"
#include "redis_server.h"
#include "sample_extension.h"
#include "store/store.h"

namespace pancake {

using test::must;
using test::must_run;
using test::RedisServer;
using test::run;
using test::sample_extension;
using test::TemporaryFolder;

namespace {

/// Trusts one certificate until the end.
class Trusting {
 public:
  explicit Trusting(const std::string& file) { ::setenv("SSL_CERT_FILE", file.c_str(), 1); }
  Trusting(const Trusting&) = delete;
  Trusting& operator=(const Trusting&) = delete;
  ~Trusting() { ::unsetenv("SSL_CERT_FILE"); }
};

boost::asio::awaitable<Result<std::string>> change_and_follow(Store& store) {
  const auto follower = store.follow(sample_extension());
  auto state = co_await follower->next();
  if (!state) co_return tl::unexpected(state.error());
  const std::string extension = "pancake";
  const std::vector<Write> writes{Write{SetState{FeatureKind::flag, "beta", "1"}}};
  const Author author{"test"};
  const auto done = co_await store.apply(extension, writes, author);
  if (!done) co_return tl::unexpected(done.error());
  state = co_await follower->next();
  if (!state) co_return tl::unexpected(state.error());
  co_return state->flags["BETA"].text;
}

}  // namespace

TEST_CASE("a Redis behind TLS is used when its certificate is good, and refused otherwise") {
  const TemporaryFolder folder;
  const auto key = folder.file("key.pem");
  const auto certificate = folder.file("certificate.pem");
  test::write_certificate(key, certificate);
  std::optional<Trusting> trusting(certificate);
  RedisServer server({"--tls-key-file", key, "--tls-cert-file", certificate, "--tls-ca-cert-file",
                      certificate, "--tls-auth-clients", "no"},
                     RedisServer::Transport::tls);
  const auto store = must(open_store(server.url()));
  CHECK(must_run(change_and_follow(*store)) == "1");

  trusting.reset();
  const auto refused = run(store->read(sample_extension()));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::store_unreachable);
  CHECK(refused.error().message.find("certificate verify failed") != std::string::npos);
}

TEST_CASE("a Redis that wants certificates of its clients is shown one") {
  const TemporaryFolder folder;
  const auto authority_key = folder.file("ca.key");
  const auto authority = folder.file("ca.pem");
  test::write_certificate(authority_key, authority);
  for (const std::string name : {"server", "client"}) {
    test::write_signed_certificate(authority_key, authority, folder.file(name + ".key"),
                                   folder.file(name + ".pem"));
  }
  const auto with_authority = "?cacert=" + authority;
  const auto with_all =
      with_authority + "&cert=" + folder.file("client.pem") + "&key=" + folder.file("client.key");
  RedisServer server(
      {"--tls-key-file", folder.file("server.key"), "--tls-cert-file", folder.file("server.pem"),
       "--tls-ca-cert-file", authority, "--tls-auth-clients", "yes"},
      RedisServer::Transport::tls, with_all);
  const auto store = must(open_store(server.url()));
  CHECK(must_run(change_and_follow(*store)) == "1");

  const auto address = "rediss://127.0.0.1:" + std::to_string(server.port());
  const auto refused = [&](const std::string& options) {
    const auto without = must(open_store(address + options));
    const auto read = run(without->read(sample_extension()));
    REQUIRE_FALSE(read);
    CHECK(read.error().code == ErrorCode::store_unreachable);
    return read.error().message;
  };
  CHECK(refused(with_authority).find("?cert=FILE&key=FILE") != std::string::npos);
  CHECK(refused("").find("?cacert=FILE") != std::string::npos);
  const auto no_file = open_store(address + "?cacert=/nowhere/ca.pem");
  REQUIRE_FALSE(no_file);
  CHECK(no_file.error().message.find("cacert /nowhere/ca.pem") != std::string::npos);
}

}  // namespace pancake
