#include <array>
#include <utility>

#include "routes/file_tree.h"

namespace pancake {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 21> types{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".cjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".wasm", "application/wasm"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".gif", "image/gif"},
    {".webp", "image/webp"},
    {".avif", "image/avif"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
    {".ts", "text/plain; charset=utf-8"},
    {".pdf", "application/pdf"},
}};

}  // namespace

std::string_view media_type(std::string_view file_name) {
  for (const auto& [ending, type] : types) {
    if (file_name.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

}  // namespace pancake
