#include "admin/place.h"

#include "definitions/definition_json.h"
#include "sync/stored_value.h"

namespace pancake {

namespace {

using Part = Place::Part;

tl::unexpected<Error> meaningless(const Place& place, const std::string& name,
                                  const std::string& why) {
  return fail(
      ErrorCode::bad_value,
      std::string(to_text(place.kind)) + " '" + name + "'" +
          (place.part == Part::override ? ", group '" + place.group + "': an override " : ": ") +
          why);
}

}  // namespace

Result<Change> change_to(const Place& place, const std::string& name, const StoredText& text) {
  if (place.part == Part::definition) {
    if (!text) return Undefine{place.kind, place.key};
    auto definition = parse_definition(place.kind, place.key, *text);
    if (!definition) return meaningless(place, name, "its definition cannot be read");
    return Define{*std::move(definition)};
  }
  if (text) {
    const auto reading = read_value(place.kind, StoredValue{*text});
    if (reading.problem) return meaningless(place, name, *reading.problem);
  }
  if (place.part == Part::override) {
    if (!text) return ClearOverride{name, place.group, place.object_id};
    return SetOverride{name, place.group, place.object_id, *text == "1"};
  }
  if (!text) return ClearState{place.kind, name};
  return SetState{place.kind, name, *text};
}

}  // namespace pancake
