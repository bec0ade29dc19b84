// The log, and ways back.

#include "admin/history.h"

#include "admin/change_json.h"
#include "routes/api/api_answer.h"
#include "routes/api/plan_answer.h"
#include "routes/api/request_parts.h"
#include "routes/api/stored_state.h"

namespace pancake {
namespace {

using nlohmann::ordered_json;

Awaitable<Result<LogSince>> log_since(const ApiCall& call, std::uint64_t revision,
                                      std::uint64_t latest) {
  const auto read = [&definition = call.definition(), revision, latest](Store& store) {
    return read_log_since(store, definition, revision, latest);
  };
  co_return co_await call.site.store->run<LogSince>(read);
}

struct RollbackBody {
  std::uint64_t revision = 0;
  bool dry_run = false;
  bool overwrite = false;
};

constexpr std::size_t most_named = 3;

Response would_overwrite(const std::vector<std::string>& overwrites) {
  std::string message = "this would undo what others changed: ";
  for (std::size_t index = 0; index < overwrites.size() && index < most_named; ++index) {
    message += (index > 0 ? "; " : "") + overwrites[index];
  }
  if (overwrites.size() > most_named) {
    message += "; and " + std::to_string(overwrites.size() - most_named) + " more";
  }
  return error_response(Status::conflict, "conflict",
                        message + "; with \"overwrite\": true it is done all the same");
}

Needed<RollbackBody> rollback_body(const Request& request) {
  RollbackBody asked;
  auto read =
      read_body(request, false, {"revision", "dry_run", "overwrite"}, [&asked](const Field& body) {
        const auto revision = body.member("revision");
        if (!revision) return body.wrong("'revision' is missing: a whole number");
        const auto number = revision->integer();
        if (number && *number < 0) return revision->wrong("is below 0");
        asked.revision = static_cast<std::uint64_t>(number.value_or(0));
        if (const auto dry = body.member("dry_run")) asked.dry_run = dry->truth().value_or(false);
        if (const auto over = body.member("overwrite"))
          asked.overwrite = over->truth().value_or(false);
      });
  if (!read) return tl::unexpected(std::move(read.error()));
  return asked;
}

}  // namespace

Awaitable<Response> answer_rollback(const ApiCall& call) {
  const auto asked = rollback_body(call.request);
  if (!asked) co_return asked.error();
  if (const auto author = author_of(call); !author) co_return author.error();
  if (!asked->dry_run) {
    if (auto believed = require_believed_store(call); !believed) co_return believed.error();
  }
  const auto log = co_await log_since(call, asked->revision, 0);
  if (!log) co_return error_answer(log.error());
  const auto stored = co_await read_state(call);
  if (!stored) co_return error_answer(stored.error());
  ChangePlan plan = rollback_plan(call.definition(), *log, *stored, log_name(call));
  if (!plan.overwrites.empty() && !asked->dry_run && !asked->overwrite) {
    co_return would_overwrite(plan.overwrites);
  }
  co_return co_await answer_plan(call, std::move(plan), asked->dry_run);
}

Awaitable<Response> answer_diff(const ApiCall& call) {
  const auto from = number_parameter(call.request, "from");
  if (!from) co_return from.error();
  const auto to = number_parameter(call.request, "to");
  if (!to) co_return to.error();
  if (!*from) {
    co_return error_response(Status::bad_request, "bad_parameter", "from: a revision is missing");
  }
  const auto log = co_await log_since(call, **from, to->value_or(0));
  if (!log) co_return error_answer(log.error());
  const std::uint64_t newest = log->entries.empty() ? **from : log->entries.front().revision;
  const std::uint64_t until = to->value_or(newest);
  ordered_json json{{"from", **from}, {"to", until}, {"changes", ordered_json::array()}};
  for (const NetChange& change : net_changes(*log, until)) {
    json["changes"].push_back(net_change_json(change));
  }
  co_return json_answer(json, std::nullopt);
}

}  // namespace pancake
