#include <sstream>

#include "catch.h"
#include "cli/text_table.h"
#include "cli/words.h"

namespace pancake {

namespace {

std::string green(const std::string& word) { return "\x1b[32m" + word + "\x1b[0m"; }

std::optional<std::string> nothing_set(const std::string&) { return std::nullopt; }

}  // namespace

TEST_CASE("changes are told as flask-pancake tells them") {
  const Paint plain(false);
  CHECK(done_words(SetState{FeatureKind::flag, "X", "1"}, plain) == "Flag 'X' enabled.");
  CHECK(done_words(SetState{FeatureKind::switch_, "X", "0"}, plain) == "Switch 'X' disabled.");
  CHECK(done_words(SetState{FeatureKind::sample, "X", "42.0"}, plain) ==
        "Sample 'X' set to '42.0'.");
  CHECK(done_words(ClearState{FeatureKind::sample, "X"}, plain) == "Sample 'X' cleared.");
  CHECK(done_words(SetOverride{"X", "g", "it's", true}, plain) ==
        "Object \"it's\" in group 'g' for flag 'X' enabled.");
  CHECK(done_words(ClearOverride{"X", "g", "7"}, plain) ==
        "Object '7' in group 'g' for flag 'X' cleared.");
  CHECK(done_words(ClearOverrides{"X", "g"}, plain) ==
        "All objects in group 'g' for flag 'X' cleared.");
}

TEST_CASE("on a terminal words have flask-pancake's colours") {
  const Paint paint(true);
  CHECK(done_words(SetState{FeatureKind::flag, "X", "1"}, paint) ==
        "Flag 'X' " + green("enabled") + ".");
  CHECK(done_words(SetState{FeatureKind::sample, "X", "42.0"}, paint) ==
        "Sample 'X' set to '\x1b[34m42.0\x1b[0m'.");
  CHECK(yes_or_no(false, paint) == "\x1b[31mNo\x1b[0m");
  CHECK(yes_or_no(std::nullopt, paint) == "\x1b[33mN/A\x1b[0m");
}

TEST_CASE("colour needs a terminal that knows it, and no NO_COLOR") {
  const auto painted = [](const Paint& paint) { return paint(Colour::red, "x") != "x"; };
  CHECK(painted(paint_for(true, nothing_set)));
  CHECK_FALSE(painted(paint_for(false, nothing_set)));
  const auto with = [](const std::string& variable, const std::string& text) -> Environment {
    return [=](const std::string& name) -> std::optional<std::string> {
      if (name == variable) return text;
      return std::nullopt;
    };
  };
  CHECK_FALSE(painted(paint_for(true, with("NO_COLOR", "1"))));
  CHECK(painted(paint_for(true, with("NO_COLOR", ""))));
  CHECK_FALSE(painted(paint_for(true, with("TERM", "dumb"))));
}

TEST_CASE("no name can move the cursor or fake a line") {
  CHECK(shown("a\tb") == "a\tb");
  CHECK(shown("a\x1b[31m\nFlag") == "a\\x1b[31m\\x0aFlag");
  CHECK(shown("\u009b1m\x7f") == "\\x9b1m\\x7f");
  CHECK(shown("caf\xe9") == "caf\\xe9");
  CHECK(shown("stra\u00dfe \U0001F95E") == "stra\u00dfe \U0001F95E");
}

TEST_CASE("a table is padded by what is seen, not by bytes") {
  TextTable table("Flags", {"NAME", "ACTIVE", "WHY"});
  table.add({"stra\u00dfe", green("Yes"), "because"});
  table.add({"a", "No", ""});
  std::ostringstream out;
  table.write(out);
  CHECK(out.str() ==
        "Flags\n"
        "  NAME    ACTIVE  WHY\n"
        "  stra\u00dfe  " +
            green("Yes") +
            "     because\n"
            "  a       No\n");
}

TEST_CASE("a column that says nothing is left out, and a table without rows is nothing") {
  TextTable table("", {"NAME", "WHY"});
  std::ostringstream nothing;
  table.write(nothing);
  CHECK(nothing.str().empty());
  table.add({"a", ""});
  table.drop_empty_last_column();
  std::ostringstream out;
  table.write(out);
  CHECK(out.str() == "NAME\na\n");
}

}  // namespace pancake
