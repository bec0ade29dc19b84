#include "routes/api/api_answer.h"

#include "admin/change_json.h"
#include "http/error_word.h"

namespace pancake {

using nlohmann::ordered_json;

Response text_answer(std::string json, std::optional<std::uint64_t> revision) {
  Response response(Status::ok, json_type, std::move(json));
  response.add("Cache-Control", "no-store");
  if (revision) response.add("Pancake-Revision", std::to_string(*revision));
  return response;
}

Response json_answer(const ordered_json& json, std::optional<std::uint64_t> revision) {
  return text_answer(json.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n",
                     revision);
}

Response error_answer(const Error& error) {
  const ErrorWord word = error_word(error.code);
  auto response = error_response(Status(word.status), word.code, error.message);
  if (word.status == 503) response.add("Retry-After", "1");
  return response;
}

Response try_again(std::string_view code, std::string_view message) {
  auto response = error_response(Status::service_unavailable, code, message);
  response.add("Retry-After", "1");
  return response;
}

Response written_answer(const Written& written, const std::vector<Write>& writes) {
  ordered_json json;
  json["revision"] = written.revision;
  json["changes"] = ordered_json::array();
  for (const Write& write : writes) json["changes"].push_back(change_json(write.change));
  if (!written.warning.empty()) json["warning"] = written.warning;
  return json_answer(json, written.revision);
}

}  // namespace pancake
