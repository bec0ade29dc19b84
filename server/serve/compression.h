#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace pancake {

class PublishedExtension;
class Snapshot;
struct Published;

/// A body in the codings that make it smaller; an empty text stands for one that does not.
struct EncodedBody {
  std::string gzip;
  std::string br;
};

/// The snapshots of one revision that do not depend on a visitor.
struct EncodedSnapshots {
  EncodedBody public_bytes;
  EncodedBody public_json;
  EncodedBody full_bytes;  ///< of a layer in gzip alone
  EncodedBody
      full_json;  ///< of a layer nothing: it is long, few ask for it, and each change is one
};

/// Where they are put once they are there. One thread sets, any number read.
class EncodedSlot {
 public:
  EncodedSlot() = default;
  EncodedSlot(const EncodedSlot&) = delete;
  EncodedSlot& operator=(const EncodedSlot&) = delete;

  /// Null until set.
  [[nodiscard]] const EncodedSnapshots* get() const noexcept {
    return ready_.load(std::memory_order_acquire);
  }
  /// Only once.
  void set(std::unique_ptr<const EncodedSnapshots> encoded) noexcept {
    owned_ = std::move(encoded);
    ready_.store(owned_.get(), std::memory_order_release);
  }

 private:
  std::unique_ptr<const EncodedSnapshots> owned_;
  std::atomic<const EncodedSnapshots*> ready_{nullptr};
};

/// The compressed file of a snapshot that is a layer, without compressing its base anew for every
/// layer over it.
class LayerGzip {
 public:
  /// The file in gzip, "" if it cannot be made. `base` is what it is a layer over.
  [[nodiscard]] std::string of(const Snapshot& layer, const std::shared_ptr<const Snapshot>& base);

 private:
  std::shared_ptr<const Snapshot> base_;
  std::string deflated_;        ///< the base with gzip's header, so that more can follow
  unsigned long checksum_ = 0;  ///< of the base as it lies in a file
};

/// A body in both codings. Small ones are made as small as can be, large ones quickly.
[[nodiscard]] EncodedBody encoded_body(std::string_view body);

/// Compresses what is published on a thread of its own, with low priority: neither requests nor the
/// store wait for it. A revision that is not the newest any more is left as it is.
class Compression {
 public:
  /// Before anything is published. The extensions must outlive it, and nothing may be published
  /// when it is gone.
  explicit Compression(const std::vector<std::unique_ptr<PublishedExtension>>& extensions);
  ~Compression();
  Compression(const Compression&) = delete;
  Compression& operator=(const Compression&) = delete;

 private:
  void run();
  void encode(std::size_t index);

  const std::vector<std::unique_ptr<PublishedExtension>>& extensions_;
  std::vector<LayerGzip> layers_;  ///< for each extension; only the thread's
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<bool> waiting_;  ///< for each extension; guarded by mutex_
  bool ending_ = false;        ///< guarded by mutex_
  std::thread thread_;
};

}  // namespace pancake
