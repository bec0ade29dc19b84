#include "routes/ofrep/flag_json.h"

#include "views/json_text.h"

namespace pancake::ofrep {

std::string_view reason_of(Answer answer) noexcept {
  switch (answer.reason()) {
    case Reason::default_: return "STATIC";
    case Reason::state: return answer.is_active() ? "STATIC" : "DISABLED";
    case Reason::override: return "TARGETING_MATCH";
    case Reason::sample:
    case Reason::cookie: return "SPLIT";
    case Reason::problem:
    case Reason::unknown: return "UNKNOWN";
  }
  return "UNKNOWN";
}

void append_flag(std::string& out, std::string_view key, FeatureKind kind, Answer answer) {
  out += "{\"key\":";
  append_json_text(out, key);
  out.append(",\"value\":").append(answer.is_active() ? "true" : "false");
  out.append(",\"reason\":\"").append(reason_of(answer));
  out.append("\",\"variant\":\"").append(answer.is_active() ? "on" : "off");
  out.append("\",\"metadata\":{\"kind\":\"").append(to_text(kind));
  out.append("\",\"reason\":\"").append(to_text(answer.reason())).append("\"}}");
}

}  // namespace pancake::ofrep
