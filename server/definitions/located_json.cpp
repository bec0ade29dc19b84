#include "definitions/located_json.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

namespace pancake {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t deepest = 32;

/// Walks over the text and tells how far the parser has read.
class CountingIterator {
 public:
  using iterator_category = std::forward_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator() = default;
  CountingIterator(const char* at, const char** furthest) : at_(at), furthest_(furthest) {}

  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    *furthest_ = std::max(*furthest_, ++at_);
    return *this;
  }
  CountingIterator operator++(int) {
    auto before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }

 private:
  const char* at_ = nullptr;
  const char** furthest_ = nullptr;
};

/// Builds the tree from nlohmann's events. Every event gives false to stop the parser.
class TreeBuilder {
 public:
  TreeBuilder(std::string_view text, const std::string& file_name)
      : text_(text), file_name_(file_name), furthest_(text.data()), counted_(text.data()) {}

  Result<LocatedJson> run() {
    const CountingIterator begin(text_.data(), &furthest_);
    const CountingIterator end(text_.data() + text_.size(), &furthest_);
    const bool good = ordered_json::sax_parse(begin, end, this);
    if (error_) return tl::unexpected(*error_);
    if (!good) return fail(ErrorCode::bad_definitions, file_name_ + ": is no JSON");
    return std::move(root_);
  }

  bool null() { return scalar(nullptr); }
  bool boolean(bool value) { return scalar(value); }
  bool number_integer(std::int64_t value) { return scalar(value); }
  bool number_unsigned(std::uint64_t value) { return scalar(value); }
  bool number_float(double value, const std::string&) { return scalar(value); }
  bool string(std::string& value) { return scalar(std::move(value)); }
  bool binary(ordered_json::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(LocatedJson::Kind::object); }
  bool start_array(std::size_t) { return open(LocatedJson::Kind::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(std::string& value) {
    if (!open_.back().keys.insert(value).second) {
      return stop(at_line(line()) + "'" + value + "' stands here for the second time");
    }
    key_ = std::move(value);
    key_line_ = line();
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& error) {
    const auto end = std::min(position, text_.size());
    const auto before = text_.substr(0, end == 0 ? 0 : end - 1);
    const auto newline = before.rfind('\n');
    const auto column = before.size() - (newline == std::string_view::npos ? 0 : newline + 1) + 1;
    const auto lines = std::ranges::count(before, '\n') + 1;
    // nlohmann says "[json.exception…] parse error at line 3, column 5: what it was".
    std::string what = error.what();
    if (const auto id = what.find("] "); id != std::string::npos) what.erase(0, id + 2);
    if (what.starts_with("parse error at")) what.erase(0, what.find(": ") + 2);
    return stop(file_name_ + ":" + std::to_string(lines) + ":" + std::to_string(column) + ": " +
                what);
  }

 private:
  struct Open {
    LocatedJson node;
    std::set<std::string> keys;
  };

  /// The line of the last token. A number is known to end only by the character after it, so
  /// that one never counts.
  std::size_t line() {
    const char* const last = furthest_ == text_.data() ? furthest_ : furthest_ - 1;
    if (last > counted_) {
      line_ += static_cast<std::size_t>(std::count(counted_, last, '\n'));
      counted_ = last;
    }
    return line_;
  }

  [[nodiscard]] std::string at_line(std::size_t number) const {
    return file_name_ + ":" + std::to_string(number) + ": ";
  }

  bool stop(std::string message) {
    error_ = Error{ErrorCode::bad_definitions, std::move(message)};
    return false;
  }

  LocatedJson make(LocatedJson::Kind kind) {
    LocatedJson node;
    node.kind = kind;
    const bool is_member = !open_.empty() && open_.back().node.kind == LocatedJson::Kind::object;
    node.line = is_member ? key_line_ : line();
    if (is_member) node.key = std::move(key_);
    return node;
  }

  bool add(LocatedJson node) {
    if (open_.empty()) {
      root_ = std::move(node);
    } else {
      open_.back().node.children.push_back(std::move(node));
    }
    return true;
  }

  bool scalar(ordered_json value) {
    auto node = make(LocatedJson::Kind::scalar);
    node.value = std::move(value);
    return add(std::move(node));
  }

  bool open(LocatedJson::Kind kind) {
    if (open_.size() == deepest) {
      return stop(at_line(line()) + "goes deeper than " + std::to_string(deepest) + " levels");
    }
    auto node = make(kind);
    open_.push_back({std::move(node), {}});
    return true;
  }

  bool close() {
    auto node = std::move(open_.back().node);
    open_.pop_back();
    return add(std::move(node));
  }

  std::string_view text_;
  const std::string& file_name_;
  const char* furthest_;
  const char* counted_;
  std::size_t line_ = 1;
  std::string key_;
  std::size_t key_line_ = 1;
  std::vector<Open> open_;
  LocatedJson root_;
  std::optional<Error> error_;
};

}  // namespace

const LocatedJson* LocatedJson::find(std::string_view member) const {
  const auto found = std::ranges::find(children, member, &LocatedJson::key);
  return found == children.end() ? nullptr : &*found;
}

std::string LocatedJson::shown() const {
  if (kind == Kind::object) return "an object";
  if (kind == Kind::array) return "a list";
  if (value.is_string()) return "'" + value.get<std::string>() + "'";
  return value.dump();
}

Result<LocatedJson> parse_located_json(std::string_view text, const std::string& file_name) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  return TreeBuilder(text, file_name).run();
}

}  // namespace pancake
