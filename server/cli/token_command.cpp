#include <iterator>

#include "cli/commands.h"
#include "cli/json_output.h"

namespace pancake {

namespace {

constexpr std::size_t least_token_bytes = 16;

/// The token on standard input: one line.
Result<std::string> token_of_input(Surroundings& surroundings) {
  std::string text{std::istreambuf_iterator<char>(surroundings.in), {}};
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  if (text.find_first_of(" \t\r\n") != std::string::npos) {
    return fail(ErrorCode::bad_value, "A token is one line without blanks.");
  }
  if (text.size() < least_token_bytes) {
    return fail(ErrorCode::bad_value,
                "A token of under 16 bytes can be found from its hash: make one with `pancake "
                "token create`.");
  }
  return text;
}

}  // namespace

Result<void> make_token(const MakeToken& command, const GlobalOptions& options,
                        Surroundings& surroundings) {
  const auto text =
      command.is_given ? token_of_input(surroundings) : Result<std::string>(new_token());
  if (!text) return tl::unexpected(text.error());
  AccessToken token;
  token.digest = Sha256::of(*text);
  token.name = command.name;
  token.rights = command.rights;
  token.extensions = command.extensions;
  const std::string line = token_line(token);
  if (options.json) {
    nlohmann::ordered_json json;
    if (!command.is_given) json["token"] = *text;
    json["line"] = line;
    write_json_line(surroundings.out, json);
  } else if (command.is_given) {
    surroundings.out << line << '\n';
  } else {
    surroundings.out << "The token, which is shown this once:\n  " << *text
                     << "\nThe line for the server's --token-file or --server-key-file:\n  " << line
                     << '\n';
  }
  return {};
}

}  // namespace pancake
