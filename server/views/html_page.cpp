#include "views/html_page.h"

#include "views/html_text.h"

namespace pancake {
namespace {

/// `NAME="PREFIX/overview-page/FILE"`
void append_file(std::string& out, std::string_view name, const PageFrame& frame,
                 std::string_view file) {
  out.append(name).append("=\"");
  append_html_text(out, frame.url_prefix);
  out.append("/overview-page/").append(file).append("\"");
}

void append_data(std::string& out, std::string_view name, std::string_view value) {
  out.append(" data-").append(name).append("=\"");
  append_html_text(out, value);
  out += '"';
}

void append_head(std::string& page, const PageFrame& frame) {
  page +=
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>";
  append_html_text(page, frame.title);
  page += "</title>\n<link rel=\"icon\" type=\"image/svg+xml\" ";
  append_file(page, "href", frame, "mark.svg");
  page += ">\n<link rel=\"stylesheet\" ";
  append_file(page, "href", frame, "overview.css");
  page += ">\n<script type=\"module\" ";
  append_file(page, "src", frame, "overview.js");
  page += "></script>\n</head>\n";
}

}  // namespace

std::string html_page(const PageFrame& frame, std::string_view main) {
  std::string page;
  append_head(page, frame);
  page += "<body>\n<header class=\"bar\">\n<p class=\"brand\"><img ";
  append_file(page, "src", frame, "mark.svg");
  page +=
      " alt=\"\" width=\"40\" height=\"40\">Pancake</p>\n"
      "<nav id=\"extensions\" aria-label=\"Extensions\"></nav>\n"
      "<p id=\"standing\" role=\"status\"></p>\n<div id=\"session\"></div>\n</header>\n<main";
  append_data(page, "prefix", frame.url_prefix);
  append_data(page, "extension", frame.extension);
  if (frame.asks_to_sign_in) page += " data-sign-in";
  page += ">\n";
  page += main;
  page += "</main>\n</body>\n</html>\n";
  return page;
}

std::string sign_in_html(std::string_view url_prefix, std::string_view extension,
                         std::string_view refusal) {
  std::string main = "<h1>Pancake</h1>\n<form class=\"sign-in\" method=\"post\" action=\"";
  append_html_text(main, url_prefix);
  main +=
      "/session\">\n<h2>Sign in</h2>\n<p>This overview needs a token; programs send "
      "<code>Authorization: Bearer TOKEN</code>.</p>\n";
  if (!refusal.empty()) {
    main += "<p role=\"alert\">";
    append_html_text(main, refusal);
    main += "</p>\n";
  }
  main +=
      "<span class=\"labelled\"><label "
      "for=\"token\">Admin token</label><input id=\"token\" name=\"token\" type=\"password\" "
      "autocomplete=\"current-password\" required></span>\n<button class=\"main\">Sign in"
      "</button>\n</form>\n";
  return html_page({"Pancake: sign in", url_prefix, extension, true}, main);
}

}  // namespace pancake
