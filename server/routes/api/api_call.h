#pragma once

#include <boost/beast/http/verb.hpp>
#include <optional>
#include <ostream>  // verb.hpp of Boost 1.81 needs it and does not say so
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/executor.h"
#include "routes/access.h"
#include "routes/site.h"

namespace pancake {

/// One request to the admin API whose operation is known, and whose caller may ask for it. Lives
/// until its answer is made.
struct ApiCall {
  const Site& site;
  const Request& request;
  Caller caller;
  PublishedExtension* extension = nullptr;  ///< null: the operation is not about one extension
  RevisionWaits* revisions = nullptr;       ///< the extension's
  /// What the path says in place of {name}, {group}, …, decoded.
  std::vector<std::pair<std::string_view, std::string>> parts;

  /// "" for a part that the operation's path does not have.
  [[nodiscard]] const std::string& part(std::string_view name) const;
  /// What {kinds} says: "switches", "flags" or "samples".
  [[nodiscard]] FeatureKind kind() const;
  [[nodiscard]] const ExtensionDefinition& definition() const { return extension->definition(); }
};

/// What an operation needs of its request, or the answer that says why it cannot be had.
template <typename T>
using Needed = tl::expected<T, Response>;

/// One operation of the admin API. docs/openapi.json describes each under its `id`.
struct ApiOperation {
  boost::beast::http::verb method;
  std::string_view path;       ///< below /api/v1
  std::string_view id;         ///< `operationId`
  std::optional<Right> right;  ///< no value: anybody may ask
  Awaitable<Response> (*answer)(const ApiCall&);
};

/// All of them. The first that fits a path is taken.
[[nodiscard]] std::span<const ApiOperation> api_operations();

// Their answers, in files named after what they are about.
Awaitable<Response> answer_extensions(const ApiCall& call);
Awaitable<Response> answer_definition(const ApiCall& call);
Awaitable<Response> answer_discover(const ApiCall& call);
Awaitable<Response> answer_state(const ApiCall& call);
Awaitable<Response> answer_snapshot(const ApiCall& call);
Awaitable<Response> answer_import(const ApiCall& call);
Awaitable<Response> answer_accept_store_state(const ApiCall& call);
Awaitable<Response> answer_overview(const ApiCall& call);
Awaitable<Response> answer_features(const ApiCall& call);
Awaitable<Response> answer_feature(const ApiCall& call);
Awaitable<Response> answer_group(const ApiCall& call);
Awaitable<Response> answer_override(const ApiCall& call);
Awaitable<Response> answer_set_state(const ApiCall& call);
Awaitable<Response> answer_clear_state(const ApiCall& call);
Awaitable<Response> answer_define(const ApiCall& call);
Awaitable<Response> answer_undefine(const ApiCall& call);
Awaitable<Response> answer_set_override(const ApiCall& call);
Awaitable<Response> answer_clear_override(const ApiCall& call);
Awaitable<Response> answer_clear_overrides(const ApiCall& call);
Awaitable<Response> answer_explain(const ApiCall& call);
Awaitable<Response> answer_status(const ApiCall& call);
Awaitable<Response> answer_changes(const ApiCall& call);
Awaitable<Response> answer_apply_changes(const ApiCall& call);
Awaitable<Response> answer_rollback(const ApiCall& call);
Awaitable<Response> answer_diff(const ApiCall& call);
Awaitable<Response> answer_lint(const ApiCall& call);
Awaitable<Response> answer_openapi(const ApiCall& call);

}  // namespace pancake
