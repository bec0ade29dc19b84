#include "http/accept.h"
#include "http/content_coding.h"
#include "http/entity_tag.h"
#include "identity/group_sources.h"
#include "routes/access.h"
#include "routes/route.h"
#include "routes/visitor_answers.h"
#include "views/snapshot_json.h"

namespace pancake {
namespace {

constexpr std::string_view snapshot_type = "application/vnd.pancake.snapshot";

std::optional<Scope> asked_scope(const Request& request) {
  const auto scope = request.query_parameter("scope");
  if (!scope || *scope == "public") return Scope::public_;
  if (*scope == "personal") return Scope::personal;
  if (*scope == "full") return Scope::full;
  return std::nullopt;
}

bool wants_json(const Request& request) {
  const auto accept = request.joined_fields("Accept", ",");
  return accept && quality_of(*accept, json_type) > quality_of(*accept, snapshot_type);
}

std::string_view bytes_of(const Snapshot& snapshot) {
  const auto bytes = snapshot.bytes();
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Adds what all scopes' answers have; the body is left out when the client has it already.
Response tagged(const RouteContext& context, Response response, std::string_view etag,
                std::uint64_t revision, std::string_view caching) {
  const auto known = context.request.joined_fields("If-None-Match", ",");
  if (known && names_entity_tag(*known, etag)) response = Response(Status::not_modified);
  response.add("ETag", etag)
      .add("Pancake-Revision", std::to_string(revision))
      .add("Cache-Control", caching)
      .add("Vary", "Accept, Accept-Encoding");
  return response;
}

/// A body that all visitors share, in the coding that the client likes best. Until a coding is
/// there, and where it would not be smaller, the body goes as it is.
Response shared_body(const Request& request, std::string_view type, std::string_view body,
                     const EncodedBody* encoded, const std::shared_ptr<const Published>& owner) {
  if (encoded == nullptr) return {Status::ok, type, body, owner};
  const auto accepted = request.joined_fields("Accept-Encoding", ",");
  const auto coding = chosen_coding(accepted, !encoded->gzip.empty(), !encoded->br.empty());
  if (coding == ContentCoding::identity) return {Status::ok, type, body, owner};
  Response response(Status::ok, type,
                    coding == ContentCoding::br ? std::string_view(encoded->br) : encoded->gzip,
                    owner);
  response.add("Content-Encoding", to_text(coding));
  return response;
}

Response public_snapshot(RouteContext& context, const std::shared_ptr<const Published>& published) {
  context.cookies.send_none();
  const bool json = wants_json(context.request);
  const TaggedSnapshot& tagged_public = published->public_;
  const std::string_view body =
      json ? std::string_view(published->public_json) : bytes_of(tagged_public.snapshot);
  const EncodedSnapshots* all = published->encoded->get();
  const EncodedBody* encoded =
      all == nullptr ? nullptr : (json ? &all->public_json : &all->public_bytes);
  Response response =
      shared_body(context.request, json ? json_type : snapshot_type, body, encoded, published);
  return tagged(context, std::move(response),
                json ? tagged_public.json_etag : tagged_public.bytes_etag,
                tagged_public.snapshot.revision(), "public, max-age=5, stale-while-revalidate=60");
}

constexpr std::string_view private_caching = "private, no-store";

/// JSON of full snapshots is written for each request that wants it uncompressed: few do.
Response full_snapshot(const RouteContext& context,
                       const std::shared_ptr<const Published>& published) {
  const TaggedSnapshot& full = published->full;
  const EncodedSnapshots* all = published->encoded->get();
  std::optional<Response> response;
  if (!wants_json(context.request)) {
    response = shared_body(context.request, snapshot_type, bytes_of(full.snapshot),
                           all == nullptr ? nullptr : &all->full_bytes, published);
    return tagged(context, std::move(*response), full.bytes_etag, full.snapshot.revision(),
                  private_caching);
  }
  if (all != nullptr) {
    response = shared_body(context.request, json_type, {}, &all->full_json, published);
  }
  if (!response || response->body().empty()) {
    response = Response(Status::ok, json_type, snapshot_json(full.snapshot));
  }
  return tagged(context, std::move(*response), full.json_etag, full.snapshot.revision(),
                private_caching);
}

Response personal_snapshot_response(const RouteContext& context, const TaggedSnapshot& snapshot,
                                    std::shared_ptr<const void> owner) {
  const bool json = wants_json(context.request);
  Response response =
      json ? Response(Status::ok, json_type, snapshot_json(snapshot.snapshot))
           : Response(Status::ok, snapshot_type, bytes_of(snapshot.snapshot), std::move(owner));
  return tagged(context, std::move(response), json ? snapshot.json_etag : snapshot.bytes_etag,
                snapshot.snapshot.revision(), private_caching);
}

/// What every defined sample answers this visitor.
std::vector<std::pair<std::string, bool>> sample_answers(RouteContext& context,
                                                         std::size_t extension,
                                                         const Published& published) {
  const auto answers = visitor_answers(context, extension, published);
  const std::vector<FeatureRow>& samples = published.table.samples;
  const std::size_t first = answers.size() - samples.size();
  std::vector<std::pair<std::string, bool>> named;
  for (std::size_t sample = 0; sample < samples.size(); ++sample) {
    if (!samples[sample].definition.fallback) continue;
    named.emplace_back(samples[sample].definition.name, answers[first + sample].is_active());
  }
  return named;
}

/// The overrides of this visitor's own ids, and with signed cookies its sample answers: those
/// that are not drawn yet are drawn now, so that the browser and /status agree from here on.
Response personal_snapshot(RouteContext& context, std::size_t extension,
                           const Published& published) {
  const ExtensionDefinition& definition = context.site.extensions[extension]->definition();
  PersonalPart personal;
  personal.ids = object_ids(definition, context.request, context.evidence);
  if (definition.cookie.format == CookieFormat::flask_pancake) {
    personal.sample_answers = sample_answers(context, extension, published);
  }
  auto snapshot = tagged_snapshot(published.table, Scope::personal, &personal);
  if (!snapshot) {
    return error_response(Status::internal_server_error, "internal", snapshot.error().message);
  }
  const auto owner = std::make_shared<const TaggedSnapshot>(std::move(*snapshot));
  return personal_snapshot_response(context, *owner, owner);
}

}  // namespace

Reply snapshot_route(RouteContext& context) {
  const auto scope = asked_scope(context.request);
  if (!scope) {
    return error_response(Status::bad_request, "bad_scope", "scope is public, personal or full");
  }
  if (*scope == Scope::full) {
    auto caller = authorize(context.site, context.request, Right::snapshot, context.tail);
    if (!caller) return std::move(caller.error());
  }
  const auto extension = context.site.find(context.tail);
  if (!extension) {
    return error_response(Status::not_found, "unknown_extension",
                          "there is no extension of this name");
  }
  auto published = context.site.extensions[*extension]->current();
  if (!published) return not_ready();
  switch (*scope) {
    case Scope::public_: return public_snapshot(context, published);
    case Scope::personal: return personal_snapshot(context, *extension, *published);
    case Scope::full: return full_snapshot(context, published);
  }
  return not_found();
}

}  // namespace pancake
