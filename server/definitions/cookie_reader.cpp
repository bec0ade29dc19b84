#include <algorithm>

#include "definitions/extension_reader.h"

namespace pancake {

namespace {

/// What may stand in an attribute of Set-Cookie: anything printable but the semicolon.
bool is_attribute_text(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F && c != ';'; });
}

std::optional<std::string> attribute_text(const Field& field) {
  auto text = field.text();
  if (text && !is_attribute_text(*text)) {
    field.wrong("may hold printable ASCII without ';' only");
    return std::nullopt;
  }
  return text;
}

std::optional<std::string> same_site(const Field& field) {
  auto text = field.text();
  if (!text) return std::nullopt;
  for (const auto* const word : {"Strict", "Lax", "None"}) {
    if (*text == word) return text;
  }
  field.wrong("'" + *text + "' is not Strict, Lax, None or null");
  return std::nullopt;
}

std::optional<std::int64_t> max_age(const Field& field) {
  constexpr std::int64_t hundred_years = 3'155'760'000;
  const auto seconds = field.integer();
  if (seconds && (*seconds < 0 || *seconds > hundred_years)) {
    field.wrong(std::to_string(*seconds) + " is outside 0 to 3155760000 seconds");
  }
  return seconds;
}

/// Null stands for an absent member, as flask-pancake's options have it.
CookieOptions read_options(const Field& field) {
  CookieOptions options;
  for (const auto& member : field.members(
           {"httpOnly", "secure", "sameSite", "domain", "path", "maxAge", "partitioned"})) {
    options.given = true;
    if (member.is_null()) continue;
    const auto& key = member.key();
    if (key == "httpOnly") options.http_only = member.truth();
    if (key == "secure") options.secure = member.truth();
    if (key == "partitioned") options.partitioned = member.truth();
    if (key == "sameSite") options.same_site = same_site(member);
    if (key == "domain") options.domain = attribute_text(member);
    if (key == "path") options.path = attribute_text(member);
    if (key == "maxAge") options.max_age = max_age(member);
  }
  // An empty one leaves the attribute out.
  if (options.path && !options.path->empty() && !options.path->starts_with('/')) {
    field.member("path")->wrong("'" + *options.path + "' does not begin with /");
  }
  return options;
}

CookieFormat read_format(const Field& field) {
  const auto text = field.text();
  if (!text || *text == "visitor") return CookieFormat::visitor;
  if (*text == "flask-pancake") return CookieFormat::flask_pancake;
  field.wrong("'" + *text + "' is not visitor or flask-pancake");
  return CookieFormat::visitor;
}

}  // namespace

void read_cookie(const Field& field, CookieDefinition& cookie) {
  for (const auto& member : field.members({"name", "format", "options"})) {
    if (member.key() == "format") {
      cookie.format = read_format(member);
    } else if (member.is_null()) {
      continue;
    } else if (member.key() == "options") {
      cookie.options = read_options(member);
    } else if (const auto name = member.text(); name && !name->empty()) {
      if (const auto allowed = check_name("cookie", *name); !allowed) {
        member.wrong(allowed.error().message);
      }
      if (name->find_first_of(";=") != std::string::npos) {
        member.wrong("a cookie with ';' or '=' in its name can never be read back");
      }
      cookie.name = *name;
    }
  }
}

}  // namespace pancake
