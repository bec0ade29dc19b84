#include "views/json_text.h"

#include <nlohmann/json.hpp>

namespace pancake {

void append_json_text(std::string& out, std::string_view text) {
  out += nlohmann::ordered_json(text).dump(-1, ' ', true,
                                           nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace pancake
