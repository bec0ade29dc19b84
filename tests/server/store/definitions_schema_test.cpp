#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "catch.h"
#include "definitions/definitions_file.h"

namespace pancake {

namespace {

using nlohmann::json;

json schema() {
  std::ifstream file(PANCAKE_DEFINITIONS_SCHEMA);
  return json::parse(file);
}

std::string message_of(const json& file) {
  const auto definitions = parse_definitions(file.dump(), "f");
  return definitions ? "" : definitions.error().message;
}

/// A file with `value` where a JSON pointer says, all above it made as needed.
json file_with(const std::string& pointer, const json& value) {
  json file = {{"extensions", {{"e", json::object()}}}};
  file[json::json_pointer(pointer)] = value;
  return file;
}

/// Where each object of the schema stands in a file.
const std::map<std::string, std::string> places{
    {"", ""},
    {"/$defs/extension", "/extensions/e"},
    {"/$defs/extension/properties/visitor", "/extensions/e/visitor"},
    {"/$defs/group", "/extensions/e/groups/0"},
    {"/$defs/cookie", "/extensions/e/cookie"},
    {"/$defs/cookie/properties/options", "/extensions/e/cookie/options"},
    {"/$defs/extension/properties/switches/additionalProperties", "/extensions/e/switches/x"},
    {"/$defs/extension/properties/flags/additionalProperties", "/extensions/e/flags/x"},
    {"/$defs/extension/properties/samples/additionalProperties", "/extensions/e/samples/x"}};

}  // namespace

TEST_CASE("the schema's examples are good definitions files") {
  const auto examples = schema().at("examples");
  CHECK_FALSE(examples.empty());
  for (const auto& example : examples) CHECK(message_of(example).empty());
}

TEST_CASE("the schema and the parser know the same members") {
  const auto all = schema();
  for (const auto& [definition, place] : places) {
    CAPTURE(definition);
    const auto& object = all.at(json::json_pointer(definition));
    CHECK(object.at("additionalProperties") == false);
    for (const auto& [name, rules] : object.at("properties").items()) {
      CAPTURE(name);
      const auto message = message_of(file_with(place + "/" + name, -12345));
      CHECK_THAT(message, !Catch::Matchers::Contains("is not known here"));
      CHECK_FALSE(message.empty());  // -12345 is nowhere allowed
    }
    CHECK_THAT(message_of(file_with(place + "/stranger", 1)),
               Catch::Matchers::Contains("stranger: is not known here"));
  }
}

TEST_CASE("the schema and the parser allow the same words and ranges") {
  const auto all = schema();
  for (const auto& [pointer, place] :
       {std::pair{"/$defs/cookie/properties/format", "/extensions/e/cookie/format"},
        std::pair{"/$defs/cookie/properties/options/properties/sameSite",
                  "/extensions/e/cookie/options/sameSite"},
        std::pair{"/$defs/extension/properties/flags/additionalProperties/properties/default",
                  "/extensions/e/flags/x/default"}}) {
    for (const auto& word : all.at(json::json_pointer(pointer)).at("enum")) {
      CHECK(message_of(file_with(place, word)).empty());
    }
    CHECK_FALSE(message_of(file_with(place, "stranger")).empty());
  }
  const auto& options = all.at("$defs").at("cookie").at("properties").at("options");
  const auto& age = options.at("properties").at("maxAge");
  const std::string place = "/extensions/e/cookie/options/maxAge";
  const auto largest = age.at("maximum").get<std::int64_t>();
  CHECK(message_of(file_with(place, largest)).empty());
  CHECK_FALSE(message_of(file_with(place, largest + 1)).empty());
}

}  // namespace pancake
