#include "views/status.h"

#include "views/json_text.h"

namespace pancake {

namespace {

std::string_view answer_text(bool active) { return active ? "true" : "false"; }

/// What most visitors are answered: an override is the exception, and of a sample the likelier.
bool usual_answer(const FeatureRow& row) {
  const double value = row.value().value_or(0);
  return row.definition.kind == FeatureKind::sample ? value >= 50 : value != 0;
}

}  // namespace

StatusForm::StatusForm(const FeatureTable& table) {
  const auto switches = static_cast<std::uint32_t>(table.switches.size());
  const auto flags = static_cast<std::uint32_t>(table.flags.size());
  usual_ = "{";
  add_kind("flags", table.flags, switches);
  usual_ += ',';
  add_kind("samples", table.samples, switches + flags);
  usual_ += ',';
  add_kind("switches", table.switches, 0);
  usual_ += "}\n";
}

void StatusForm::add_kind(std::string_view member, const std::vector<FeatureRow>& rows,
                          std::uint32_t first_feature) {
  usual_.append("\"").append(member).append("\":[");
  bool first = true;
  for (std::uint32_t row = 0; row < rows.size(); ++row) {
    if (!rows[row].definition.fallback) continue;
    usual_ += first ? "{\"is_active\":" : ",{\"is_active\":";
    first = false;
    const bool usual = usual_answer(rows[row]);
    places_.push_back({first_feature + row, static_cast<std::uint32_t>(usual_.size()), usual});
    usual_.append(answer_text(usual)).append(",\"name\":");
    append_json_text(usual_, rows[row].definition.name);
    usual_ += '}';
  }
  usual_ += ']';
}

std::string StatusForm::fill(std::span<const Answer> answers) const {
  std::string body;
  body.reserve(usual_.size() + places_.size());  // `false` is one longer than `true`
  std::size_t copied = 0;
  for (const Place& place : places_) {
    const bool active = answers[place.feature].is_active();
    if (active == place.usual) continue;
    body.append(usual_, copied, place.begin - copied);
    body += answer_text(active);
    copied = place.begin + answer_text(place.usual).size();
  }
  body.append(usual_, copied);
  return body;
}

std::string status_json(const FeatureTable& table, std::span<const Answer> answers) {
  return StatusForm(table).fill(answers);
}

}  // namespace pancake
