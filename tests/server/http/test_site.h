#pragma once

#include <map>
#include <string>
#include <vector>

#include "routes/site.h"
#include "routes/table.h"
#include "serve/identity_options.h"

namespace pancake {

/// An answer taken apart.
struct Answered {
  unsigned status = 0;
  std::string body;
  std::vector<std::pair<std::string, std::string>> fields;
  bool was_deferred = false;  ///< whether the answer waited for something

  /// The first field of this name; "" if there is none.
  [[nodiscard]] std::string field(const std::string& name) const;
  [[nodiscard]] std::vector<std::string> all(const std::string& name) const;
};

/// A site that no network leads to, with tables put in by hand.
class TestSite {
 public:
  explicit TestSite(const ServeOptions& options, bool loopback_only = true)
      : site_(options, loopback_only, identity_rules(options, loopback_only).value()) {
    site_.worker_metrics.push_back(
        std::make_unique<WorkerMetrics>(route_patterns().size(), site_.extensions.size()));
  }

  /// Publishes what joining the extension's definition with this state gives.
  void publish(const StoredState& stored, std::size_t extension = 0);

  [[nodiscard]] Answered ask(const std::string& method, const std::string& target,
                             const std::vector<std::pair<std::string, std::string>>& fields = {},
                             const std::string& body = "");
  [[nodiscard]] Answered post(const std::string& target, const std::string& body,
                              const std::vector<std::pair<std::string, std::string>>& fields = {}) {
    return ask("POST", target, fields, body);
  }
  [[nodiscard]] Answered get(const std::string& target,
                             const std::vector<std::pair<std::string, std::string>>& fields = {}) {
    return ask("GET", target, fields);
  }

  /// Who is connected from now on; the loopback at first.
  void set_peer(const std::string& address) { peer_ = boost::asio::ip::make_address(address); }
  [[nodiscard]] Site& site() { return site_; }

 private:
  boost::asio::ip::address peer_ = boost::asio::ip::address_v4::loopback();
  Site site_;
};

/// A response's head and body as text taken apart; `body` is all that follows the head.
[[nodiscard]] Answered taken_apart(const std::string& response);

/// Options with these extensions and nothing else.
[[nodiscard]] ServeOptions options_with(std::vector<ExtensionDefinition> extensions);

[[nodiscard]] FeatureDefinition client_feature(FeatureKind kind, std::string name, double fallback);

}  // namespace pancake
