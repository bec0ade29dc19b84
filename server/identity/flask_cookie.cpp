#include "identity/flask_cookie.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "identity/base64.h"
#include "identity/inflation.h"

namespace pancake {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t sha1_bytes = 20;
constexpr std::size_t max_json_bytes = 65536;
constexpr int max_json_depth = 8;  ///< of values that are carried on unread

const unsigned char* as_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string derive_key(const std::string& secret) {
  const std::string seed = "flask_pancake.cookiesigner" + secret;
  std::string key(sha1_bytes, '\0');
  EVP_Digest(seed.data(), seed.size(), reinterpret_cast<unsigned char*>(key.data()), nullptr,
             EVP_sha1(), nullptr);
  return key;
}

std::string sign(const std::string& key, std::string_view payload) {
  std::string signature(sha1_bytes, '\0');
  HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), as_bytes(payload), payload.size(),
       reinterpret_cast<unsigned char*>(signature.data()), nullptr);
  return signature;
}

std::optional<std::string> unpack(std::string_view payload) {
  if (payload.substr(0, 1) != ".") return from_lenient_base64(payload);
  const auto packed = from_lenient_base64(payload.substr(1));
  return packed ? inflate_at_most(*packed, max_json_bytes) : std::nullopt;
}

}  // namespace

std::optional<bool> SampleAnswers::find(const std::string& sample) const {
  const auto found = members_.find(sample);
  if (found == members_.end() || !found->is_boolean()) return std::nullopt;
  return found->get<bool>();
}

void SampleAnswers::remember(const std::string& sample, bool active) { members_[sample] = active; }

std::string SampleAnswers::json_text() const {
  return members_.dump(-1, ' ', false, Json::error_handler_t::replace);
}

FlaskCookie::FlaskCookie(const std::vector<std::string>& secrets) {
  keys_.reserve(secrets.size());
  for (const std::string& secret : secrets) keys_.push_back(derive_key(secret));
}

bool FlaskCookie::verifies(std::string_view payload, std::string_view signature) const {
  bool verified = false;
  for (const std::string& key : keys_) {
    verified |= signature.size() == sha1_bytes &&
                CRYPTO_memcmp(sign(key, payload).data(), signature.data(), sha1_bytes) == 0;
  }
  return verified;
}

std::optional<SampleAnswers> FlaskCookie::read(std::string_view cookie) const {
  const std::size_t dot = cookie.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string_view payload = cookie.substr(0, dot);
  const auto signature = from_lenient_base64(cookie.substr(dot + 1));
  if (!signature || !verifies(payload, *signature)) return std::nullopt;
  const auto text = unpack(payload);
  if (!text || text->size() > max_json_bytes) return std::nullopt;
  const auto shallow = [](int depth, Json::parse_event_t, Json&) {
    return depth <= max_json_depth;
  };
  Json json = Json::parse(*text, shallow, false);
  if (!json.is_object()) return std::nullopt;
  return SampleAnswers(std::move(json));
}

std::string FlaskCookie::write(const SampleAnswers& answers) const {
  const std::string json = answers.json_text();
  const std::string packed = deflate(json);
  std::string cookie =
      packed.size() + 1 < json.size() ? "." + to_base64url(packed) : to_base64url(json);
  const std::string signature = sign(keys_.front(), cookie);
  cookie += '.';
  cookie += to_base64url(signature);
  return cookie;
}

}  // namespace pancake
