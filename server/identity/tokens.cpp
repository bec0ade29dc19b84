#include "identity/tokens.h"

#include <algorithm>
#include <array>
#include <boost/beast/core/string.hpp>

#include "identity/random_text.h"

namespace pancake {
namespace {

constexpr std::array<std::pair<Right, std::string_view>, 3> right_words{
    {{Right::read, "read"}, {Right::write, "write"}, {Right::snapshot, "snapshot"}}};

constexpr std::string_view hash_prefix = "sha256:";
constexpr std::size_t max_name_bytes = 64;
constexpr std::string_view extension_separator = ",";

/// The parts between any of `separators`; no empty ones.
std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto begin = std::min(text.find_first_not_of(separators), text.size());
    text.remove_prefix(begin);
    if (text.empty()) return parts;
    const auto end = std::min(text.find_first_of(separators), text.size());
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

Result<AccessToken> parse_hashed(std::string_view line) {
  const auto words = split(line, " \t");
  if (words.size() < 4) {
    return fail(ErrorCode::bad_value, "a hashed token is `sha256:HEX NAME RIGHTS EXTENSIONS`");
  }
  AccessToken token;
  const auto digest = Sha256::from_hex(words[0].substr(hash_prefix.size()));
  if (!digest) return fail(ErrorCode::bad_value, "`sha256:` wants 64 hexadecimal digits");
  token.digest = *digest;
  token.name = words[1];
  if (!is_token_name(token.name)) {
    return fail(ErrorCode::bad_value, "a name is 1 to 64 of A-Z a-z 0-9 . _ @ -");
  }
  const auto rights = Rights::from_text(words[2]);
  if (!rights) return fail(ErrorCode::bad_value, "rights are of read, write and snapshot");
  token.rights = *rights;
  // Names of extensions may hold blanks: they are all that is left of the line.
  const auto names = line.substr(static_cast<std::size_t>(words[3].data() - line.data()));
  if (names != "*") {
    for (const auto name : split(names, extension_separator)) token.extensions.emplace_back(name);
    if (token.extensions.empty()) {
      return fail(ErrorCode::bad_value, "extensions are names with commas between, or *");
    }
  }
  return token;
}

}  // namespace

std::string_view right_word(Right right) noexcept {
  return right_words.at(static_cast<std::size_t>(right)).second;
}

std::string Rights::text() const {
  std::string text;
  for (const auto& [right, word] : right_words) {
    if (has(right)) text.append(text.empty() ? "" : ",").append(word);
  }
  return text;
}

std::optional<Rights> Rights::from_text(std::string_view text) {
  Rights rights;
  for (const auto word : split(text, ",")) {
    const auto known = std::find_if(right_words.begin(), right_words.end(),
                                    [word](const auto& each) { return each.second == word; });
    if (known == right_words.end()) return std::nullopt;
    rights.add(known->first);
  }
  return rights.empty() ? std::nullopt : std::optional(rights);
}

bool Caller::may(Right right, std::string_view extension) const {
  if (!rights.has(right)) return false;
  return extension.empty() || extensions.empty() ||
         std::find(extensions.begin(), extensions.end(), extension) != extensions.end();
}

bool is_token_name(std::string_view name) {
  const auto is_plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view("._@-").find(c) != std::string_view::npos;
  };
  return !name.empty() && name.size() <= max_name_bytes &&
         std::all_of(name.begin(), name.end(), is_plain);
}

Result<AccessToken> parse_token_line(std::string_view line, Rights plain_rights) {
  if (line.starts_with(hash_prefix)) return parse_hashed(line);
  if (line.find_first_of(" \t") != std::string_view::npos) {
    return fail(ErrorCode::bad_value, "a token has no blanks in it");
  }
  AccessToken token;
  token.digest = Sha256::of(line);
  // The log has to tell tokens apart: a few digits of the hash do, and give nothing away.
  token.name = "token-" + token.digest.hex().substr(0, 8);
  token.rights = plain_rights;
  token.plain_bytes = line.size();
  return token;
}

std::string token_line(const AccessToken& token) {
  std::string line(hash_prefix);
  line.append(token.digest.hex()).append(" ").append(token.name);
  line.append(" ").append(token.rights.text()).append(" ");
  if (token.extensions.empty()) line += '*';
  for (std::size_t index = 0; index < token.extensions.size(); ++index) {
    line.append(index == 0 ? "" : extension_separator).append(token.extensions[index]);
  }
  return line;
}

std::string new_token() { return "pancake_" + random_text(); }

Result<TokenSet> TokenSet::of_lines(const std::vector<std::string>& tokens,
                                    const std::vector<std::string>& keys) {
  std::vector<AccessToken> all;
  const auto add = [&all](const std::vector<std::string>& lines, std::string_view what,
                          Rights rights) -> Result<void> {
    for (std::size_t index = 0; index < lines.size(); ++index) {
      auto token = parse_token_line(lines[index], rights);
      if (!token) {
        return fail(token.error().code, std::string(what) + " " + std::to_string(index + 1) + ": " +
                                            token.error().message);
      }
      all.push_back(*std::move(token));
    }
    return {};
  };
  if (auto added = add(tokens, "token", {Right::read, Right::write}); !added) {
    return tl::unexpected(added.error());
  }
  if (auto added = add(keys, "server key", {Right::read, Right::snapshot}); !added) {
    return tl::unexpected(added.error());
  }
  return TokenSet(std::move(all));
}

const AccessToken* TokenSet::find(std::string_view presented) const {
  return find(Sha256::of(presented));
}

const AccessToken* TokenSet::find(const Sha256& digest) const {
  const AccessToken* found = nullptr;
  for (const AccessToken& token : tokens_) {
    if (token.digest == digest) found = &token;
  }
  return found;
}

std::string_view bearer_token(std::string_view authorization) noexcept {
  constexpr std::string_view scheme = "Bearer ";
  if (authorization.size() <= scheme.size() ||
      !boost::beast::iequals(authorization.substr(0, scheme.size()), scheme)) {
    return {};
  }
  const auto token = authorization.substr(scheme.size());
  return token.substr(std::min(token.find_first_not_of(' '), token.size()));
}

}  // namespace pancake
