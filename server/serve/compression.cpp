#include "serve/compression.h"

#include <brotli/encode.h>
#include <sys/resource.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <limits>

#include "pancake/snapshot_file.h"
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

constexpr int layer_level = 6;

/// One part of a deflate stream. The last part ends it; any other ends at a whole byte, and nothing
/// behind it refers to what is in it. "" if it cannot be made.
std::string deflated(std::span<const std::uint8_t> bytes, bool last) {
  if (bytes.size() > std::numeric_limits<uInt>::max()) return {};
  constexpr int raw_window = -15;
  z_stream stream{};
  if (deflateInit2(&stream, layer_level, Z_DEFLATED, raw_window, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
    return {};
  }
  constexpr std::size_t flushed_bytes = 16;
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())) + flushed_bytes, '\0');
  stream.next_in = const_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int status = deflate(&stream, last ? Z_FINISH : Z_FULL_FLUSH);
  const bool done = status == (last ? Z_STREAM_END : Z_OK) && stream.avail_in == 0;
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return done ? out : std::string();
}

uLong checksum_of(std::span<const std::uint8_t> bytes) {
  return crc32_z(0, bytes.data(), bytes.size());
}

void append_number(std::string& out, std::uint32_t number) {
  for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(number >> shift & 0xFFU);
}

}  // namespace

std::string LayerGzip::of(const Snapshot& layer, const std::shared_ptr<const Snapshot>& base) {
  if (base != base_) {
    base_ = base;
    // RFC 1952: deflate, no flags, no time, no level, of Unix.
    deflated_ = std::string("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
    const std::string begun = deflated(base->bytes(), false);
    if (begun.empty()) base_.reset();
    deflated_ += begun;
    checksum_ = checksum_of(base->bytes());
  }
  // What stands between the two goes with the layer, which is small.
  const std::size_t gap = layer_offset(*base) - base->bytes().size();
  std::vector<std::uint8_t> behind(gap);
  behind.insert(behind.end(), layer.bytes().begin(), layer.bytes().end());
  const std::string rest = deflated(behind, true);
  if (base_ == nullptr || rest.empty()) return {};
  std::string out;
  out.reserve(deflated_.size() + rest.size() + 8);
  out.append(deflated_).append(rest);
  const auto size = static_cast<z_off_t>(behind.size());
  append_number(out,
                static_cast<std::uint32_t>(crc32_combine(checksum_, checksum_of(behind), size)));
  append_number(out, static_cast<std::uint32_t>(file_size(layer)));
  return out;
}

EncodedBody encoded_body(std::string_view body) { return {gzip(body), brotli(body)}; }

Compression::Compression(const std::vector<std::unique_ptr<PublishedExtension>>& extensions)
    : extensions_(extensions), layers_(extensions.size()), waiting_(extensions.size(), false) {
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
    const auto index = static_cast<std::size_t>(next - waiting_.begin());
    lock.unlock();
    encode(index);
    lock.lock();
  }
}

void Compression::encode(std::size_t index) {
  const PublishedExtension& extension = *extensions_[index];
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
  if (full.base() != nullptr) {
    if (outdated()) return;
    encoded->full_bytes.gzip = layers_[index].of(full, published->table.full_base);
  } else {
    layers_[index] = {};
    encoded->full_bytes = encoded_body(body_of(full.bytes()));
    if (outdated()) return;
    encoded->full_json = encoded_body(snapshot_json(full));
  }
  published->encoded->set(std::move(encoded));
}

}  // namespace pancake
