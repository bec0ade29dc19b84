#include "serve/compression.h"

#include <brotli/encode.h>
#include <sys/resource.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <limits>

#include "serve/published.h"
#include "views/snapshot_json.h"

namespace pancake {
namespace {

constexpr std::size_t small_bytes = 65'536;
constexpr std::size_t medium_bytes = 1'048'576;

int brotli_quality(std::size_t size) {
  if (size <= small_bytes) return 11;
  return size <= medium_bytes ? 9 : 5;
}

/// "" if it does not get smaller.
std::string brotli(std::string_view body) {
  std::size_t size = BrotliEncoderMaxCompressedSize(body.size());
  std::string out(size, '\0');
  const bool done =
      BrotliEncoderCompress(brotli_quality(body.size()), BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC,
                            body.size(), reinterpret_cast<const std::uint8_t*>(body.data()), &size,
                            reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_TRUE;
  if (!done || size >= body.size()) return {};
  out.resize(size);
  out.shrink_to_fit();
  return out;
}

std::string gzip(std::string_view body) {
  if (body.size() > std::numeric_limits<uInt>::max()) return {};
  constexpr int gzip_window = 15 + 16;
  z_stream stream{};
  const int level = body.size() <= medium_bytes ? 9 : 6;
  if (deflateInit2(&stream, level, Z_DEFLATED, gzip_window, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
    return {};
  }
  std::string out(body.size(), '\0');  // more would be of no use
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  const std::size_t size = stream.total_out;
  deflateEnd(&stream);
  if (!done || size >= body.size()) return {};
  out.resize(size);
  out.shrink_to_fit();
  return out;
}

}  // namespace

EncodedBody encoded_body(std::string_view body) { return {gzip(body), brotli(body)}; }

Compression::Compression(const std::vector<std::unique_ptr<PublishedExtension>>& extensions)
    : extensions_(extensions), waiting_(extensions.size(), false) {
  for (std::size_t index = 0; index < extensions.size(); ++index) {
    extensions[index]->on_publish([this, index](const PublishedExtension&, std::uint64_t) {
      const std::scoped_lock lock(mutex_);
      waiting_[index] = true;
      changed_.notify_one();
    });
  }
  thread_ = std::thread([this] { run(); });
}

Compression::~Compression() {
  {
    const std::scoped_lock lock(mutex_);
    ending_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Compression::run() {
  // On Linux a priority is a thread's. If it cannot be set, the work is done all the same.
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 10);
  std::unique_lock lock(mutex_);
  while (true) {
    const auto next = std::find(waiting_.begin(), waiting_.end(), true);
    if (ending_) return;
    if (next == waiting_.end()) {
      changed_.wait(lock);
      continue;
    }
    *next = false;
    const auto& extension = *extensions_[static_cast<std::size_t>(next - waiting_.begin())];
    lock.unlock();
    encode(extension);
    lock.lock();
  }
}

void Compression::encode(const PublishedExtension& extension) {
  const auto published = extension.current();
  if (!published || published->encoded->get() != nullptr) return;
  // Asked before each form: in a burst of changes only the last revision is worth the work.
  const auto outdated = [&] { return extension.current() != published; };
  const Snapshot& for_public = *published->snapshots.public_->snapshot;
  const Snapshot& full = *published->snapshots.full->snapshot;
  auto encoded = std::make_unique<EncodedSnapshots>();
  encoded->public_bytes = encoded_body(body_of(for_public.bytes()));
  if (outdated()) return;
  encoded->public_json = encoded_body(published->public_json);
  if (outdated()) return;
  encoded->full_bytes = encoded_body(body_of(full.bytes()));
  if (outdated()) return;
  encoded->full_json = encoded_body(snapshot_json(full));
  published->encoded->set(std::move(encoded));
}

}  // namespace pancake
