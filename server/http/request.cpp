#include "http/request.h"

#include <algorithm>
#include <boost/beast/core/string.hpp>

#include "http/cookies.h"
#include "http/form.h"

namespace pancake {

std::optional<std::string_view> Request::field(std::string_view name) const {
  for (const Field& field : fields) {
    if (boost::beast::iequals(field.name, name)) return field.value;
  }
  return std::nullopt;
}

std::optional<std::string> Request::joined_fields(std::string_view name,
                                                  std::string_view separator) const {
  std::optional<std::string> joined;
  for (const Field& field : fields) {
    if (!boost::beast::iequals(field.name, name)) continue;
    if (joined) {
      joined->append(separator).append(field.value);
    } else {
      joined = std::string(field.value);
    }
  }
  return joined;
}

std::size_t Request::count(std::string_view name) const {
  return static_cast<std::size_t>(std::count_if(
      fields.begin(), fields.end(),
      [name](const Field& field) { return boost::beast::iequals(field.name, name); }));
}

std::optional<std::string> Request::cookie(std::string_view name) const {
  for (const Field& field : fields) {
    if (!boost::beast::iequals(field.name, "Cookie")) continue;
    if (auto value = find_cookie(field.value, name)) return value;
  }
  return std::nullopt;
}

std::optional<std::string> Request::query_parameter(std::string_view name) const {
  return find_form_value(query, name);
}

}  // namespace pancake
