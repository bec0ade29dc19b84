// Builds snapshots in JavaScript, for `pancake-flags/json` and the tests. Loaded by nobody who
// gets ready-made bytes from a server, so it takes Embind's comfort: a class, texts, numbers.
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <cmath>
#include <optional>
#include <string>

#include "pancake/snapshot_builder.h"

namespace pancake::wasm {
namespace {

/// Numbers of 0 and more are results; a refusal is -1 - CoreError.
double outcome(const CoreResult<std::uint32_t>& result) {
  return result ? *result : -1.0 - static_cast<double>(result.error());
}

/// 0 unset, 1 off, 2 on; anything else is unset too.
Setting setting_of(unsigned number) {
  return number > 2 ? Setting::unset : static_cast<Setting>(number);
}

std::optional<double> ratio_of(double number) {
  if (std::isnan(number)) return std::nullopt;
  return number;
}

/// SnapshotBuilder in types that Embind knows. Toggles and fixed answers are 0 unset, 1 off,
/// 2 on; a ratio that is NaN is none. The scope is 0 public, 1 personal, 2 full. The revision
/// is below 2^53.
class JsBuilder {
 public:
  JsBuilder(const std::string& extension, unsigned scope, double revision)
      : builder_(extension, static_cast<Scope>(scope > 2 ? 0 : scope),
                 static_cast<std::uint64_t>(revision)) {}

  double add_group(const std::string& id) { return outcome(builder_.add_group(id)); }

  double add_switch(const std::string& name, unsigned default_setting, unsigned state, bool client,
                    bool problem) {
    return outcome(builder_.add_switch(
        {name, setting_of(default_setting), setting_of(state), client, problem}));
  }

  double add_flag(const std::string& name, unsigned default_setting, unsigned state, bool client,
                  bool problem) {
    return outcome(
        builder_.add_flag({name, setting_of(default_setting), setting_of(state), client, problem}));
  }

  double add_sample(const std::string& name, double default_ratio, double state_ratio,
                    unsigned fixed, bool client, bool problem) {
    const Setting answer = setting_of(fixed);
    std::optional<bool> fixed_answer;
    if (answer != Setting::unset) fixed_answer = answer == Setting::on;
    return outcome(builder_.add_sample(
        {name, ratio_of(default_ratio), ratio_of(state_ratio), fixed_answer, client, problem}));
  }

  double add_override(unsigned group, const std::string& object_id, unsigned flag, bool on) {
    const auto result = builder_.add_override(group, object_id, flag, on);
    return result ? 0.0 : -1.0 - static_cast<double>(result.error());
  }

  /// The number of bytes that bytes() then shows.
  double build() {
    auto result = builder_.build();
    if (!result) return -1.0 - static_cast<double>(result.error());
    built_ = std::move(*result);
    return static_cast<double>(built_.size());
  }

  /// A view into memory: to be copied before the next call.
  [[nodiscard]] emscripten::val bytes() const {
    return emscripten::val(emscripten::typed_memory_view(built_.size(), built_.data()));
  }

 private:
  SnapshotBuilder builder_;
  Bytes built_;
};

/// The sentence of a refusal that one of the above gave.
std::string message_of(double refusal) {
  return std::string(message(static_cast<CoreError>(static_cast<unsigned>(-1.0 - refusal))));
}

}  // namespace

EMSCRIPTEN_BINDINGS(pancake_builder) {
  emscripten::class_<JsBuilder>("SnapshotBuilder")
      .constructor<const std::string&, unsigned, double>()
      .function("addGroup", &JsBuilder::add_group)
      .function("addSwitch", &JsBuilder::add_switch)
      .function("addFlag", &JsBuilder::add_flag)
      .function("addSample", &JsBuilder::add_sample)
      .function("addOverride", &JsBuilder::add_override)
      .function("build", &JsBuilder::build)
      .function("bytes", &JsBuilder::bytes);
  emscripten::function("messageOf", &message_of);
}

}  // namespace pancake::wasm
