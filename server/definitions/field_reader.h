#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "definitions/located_json.h"
#include "error.h"

namespace pancake {

/// Keeps what of a file does not hold together; reading goes on with nothing in its place, so that
/// readers need not ask after each field.
class FieldErrors {
 public:
  explicit FieldErrors(std::string file_name) : file_name_(std::move(file_name)) {}

  /// "FILE:LINE: FIELD: WHAT". Those after the hundredth are dropped.
  void add(const LocatedJson& node, const std::string& field, const std::string& what);
  [[nodiscard]] const std::vector<Error>& all() const noexcept { return errors_; }
  /// Null if there is none.
  [[nodiscard]] const Error* first() const noexcept {
    return errors_.empty() ? nullptr : errors_.data();
  }

 private:
  std::string file_name_;
  std::vector<Error> errors_;
};

/// A value of the file with the way to it ("extensions.pancake.groups[0].id").
class Field {
 public:
  Field(const LocatedJson& node, std::string path, FieldErrors& errors)
      : node_(&node), path_(std::move(path)), errors_(&errors) {}

  /// The members of an object; none, and an error, if it is no object. `known` names all that
  /// may be there; if it is empty, any may.
  [[nodiscard]] std::vector<Field> members(const std::vector<std::string_view>& known) const;
  /// The entries of a list; none, and an error, if it is no list.
  [[nodiscard]] std::vector<Field> entries() const;
  /// One member of an object that is known to be one.
  [[nodiscard]] std::optional<Field> member(std::string_view key) const;

  /// No value, and an error, if it is of another kind.
  [[nodiscard]] std::optional<std::string> text() const;
  [[nodiscard]] std::optional<bool> truth() const;
  [[nodiscard]] std::optional<std::int64_t> integer() const;
  [[nodiscard]] bool is_null() const;

  [[nodiscard]] const std::string& key() const noexcept { return node_->key; }
  [[nodiscard]] const LocatedJson& node() const noexcept { return *node_; }
  void wrong(const std::string& what) const { errors_->add(*node_, path_, what); }

 private:
  const LocatedJson* node_;
  std::string path_;
  FieldErrors* errors_;
};

}  // namespace pancake
