#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include "identity/evidence.h"
#include "identity/tokens.h"

namespace pancake {

/// Whom the server believes: its callers by their tokens, and visitors by evidence.
struct IdentityRules {
  TokenSet tokens;
  EvidenceRules evidence;
};

/// The rules that count now. They are replaced whole when tokens and keys are read again; a
/// request that has begun goes on with those it began with. Any thread may call anything.
class CurrentIdentityRules {
 public:
  explicit CurrentIdentityRules(IdentityRules rules) { replace(std::move(rules)); }

  [[nodiscard]] std::shared_ptr<const IdentityRules> get() const {
    const std::scoped_lock lock(mutex_);
    return rules_;
  }
  void replace(IdentityRules rules) {
    auto fresh = std::make_shared<const IdentityRules>(std::move(rules));
    const std::scoped_lock lock(mutex_);
    rules_.swap(fresh);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const IdentityRules> rules_;  ///< never null
};

}  // namespace pancake
