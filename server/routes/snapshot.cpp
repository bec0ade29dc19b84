#include "http/accept.h"
#include "http/content_coding.h"
#include "http/entity_tag.h"
#include "identity/group_sources.h"
#include "pancake/snapshot_file.h"
#include "routes/access.h"
#include "routes/awaited_revision.h"
#include "routes/route.h"
#include "routes/slow_answer.h"
#include "routes/visitor_answers.h"
#include "views/snapshot_json.h"

namespace pancake {
namespace {

constexpr std::string_view snapshot_type = "application/vnd.pancake.snapshot";
constexpr std::string_view delta_type = "application/vnd.pancake.delta";

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

/// Whether the client has what this tag was given for.
bool client_has(const Request& request, std::string_view etag) {
  const auto known = request.joined_fields("If-None-Match", ",");
  return known && names_entity_tag(*known, etag);
}

/// What the answer depends on beside its URL: a delta is for who has the snapshot of one tag.
std::string_view varying(const Request& request) {
  return request.query_parameter("since") ? "Accept, Accept-Encoding, If-None-Match"
                                          : "Accept, Accept-Encoding";
}

/// Adds what all scopes' answers have; the body is left out when the client has it already.
Response tagged(const Request& request, Response response, std::string_view etag,
                std::uint64_t revision, std::string_view caching) {
  if (client_has(request, etag)) response = Response(Status::not_modified);
  response.add("ETag", etag)
      .add("Pancake-Revision", std::to_string(revision))
      .add("Cache-Control", caching)
      .add("Vary", varying(request));
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

/// The same of a snapshot's bytes, or the delta for a client that has this earlier snapshot (null:
/// it asks for none), whichever is shorter.
Response shared_bytes(const Request& request, const TaggedSnapshot& present,
                      const EncodedBody* encoded, const EarlierSnapshot* earlier,
                      const std::shared_ptr<const Published>& owner) {
  Response whole =
      shared_body(request, snapshot_type, body_of(present.snapshot->bytes()), encoded, owner);
  if (earlier == nullptr || earlier->delta.size() == 0) return whole;
  if (earlier->delta.size() >= whole.body().size()) return whole;
  if (!client_has(request, earlier->snapshot->bytes_etag)) return whole;
  return {Status::ok, delta_type, body_of(earlier->delta.span()), owner};
}

/// `earlier` is the revision that the client asks to hear the changes since, here and below; null
/// if it asks for none, or this server does not hold it any more.
Response public_snapshot(RouteContext& context, const std::shared_ptr<const Published>& published,
                         const EarlierRevision* earlier) {
  context.cookies.send_none();
  const bool json = wants_json(context.request);
  const TaggedSnapshot& present = *published->snapshots.public_;
  const EncodedSnapshots* all = published->encoded->get();
  Response response =
      json ? shared_body(context.request, json_type, published->public_json,
                         all == nullptr ? nullptr : &all->public_json, published)
           : shared_bytes(context.request, present, all == nullptr ? nullptr : &all->public_bytes,
                          earlier == nullptr ? nullptr : &earlier->public_, published);
  return tagged(context.request, std::move(response), json ? present.json_etag : present.bytes_etag,
                present.snapshot->revision(), "public, max-age=5, stale-while-revalidate=60");
}

constexpr std::string_view private_caching = "private, no-store";

/// A snapshot of so many bytes becomes JSON, or one piece, in less than a millisecond.
constexpr std::size_t small_snapshot = 65'536;

/// What is made of the full snapshot for the first who wants it, as few do. Of a small one at once;
/// of a large one on another thread, unless it is there already.
template <typename Body, typename Make>
Reply made_for_first(const RouteContext& context, const std::shared_ptr<const Published>& published,
                     MadeOnce<Body>& body, Make make, std::function<Response(const Body&)> answer) {
  const Snapshot& snapshot = *published->snapshots.full->snapshot;
  if (const Body* there = body.get()) return answer(*there);
  if (file_size(snapshot) <= small_snapshot) {
    return answer(body.get_or_make([&] { return make(snapshot); }));
  }
  const auto work = [published, &body, &snapshot, make] {
    (void)body.get_or_make([&] { return make(snapshot); });
  };
  return answer_after(*context.site.slow, work,
                      [&body, answer = std::move(answer)] { return answer(*body.get()); });
}

/// The tag of what the client has, if that says what the present snapshot says. In a layer over
/// another base it is in other bytes, of which the present tag must not be thought.
std::optional<std::string> equal_tag(const Request& request, const TaggedSnapshot& present) {
  const auto known = request.joined_fields("If-None-Match", ",");
  return known ? named_entity_tag_from(*known, present.bytes_etag_beginning) : std::nullopt;
}

/// Of a layer there is no file in one piece until somebody takes it uncompressed, or before it is
/// compressed: most of it is the base's.
Reply full_bytes(const RouteContext& context, const std::shared_ptr<const Published>& published,
                 const EarlierRevision* earlier) {
  const Request& request = context.request;
  const TaggedSnapshot& present = *published->snapshots.full;
  const Snapshot& snapshot = *present.snapshot;
  const auto answer = [&request, revision = snapshot.revision()](Response response,
                                                                 std::string_view etag) {
    return tagged(request, std::move(response), etag, revision, private_caching);
  };
  if (const auto known = equal_tag(request, present)) {
    return answer(Response(Status::not_modified), *known);
  }
  const EncodedSnapshots* all = published->encoded->get();
  const EncodedBody* encoded = all == nullptr ? nullptr : &all->full_bytes;
  const EarlierSnapshot* had = earlier == nullptr ? nullptr : &earlier->full;
  if (snapshot.base() == nullptr) {
    return answer(shared_bytes(request, present, encoded, had, published), present.bytes_etag);
  }
  if (had != nullptr && had->delta.size() > 0) {
    return answer({Status::ok, delta_type, body_of(had->delta.span()), published},
                  present.bytes_etag);
  }
  Response compressed = shared_body(request, snapshot_type, {}, encoded, published);
  if (!compressed.body().empty()) return answer(std::move(compressed), present.bytes_etag);
  return made_for_first<Bytes>(context, published, *published->full_file, file_of,
                               [answer, published, &present](const Bytes& file) {
                                 return answer(
                                     {Status::ok, snapshot_type, body_of(file.span()), published},
                                     present.bytes_etag);
                               });
}

Reply full_json(const RouteContext& context, const std::shared_ptr<const Published>& published) {
  const Request& request = context.request;
  const TaggedSnapshot& present = *published->snapshots.full;
  const auto answer = [&request, &present](Response response) {
    return tagged(request, std::move(response), present.json_etag, present.snapshot->revision(),
                  private_caching);
  };
  if (client_has(request, present.json_etag)) return answer(Response(Status::not_modified));
  if (const EncodedSnapshots* all = published->encoded->get()) {
    Response compressed = shared_body(request, json_type, {}, &all->full_json, published);
    if (!compressed.body().empty()) return answer(std::move(compressed));
  }
  return made_for_first<std::string>(context, published, *published->full_json, snapshot_json,
                                     [answer, published](const std::string& json) {
                                       return answer({Status::ok, json_type, json, published});
                                     });
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
PersonalPart personal_part(RouteContext& context, std::size_t extension,
                           const Published& published) {
  const ExtensionDefinition& definition = context.site.extensions[extension]->definition();
  PersonalPart personal;
  personal.ids = object_ids(definition, context.request, context.evidence);
  if (definition.cookie.format == CookieFormat::flask_pancake) {
    personal.sample_answers = sample_answers(context, extension, published);
  }
  return personal;
}

/// The delta for a visitor that has what this server would have given it at an earlier revision.
std::optional<Response> personal_delta(const Request& request, const EarlierRevision& earlier,
                                       const PersonalPart& personal, const Snapshot& present) {
  const auto from = tagged_personal_snapshot(*earlier.full.snapshot->snapshot, personal);
  if (!from || !client_has(request, from->bytes_etag)) return std::nullopt;
  const Bytes delta = worthwhile_delta(*from->snapshot, present);
  if (delta.size() == 0) return std::nullopt;
  return Response(Status::ok, delta_type, std::string(body_of(delta.span())));
}

Response personal_snapshot(RouteContext& context, std::size_t extension, const Published& published,
                           const EarlierRevision* earlier) {
  const PersonalPart personal = personal_part(context, extension, published);
  auto made = tagged_personal_snapshot(*published.snapshots.full->snapshot, personal);
  if (!made) return error_response(Status::internal_server_error, "internal", made.error().message);
  const auto present = std::make_shared<const TaggedSnapshot>(std::move(*made));
  const Snapshot& snapshot = *present->snapshot;
  const bool json = wants_json(context.request);
  std::optional<Response> response;
  if (json) {
    response = Response(Status::ok, json_type, snapshot_json(snapshot));
  } else if (earlier != nullptr && !client_has(context.request, present->bytes_etag)) {
    response = personal_delta(context.request, *earlier, personal, snapshot);
  }
  if (!response) response = Response(Status::ok, snapshot_type, body_of(snapshot.bytes()), present);
  return tagged(context.request, std::move(*response),
                json ? present->json_etag : present->bytes_etag, snapshot.revision(),
                private_caching);
}

/// What the client has. Of full snapshots its tag says which bytes, and that alone counts: a client
/// that was told 304 knows no revision since.
const EarlierRevision* earlier_revision(const Request& request, Scope scope,
                                        const EarlierRevisions& earlier, std::uint64_t since) {
  if (scope != Scope::full) return earlier.find(since);
  return earlier.find_if([&request](const EarlierRevision& revision) {
    return client_has(request, revision.full.snapshot->bytes_etag);
  });
}

}  // namespace

Reply snapshot_route(RouteContext& context) {
  const auto scope = asked_scope(context.request);
  if (!scope) {
    return error_response(Status::bad_request, "bad_scope",
                          "scope is public, personal or full, not '" +
                              *context.request.query_parameter("scope") + "'");
  }
  const auto since = number_parameter(context.request, "since");
  if (!since) {
    return error_response(Status::bad_request, "bad_since",
                          "since: '" + *context.request.query_parameter("since") +
                              "' is not a whole number; it is the revision of the snapshot that "
                              "the client has");
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
  const EarlierRevision* const earlier =
      *since ? earlier_revision(context.request, *scope, published->earlier, **since) : nullptr;
  switch (*scope) {
    case Scope::public_: return public_snapshot(context, published, earlier);
    case Scope::personal: return personal_snapshot(context, *extension, *published, earlier);
    case Scope::full:
      return wants_json(context.request) ? full_json(context, published)
                                         : full_bytes(context, published, earlier);
  }
  return not_found();
}

}  // namespace pancake
