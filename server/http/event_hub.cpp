#include "http/event_hub.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

#include "views/json_text.h"

namespace pancake {
namespace {

std::string event_text(std::string_view topic, std::uint64_t revision) {
  std::string name;
  append_json_text(name, topic);
  // The type is OpenFeature's: its providers listen to the same events.
  return fmt::format(
      "id: {0}\ndata: {{\"type\":\"refetchEvaluation\",\"extension\":{1},\"revision\":{0}}}\n\n",
      revision, name);
}

}  // namespace

void EventHub::publish(std::string_view topic, std::uint64_t revision) {
  auto event = std::make_shared<const Event>(Event{revision, event_text(topic, revision)});
  {
    const std::scoped_lock lock(mutex_);
    auto& newest = topic_of(topic).newest;
    if (newest && newest->revision >= revision) return;
    newest = std::move(event);
  }
  for (const auto& listener : listeners_) listener();
}

EventHub::Topic& EventHub::topic_of(std::string_view name) {
  const auto found = std::ranges::find(topics_, name, &Topic::name);
  if (found != topics_.end()) return *found;
  return topics_.emplace_back(Topic{std::string(name), nullptr});
}

std::size_t EventHub::number_of(std::string_view topic) {
  const std::scoped_lock lock(mutex_);
  const Topic& found = topic_of(topic);  // may move all of them
  return static_cast<std::size_t>(&found - topics_.data());
}

std::size_t EventHub::topics() const {
  const std::scoped_lock lock(mutex_);
  return topics_.size();
}

std::shared_ptr<const Event> EventHub::newest(std::size_t topic) const {
  const std::scoped_lock lock(mutex_);
  return topics_[topic].newest;
}

}  // namespace pancake
