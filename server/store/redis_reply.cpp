#include "store/redis_reply.h"

#include <hiredis.h>

#include <new>

namespace pancake {

namespace {

constexpr int longest_list = 64 * 1024 * 1024;
constexpr std::size_t largest_reply = std::size_t{2} << 30U;

/// The place that hiredis fills next: an entry of the list above, or a reply of its own.
RedisReply* place_for(const redisReadTask* task) {
  if (task->parent == nullptr) return new (std::nothrow) RedisReply;
  auto* const parent = static_cast<RedisReply*>(task->parent->obj);
  return &parent->list[static_cast<std::size_t>(task->idx)];
}

void* create_text(const redisReadTask* task, char* bytes, std::size_t size) {
  auto* const reply = place_for(task);
  if (reply == nullptr) return nullptr;
  reply->text.assign(bytes, size);
  switch (task->type) {
    case REDIS_REPLY_ERROR: reply->kind = RedisReply::Kind::error; break;
    case REDIS_REPLY_STATUS: reply->kind = RedisReply::Kind::status; break;
    default: reply->kind = RedisReply::Kind::text; break;
  }
  return reply;
}

void* create_list(const redisReadTask* task, int entries) {
  if (entries > longest_list) return nullptr;
  auto* const reply = place_for(task);
  if (reply == nullptr) return nullptr;
  reply->kind = RedisReply::Kind::list;
  if (entries > 0) reply->list.resize(static_cast<std::size_t>(entries));
  return reply;
}

void* create_integer(const redisReadTask* task, long long value) {
  auto* const reply = place_for(task);
  if (reply == nullptr) return nullptr;
  reply->kind = RedisReply::Kind::integer;
  reply->number = value;
  return reply;
}

void* create_nil(const redisReadTask* task) { return place_for(task); }

void free_reply(void* reply) { delete static_cast<RedisReply*>(reply); }

redisReplyObjectFunctions reply_functions{create_text, create_list, create_integer, create_nil,
                                          free_reply};

}  // namespace

void append_command(std::string& bytes, const RedisCommand& command) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const auto& argument : command) {
    texts.push_back(argument.data());
    sizes.push_back(argument.size());
  }
  char* formatted = nullptr;
  const int size = redisFormatCommandArgv(&formatted, static_cast<int>(command.size()),
                                          texts.data(), sizes.data());
  if (size < 0) throw std::bad_alloc();
  bytes.append(formatted, static_cast<std::size_t>(size));
  redisFreeCommand(formatted);
}

void RedisReplyReader::Free::operator()(redisReader* reader) const noexcept {
  redisReaderFree(reader);
}

RedisReplyReader::RedisReplyReader() : reader_(redisReaderCreateWithFunctions(&reply_functions)) {
  if (!reader_) throw std::bad_alloc();
}

void RedisReplyReader::feed(std::string_view bytes) {
  // After an error the reader takes nothing more, and next() says so.
  redisReaderFeed(reader_.get(), bytes.data(), bytes.size());
  fed_ += bytes.size();
}

tl::expected<std::optional<RedisReply>, std::string> RedisReplyReader::next() {
  void* read = nullptr;
  if (redisReaderGetReply(reader_.get(), &read) != REDIS_OK) {
    return tl::unexpected<std::string>(reader_->errstr);
  }
  if (read == nullptr) {
    if (fed_ > largest_reply) return tl::unexpected<std::string>("a reply of over 2 GiB");
    return std::nullopt;
  }
  fed_ = 0;
  const std::unique_ptr<RedisReply> reply(static_cast<RedisReply*>(read));
  return std::optional(std::move(*reply));
}

}  // namespace pancake
