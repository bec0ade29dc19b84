#include "test_site.h"

#include <catch.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/beast/core/string.hpp>
#include <optional>

#include "http/request_reader.h"

namespace pancake {

std::string Answered::field(const std::string& name) const {
  const auto values = all(name);
  return values.empty() ? "" : values.front();
}

std::vector<std::string> Answered::all(const std::string& name) const {
  std::vector<std::string> values;
  for (const auto& [known, value] : fields) {
    if (boost::beast::iequals(known, name)) values.push_back(value);
  }
  return values;
}

Answered taken_apart(const std::string& response) {
  Answered answered;
  const std::size_t head_end = response.find("\r\n\r\n");
  REQUIRE(head_end != std::string::npos);
  answered.status = static_cast<unsigned>(std::stoul(response.substr(9, 3)));
  for (std::size_t line = response.find("\r\n") + 2; line < head_end + 2;) {
    const std::size_t end = response.find("\r\n", line);
    const std::size_t colon = response.find(": ", line);
    answered.fields.emplace_back(response.substr(line, colon - line),
                                 response.substr(colon + 2, end - colon - 2));
    line = end + 2;
  }
  answered.body = response.substr(head_end + 4);
  return answered;
}

namespace {

Response waited_for(const DeferredResponse& deferred) {
  boost::asio::io_context context;
  std::optional<Response> response;
  const auto wait = [&]() -> Awaitable<void> { response.emplace(co_await deferred()); };
  boost::asio::co_spawn(context.get_executor(), wait(), boost::asio::detached);
  context.run();
  return std::move(*response);
}

}  // namespace

void TestSite::publish(const StoredState& stored, std::size_t extension) {
  PublishedExtension& to = *site_.extensions[extension];
  const auto before = to.current();
  auto table = join(to.definition(), stored, before ? &before->table : nullptr);
  REQUIRE(table.has_value());
  auto published = publishable(std::move(*table), before.get());
  REQUIRE(published.has_value());
  to.publish(*published);
  to.connected();
}

Answered TestSite::ask(const std::string& method, const std::string& target,
                       const std::vector<std::pair<std::string, std::string>>& fields,
                       const std::string& body) {
  std::string text = method + " " + target + " HTTP/1.1\r\n";
  bool has_host = false;
  for (const auto& [name, value] : fields) {
    has_host = has_host || name == "Host";
    text += name + ": " + value + "\r\n";
  }
  if (!has_host) text += "Host: localhost\r\n";
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  text += "\r\n" + body;
  RequestReader reader(peer_, false);
  reader.start();
  std::size_t taken = 0;
  while (reader.advance(text, taken) != RequestReader::State::ready) {
    REQUIRE(taken > 0);
    text.erase(0, taken);
  }
  const Reply reply = answer_request(site_, *site_.worker_metrics.front(), reader.request());
  const auto* const deferred = std::get_if<DeferredResponse>(&reply);
  const Response response = deferred ? waited_for(*deferred) : std::get<Response>(reply);
  std::string head;
  response.append_head(head, "", true);
  Answered answered = taken_apart(head + std::string(response.body()));
  answered.was_deferred = deferred != nullptr;
  return answered;
}

ServeOptions options_with(std::vector<ExtensionDefinition> extensions) {
  ServeOptions options;
  options.listen = {"127.0.0.1:0"};
  options.definitions.extensions = std::move(extensions);
  return options;
}

FeatureDefinition client_feature(FeatureKind kind, std::string name, double fallback) {
  FeatureDefinition definition;
  definition.kind = kind;
  definition.name = std::move(name);
  definition.fallback = FeatureDefault{fallback, kind == FeatureKind::sample ? "42"
                                                 : fallback != 0             ? "true"
                                                                             : "false"};
  definition.client = true;
  return definition;
}

}  // namespace pancake
