#include "definitions/field_reader.h"

#include <algorithm>

#include "definitions/close_match.h"

namespace pancake {

namespace {

constexpr std::size_t most_errors = 100;

}  // namespace

void FieldErrors::add(const LocatedJson& node, const std::string& field, const std::string& what) {
  if (errors_.size() >= most_errors) return;
  const auto place = field.empty() ? "" : field + ": ";
  errors_.push_back({ErrorCode::bad_definitions,
                     file_name_ + ":" + std::to_string(node.line) + ": " + place + what});
}

std::vector<Field> Field::members(const std::vector<std::string_view>& known) const {
  std::vector<Field> all;
  if (node_->kind != LocatedJson::Kind::object) {
    wrong(node_->shown() + " is not an object");
    return all;
  }
  const std::vector<std::string> words(known.begin(), known.end());
  for (const auto& child : node_->children) {
    Field field(child, path_.empty() ? child.key : path_ + "." + child.key, *errors_);
    if (words.empty() || std::ranges::find(words, child.key) != words.end()) {
      all.push_back(std::move(field));
      continue;
    }
    field.wrong("is not known here." + did_you_mean(child.key, words));
  }
  return all;
}

std::vector<Field> Field::entries() const {
  std::vector<Field> all;
  if (node_->kind != LocatedJson::Kind::array) {
    wrong(node_->shown() + " is not a list");
    return all;
  }
  for (const auto& child : node_->children) {
    all.emplace_back(child, path_ + "[" + std::to_string(all.size()) + "]", *errors_);
  }
  return all;
}

std::optional<Field> Field::member(std::string_view key) const {
  const auto* const child = node_->find(key);
  if (child == nullptr) return std::nullopt;
  return Field(*child, path_.empty() ? child->key : path_ + "." + child->key, *errors_);
}

std::optional<std::string> Field::text() const {
  if (node_->kind == LocatedJson::Kind::scalar && node_->value.is_string()) {
    return node_->value.get<std::string>();
  }
  wrong(node_->shown() + " is not a text");
  return std::nullopt;
}

std::optional<bool> Field::truth() const {
  if (node_->kind == LocatedJson::Kind::scalar && node_->value.is_boolean()) {
    return node_->value.get<bool>();
  }
  wrong(node_->shown() + " is not true or false");
  return std::nullopt;
}

std::optional<std::int64_t> Field::integer() const {
  constexpr auto largest = static_cast<std::uint64_t>(INT64_MAX);
  if (node_->kind == LocatedJson::Kind::scalar && node_->value.is_number_integer() &&
      !(node_->value.is_number_unsigned() && node_->value.get<std::uint64_t>() > largest)) {
    return node_->value.get<std::int64_t>();
  }
  wrong(node_->shown() + " is not a whole number");
  return std::nullopt;
}

bool Field::is_null() const {
  return node_->kind == LocatedJson::Kind::scalar && node_->value.is_null();
}

}  // namespace pancake
