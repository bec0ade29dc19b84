#include "views/html_page.h"

#include "views/html_text.h"

namespace pancake {
namespace {

constexpr std::string_view style = R"css(
:root { color-scheme: light dark; --line: #8884; --soft: #8882; --on: #17803d; --off: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --on: #5fd38d; --off: #ff8a80; } }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; padding: 1.5rem; max-width: 72rem; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
p { margin: .25rem 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0;
  border-bottom: 1px solid var(--line); }
thead th { white-space: nowrap; }
tbody th { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
small { display: block; font: .85rem/1.4 system-ui, sans-serif; font-weight: normal; }
ul { list-style: none; margin: 0; padding: 0; }
.on { color: var(--on); font-weight: 600; }
.off { color: var(--off); }
.none { opacity: .7; }
.problem { background: var(--soft); border-left: 3px solid var(--off); padding: .25rem .75rem; }
)css";

}  // namespace

std::string_view page_style() noexcept { return style; }

std::string html_page(std::string_view title, std::string_view main) {
  std::string page =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>";
  append_html_text(page, title);
  page += "</title>\n<style>";
  page += style;
  page += "</style>\n</head>\n<body>\n<main>\n";
  page += main;
  page += "</main>\n</body>\n</html>\n";
  return page;
}

}  // namespace pancake
