#include <catch.h>

#include "views/overview.h"

namespace pancake {

TEST_CASE("the page for people escapes every text that it shows") {
  const std::string evil = "<b>&\"'</b>";
  ExtensionDefinition extension = empty_extension(evil);
  extension.groups = {{evil + "g", {}, std::vector<std::string>{evil + "c"}}, {"plain", {}, {}}};
  extension.features = {{FeatureKind::flag, evil + "f", FeatureDefault{1, "true"}, evil, false},
                        {FeatureKind::sample, evil + "s", FeatureDefault{3, "3"}, evil, false},
                        {FeatureKind::switch_, evil + "w", FeatureDefault{1, "true"}, evil, false}};
  StoredState stored;
  stored.samples[evil].text = evil;
  const std::string page = overview_html(join(extension, stored).value(), "/p");
  CHECK(page.find("<b>") == std::string::npos);
  CHECK(page.find("&lt;b&gt;&amp;&#34;&#39;&lt;/b&gt;f") != std::string::npos);
}

TEST_CASE("the page for people is a complete document with headed tables") {
  ExtensionDefinition extension = empty_extension("pancake");
  extension.groups = {{"admin", {}, std::vector<std::string>{"yes"}}};
  extension.features = {{FeatureKind::flag, "F", FeatureDefault{1, "true"}, "", false}};
  StoredState stored;
  stored.overrides = {{"admin", "F", "yes", {"0"}}};
  const std::string page = overview_html(join(extension, stored).value(), "/p");
  CHECK(page.rfind("<!doctype html>\n<html lang=\"en\">", 0) == 0);
  CHECK(page.find("<title>Pancake: pancake</title>") != std::string::npos);
  CHECK(page.find("<th scope=\"col\">For <em>admin</em></th>") != std::string::npos);
  CHECK(page.find("<th scope=\"row\">F</th>") != std::string::npos);
  CHECK(page.find("yes: <span class=\"off\">off</span>") != std::string::npos);
  CHECK(page.find("No samples") != std::string::npos);
}

}  // namespace pancake
