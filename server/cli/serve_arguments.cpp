// The command that runs the server.

#include <algorithm>

#include "cli/command_groups.h"
#include "cli/option_values.h"
#include "python/text_repr.h"

namespace pancake {

namespace {

constexpr unsigned most_threads = 256;

/// An address as the listener wants it: ADDR:PORT, with IPv6 in brackets. Whether the address
/// exists on this machine is found out when it is bound.
OptionValue<std::string> listen_value(const std::string& text) {
  const auto colon = text.rfind(':');
  const bool has_address = colon != std::string::npos && colon > 0;
  const auto port = has_address ? count_value("--listen", text.substr(colon + 1), 0, 65535)
                                : OptionValue<unsigned>(tl::unexpected(std::string()));
  if (!port) {
    return invalid_value(
        "--listen", text_repr(text) + " is not of the form ADDRESS:PORT, like 127.0.0.1:8080.");
  }
  return text;
}

/// Words of a variable, separated by blanks or commas.
std::vector<std::string> words_in(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text + " ") {
    if (c != ' ' && c != ',') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  return words;
}

OptionValue<std::vector<std::string>> listen_values(const Given& given,
                                                    const Environment& environment) {
  auto texts = given.options("--listen");
  if (texts.empty()) texts = words_in(text_in(environment, "PANCAKE_LISTEN").value_or(""));
  if (texts.empty()) texts = {"127.0.0.1:8080"};
  for (const auto& text : texts) {
    if (auto value = listen_value(text); !value) return tl::unexpected(value.error());
  }
  return texts;
}

/// "/flags" for "/flags/" and "/flags"; nothing for "/" and an empty text.
OptionValue<std::string> prefix_value(std::string text) {
  while (text.ends_with('/')) text.pop_back();
  if (text.empty()) return text;
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("/-_.~").find(c) != std::string_view::npos;
  };
  if (text[0] != '/' || !std::ranges::all_of(text, is_plain))
    return invalid_value("--url-prefix", text_repr(text) + " is not a path like /pancakes.");
  return text;
}

std::vector<std::string> text_of(const Environment& environment, const std::string& name) {
  auto text = text_in(environment, name);
  return text ? std::vector<std::string>{*std::move(text)} : std::vector<std::string>{};
}

OptionValue<Command> read_serve(const Given& given, const Environment& environment) {
  auto listen = listen_values(given, environment);
  if (!listen) return tl::unexpected(listen.error());
  auto prefix = prefix_value(given.option("--url-prefix").value_or(""));
  if (!prefix) return tl::unexpected(prefix.error());
  auto threads = count_value("--threads", given.option("--threads").value_or("1"), 1, most_threads);
  if (!threads) return tl::unexpected(threads.error());

  Serve serve;
  serve.listen = *std::move(listen);
  serve.server_keys = text_of(environment, "PANCAKE_SERVER_KEY");
  serve.admin_tokens = text_of(environment, "PANCAKE_TOKEN");
  serve.secrets = text_of(environment, "PANCAKE_SECRET");
  serve.server_key_file = given.option("--server-key-file");
  serve.token_file = given.option("--token-file");
  serve.secret_file = given.option("--secret-file");
  serve.static_dir = given.option("--static");
  serve.sdk_dir = given.option("--sdk");
  serve.url_prefix = *std::move(prefix);
  serve.threads = *threads;
  return serve;
}

}  // namespace

void add_serve_command(CommandTree& tree, const Environment& environment) {
  tree.add("serve", "Server",
           "Serve all extensions of the definitions file over HTTP.\nRoutes: /status, /overview, "
           "/snapshot, /healthz, /readyz and /sdk. Changes in the store are served at once. Ends "
           "with Ctrl-C or SIGTERM, after the answers in flight.")
      .repeatable("--listen", "ADDR:PORT",
                  "Where to listen; may be given several times. Port 0 asks for a free one, which "
                  "the log names. [default: 127.0.0.1:8080; env: PANCAKE_LISTEN]")
      .option("--token-file", "FILE",
              "Admin tokens, one a line, # for comments: any of them may read overviews. Needed "
              "unless bound to loopback. [env: PANCAKE_TOKEN, a token]")
      .option("--server-key-file", "FILE",
              "Server keys, one a line, # for comments: any of them may read full snapshots. "
              "[env: PANCAKE_SERVER_KEY, a key]")
      .option("--secret-file", "FILE",
              "Secrets of signed cookies, one a line: the first signs, all verify. Needed for the "
              "cookie format flask-pancake. [env: PANCAKE_SECRET, a secret]")
      .option("--static", "DIR", "A folder to serve at /.")
      .option("--sdk", "DIR", "The browser package, served at /sdk/. [default: the built one]")
      .option("--url-prefix", "PATH", "A path that all routes begin with, like /pancakes.")
      .option("--threads", "N", "Threads that answer requests. [default: 1]")
      .footer(
          "Examples:\n"
          "  pancake serve --definitions pancake.json\n"
          "  pancake --store redis://127.0.0.1/0 serve --listen 0.0.0.0:8080 \\\n"
          "      --token-file tokens --server-key-file keys\n")
      .reads([environment](const Given& given) { return read_serve(given, environment); });
}

}  // namespace pancake
