#include "routes/ofrep/evaluation_request.h"

#include "pancake/feature.h"

namespace pancake::ofrep {
namespace {

tl::unexpected<Failure> invalid_context(std::string details) {
  return tl::unexpected(Failure{FailureCode::invalid_context, std::move(details)});
}

tl::expected<std::optional<std::string>, Failure> targeting_key_of(const LocatedJson& context) {
  const LocatedJson* const member = context.find("targetingKey");
  if (!member || member->value.is_null()) {
    if (!member || member->kind == LocatedJson::Kind::scalar) return std::nullopt;
  }
  if (member->kind != LocatedJson::Kind::scalar || !member->value.is_string()) {
    return invalid_context("targetingKey is not a text");
  }
  auto key = member->value.get<std::string>();
  if (key.size() > max_object_id_bytes) {
    return invalid_context("targetingKey is longer than 1024 bytes");
  }
  return key.empty() ? std::nullopt : std::optional(std::move(key));
}

}  // namespace

tl::expected<std::optional<std::optional<std::string>>, Failure> EvaluationRequest::attribute(
    std::string_view name) const {
  using Id = std::optional<std::string>;
  const LocatedJson* const member = context.find(name);
  if (!member) return std::nullopt;
  const std::string named = "the attribute '" + std::string(name) + "'";
  const auto& value = member->value;
  const bool is_scalar = member->kind == LocatedJson::Kind::scalar;
  if (is_scalar && value.is_null()) return std::optional<Id>(std::in_place, std::nullopt);
  if (is_scalar && (value.is_boolean() || value.is_number_integer())) return Id(value.dump());
  if (!is_scalar || !value.is_string()) {
    return invalid_context(named + " is not a text, whole number, truth value or null");
  }
  auto id = value.get<std::string>();
  if (id.size() > max_object_id_bytes) {
    return invalid_context(named + " is longer than 1024 bytes");
  }
  return Id(std::move(id));
}

tl::expected<EvaluationRequest, Failure> read_evaluation_request(std::string_view body) {
  static const std::string name = "body";
  auto read = parse_located_json(body, name);
  if (!read) return tl::unexpected(Failure{FailureCode::parse_error, read.error().message});
  if (read->kind != LocatedJson::Kind::object) {
    return tl::unexpected(Failure{FailureCode::parse_error, "body: is not an object"});
  }
  EvaluationRequest request;
  request.context.kind = LocatedJson::Kind::object;
  if (const LocatedJson* const context = read->find("context")) {
    if (context->kind != LocatedJson::Kind::object) {
      return invalid_context("the context is not an object");
    }
    request.context = *context;
  }
  auto targeting_key = targeting_key_of(request.context);
  if (!targeting_key) return tl::unexpected(std::move(targeting_key.error()));
  request.targeting_key = std::move(*targeting_key);
  return request;
}

}  // namespace pancake::ofrep
