#include "http/content_coding.h"

#include <boost/beast/core/string.hpp>

#include "http/accept.h"

namespace pancake {
namespace {

/// Less welcome than anything that is named, but welcome.
constexpr double not_named = 0.0001;

}  // namespace

std::string_view to_text(ContentCoding coding) noexcept {
  switch (coding) {
    case ContentCoding::identity: return "identity";
    case ContentCoding::gzip: return "gzip";
    case ContentCoding::br: return "br";
  }
  return "identity";
}

ContentCoding chosen_coding(const std::optional<std::string>& accept_encoding, bool has_gzip,
                            bool has_br) {
  if (!accept_encoding) return ContentCoding::identity;
  const auto quality = [&](std::string_view coding, double otherwise) {
    const auto named = quality_of_word(*accept_encoding, coding);
    return named ? *named : quality_of_word(*accept_encoding, "*").value_or(otherwise);
  };
  double best = quality("identity", not_named);
  // Nobody means to get nothing: identity is there when all else is refused.
  ContentCoding chosen = ContentCoding::identity;
  const double gzip =
      std::max(quality("gzip", 0), quality_of_word(*accept_encoding, "x-gzip").value_or(0));
  if (has_gzip && gzip > 0 && gzip >= best) {
    best = gzip;
    chosen = ContentCoding::gzip;
  }
  const double br = quality("br", 0);
  if (has_br && br > 0 && br >= best) chosen = ContentCoding::br;
  return chosen;
}

}  // namespace pancake
