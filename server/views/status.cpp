#include "views/status.h"

#include "views/json_text.h"

namespace pancake {

StatusForm::StatusForm(const FeatureTable& table) {
  const auto switches = static_cast<std::uint32_t>(table.switches.size());
  const auto flags = static_cast<std::uint32_t>(table.flags.size());
  pieces_.emplace_back("{");
  add_kind("flags", table.flags, switches);
  pieces_.back() += ',';
  add_kind("samples", table.samples, switches + flags);
  pieces_.back() += ',';
  add_kind("switches", table.switches, 0);
  pieces_.back() += "}\n";
  for (const std::string& piece : pieces_) size_ += piece.size();
}

void StatusForm::add_kind(std::string_view member, const std::vector<FeatureRow>& rows,
                          std::uint32_t first_feature) {
  pieces_.back().append("\"").append(member).append("\":[");
  bool first = true;
  for (std::uint32_t row = 0; row < rows.size(); ++row) {
    if (!rows[row].definition.fallback) continue;
    pieces_.back() += first ? "{\"is_active\":" : ",{\"is_active\":";
    first = false;
    features_.push_back(first_feature + row);
    std::string& after = pieces_.emplace_back(",\"name\":");
    append_json_text(after, rows[row].definition.name);
    after += '}';
  }
  pieces_.back() += ']';
}

std::string StatusForm::fill(std::span<const Answer> answers) const {
  constexpr std::size_t longest_answer = 5;
  std::string body;
  body.reserve(size_ + features_.size() * longest_answer);
  for (std::size_t place = 0; place < features_.size(); ++place) {
    body += pieces_[place];
    body += answers[features_[place]].is_active() ? "true" : "false";
  }
  body += pieces_.back();
  return body;
}

std::string status_json(const FeatureTable& table, std::span<const Answer> answers) {
  return StatusForm(table).fill(answers);
}

}  // namespace pancake
