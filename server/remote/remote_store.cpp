#include "remote/remote_store.h"

#include <nlohmann/json.hpp>

#include "admin/change_json.h"
#include "admin/export_document.h"
#include "definitions/definitions_file.h"
#include "http/form.h"
#include "remote/reply_error.h"

namespace pancake {
namespace {

namespace asio = boost::asio;
using boost::beast::http::verb;
using nlohmann::ordered_json;

/// What the API gives at once.
constexpr std::size_t most_of_page = 1000;

std::string extension_path(const std::string& extension) {
  return "/api/v1/extensions/" + percent_encoded(extension);
}

std::string with_reason(std::string target, const Author& author) {
  if (!author.reason.empty()) target += "?reason=" + percent_encoded(author.reason);
  return target;
}

/// The answer to a write.
std::optional<Written> read_answer(const std::string& body) {
  const auto json = ordered_json::parse(body, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  const auto revision = json.find("revision");
  if (revision == json.end() || !revision->is_number_unsigned()) return std::nullopt;
  Written answer{revision->get<std::uint64_t>(), {}};
  const auto warning = json.find("warning");
  if (warning != json.end() && warning->is_string()) answer.warning = warning->get<std::string>();
  return answer;
}

/// One page of the log.
std::optional<std::vector<LogEntry>> read_entries(const std::string& body) {
  const auto json = ordered_json::parse(body, nullptr, false);
  if (!json.is_object() || !json.contains("changes")) return std::nullopt;
  std::vector<LogEntry> entries;
  for (const auto& change : json["changes"]) {
    auto entry = parse_log_entry(change);
    if (!entry) return std::nullopt;
    entries.push_back(std::move(*entry));
  }
  return entries;
}

std::string log_target(const std::string& extension, const LogQuery& query, std::size_t limit,
                       std::optional<std::uint64_t> before) {
  std::string target = extension_path(extension) + "/changes?limit=" + std::to_string(limit);
  if (before) target += "&before=" + std::to_string(*before);
  if (query.kind) target += "&kind=" + std::string(to_text(*query.kind));
  if (query.feature) target += "&feature=" + percent_encoded(*query.feature);
  return target;
}

/// A server follows the store behind it; nobody follows a server this way.
class NoFollower final : public Follower {
 public:
  explicit NoFollower(std::string name) : name_(std::move(name)) {}

  asio::awaitable<Result<StoredState>> next() override {
    co_return fail(ErrorCode::usage, name_ + ": another server cannot be followed as a store");
  }

 private:
  std::string name_;
};

}  // namespace

RemoteStore::RemoteStore(HttpClientOptions options, std::string token)
    : client_(std::move(options)), token_(std::move(token)) {}

std::string RemoteStore::name() const { return client_.url().name(); }

std::unique_ptr<Follower> RemoteStore::follow(ExtensionDefinition /*extension*/) {
  return std::make_unique<NoFollower>(name());
}

asio::awaitable<Result<HttpReply>> RemoteStore::reply_to(verb method, std::string target,
                                                         std::string body) {
  HttpQuestion question;
  question.method = method;
  question.target = std::move(target);
  question.body = std::move(body);
  if (!token_.empty()) question.fields.emplace_back("Authorization", "Bearer " + token_);
  auto reply = co_await client_.ask(std::move(question));
  if (!reply) co_return tl::unexpected(reply.error());
  if (reply->status != 200) co_return tl::unexpected(error_of_reply(client_.url(), *reply));
  co_return reply;
}

asio::awaitable<Result<std::string>> RemoteStore::ask(verb method, std::string target,
                                                      std::string body) {
  auto reply = co_await reply_to(method, std::move(target), std::move(body));
  if (!reply) co_return tl::unexpected(reply.error());
  co_return std::move(reply->body);
}

asio::awaitable<Result<Definitions>> RemoteStore::definition(std::string extension) {
  auto reply = co_await reply_to(verb::get, extension_path(extension) + "/definition", {});
  if (!reply) co_return tl::unexpected(reply.error());
  held_ = std::move(reply->held);
  auto definitions = parse_definitions(reply->body, name());
  if (!definitions) co_return tl::unexpected(not_our_api(client_.url()));
  co_return definitions;
}

asio::awaitable<Result<std::string>> RemoteStore::who() {
  auto body = co_await ask(verb::get, "/api/v1/extensions", {});
  if (!body) co_return tl::unexpected(body.error());
  const auto json = ordered_json::parse(*body, nullptr, false);
  if (!json.is_object()) co_return tl::unexpected(not_our_api(client_.url()));
  const auto who = json.find("who");  // servers before 0.2 do not say it
  co_return who != json.end() && who->is_string() ? who->get<std::string>() : std::string();
}

asio::awaitable<Result<StoredState>> RemoteStore::read_state(std::string extension) {
  auto body = co_await ask(verb::get, extension_path(extension) + "/state", {});
  if (!body) co_return tl::unexpected(body.error());
  auto document = parse_export_document(*body, name());
  if (!document) co_return tl::unexpected(not_our_api(client_.url()));
  co_return std::move(document->state);
}

asio::awaitable<Result<StoredState>> RemoteStore::read(const ExtensionDefinition& extension) {
  return read_state(extension.name);
}

asio::awaitable<Result<StoredState>> RemoteStore::read_for(const ExtensionDefinition& extension,
                                                           ObjectIds /*ids*/) {
  return read_state(extension.name);
}

asio::awaitable<Result<std::vector<FeatureDefinition>>> RemoteStore::read_definitions(
    const std::string& extension) {
  auto state = co_await read_state(extension);
  if (!state) co_return tl::unexpected(state.error());
  co_return std::move(state->definitions);
}

asio::awaitable<Result<Written>> RemoteStore::write(std::string target, std::string body) {
  auto answer = co_await ask(verb::post, std::move(target), std::move(body));
  if (!answer) co_return tl::unexpected(answer.error());
  auto written = read_answer(*answer);
  if (!written) co_return tl::unexpected(not_our_api(client_.url()));
  co_return std::move(*written);
}

asio::awaitable<Result<Written>> RemoteStore::apply(const std::string& extension,
                                                    const std::vector<Write>& writes,
                                                    const Author& author) {
  ordered_json json{{"changes", ordered_json::array()}};
  for (const Write& each : writes) json["changes"].push_back(write_json(each));
  return write(with_reason(extension_path(extension) + "/changes", author),
               json.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
}

asio::awaitable<Result<Written>> RemoteStore::accept_state(const std::string& extension,
                                                           const Author& author) {
  return write(with_reason(extension_path(extension) + "/accept-store-state", author), {});
}

asio::awaitable<Result<std::vector<LogEntry>>> RemoteStore::log(const std::string& extension,
                                                                const LogQuery& query) {
  std::vector<LogEntry> entries;
  std::optional<std::uint64_t> before = query.before;
  while (entries.size() < query.limit) {
    const std::size_t limit = std::min(query.limit - entries.size(), most_of_page);
    auto body = co_await ask(verb::get, log_target(extension, query, limit, before), {});
    if (!body) co_return tl::unexpected(body.error());
    auto page = read_entries(*body);
    if (!page) co_return tl::unexpected(not_our_api(client_.url()));
    const bool last = page->size() < limit;
    if (!page->empty()) before = page->back().revision;
    std::move(page->begin(), page->end(), std::back_inserter(entries));
    if (last) break;
  }
  co_return entries;
}

}  // namespace pancake
