#pragma once

#include <memory>
#include <string>
#include <vector>

#include "admin/history.h"
#include "remote/remote_store.h"
#include "store/store.h"

namespace boost::asio {
class io_context;
}

namespace pancake {

/// One command's way to its store: opened when it is first needed, and waited for. A command
/// that only reads never makes a database file.
class StoreAccess {
 public:
  /// `given`: a store that is open already and outlives this, or null to open the one at `url`.
  StoreAccess(std::string url, Store* given);
  /// Works on another server.
  explicit StoreAccess(std::unique_ptr<RemoteStore> remote);
  ~StoreAccess();
  StoreAccess(const StoreAccess&) = delete;
  StoreAccess& operator=(const StoreAccess&) = delete;

  /// What the other server's definitions file says of an extension.
  [[nodiscard]] Result<Definitions> definition(RemoteStore& remote, const std::string& extension);

  /// As the methods of Store of the same names.
  [[nodiscard]] Result<StoredState> read(const ExtensionDefinition& extension);
  [[nodiscard]] Result<StoredState> read_for(const ExtensionDefinition& extension, ObjectIds ids);
  [[nodiscard]] Result<std::vector<FeatureDefinition>> read_definitions(
      const std::string& extension);
  [[nodiscard]] Result<Written> accept_state(const std::string& extension, const Author& author);
  [[nodiscard]] Result<std::vector<LogEntry>> log(const std::string& extension,
                                                  const LogQuery& query);
  /// As the functions of admin/ of the same meaning.
  [[nodiscard]] Result<Written> apply(const std::string& extension,
                                      const std::vector<Write>& writes, const Author& author);
  [[nodiscard]] Result<LogSince> log_since(const ExtensionDefinition& extension,
                                           std::uint64_t revision, std::uint64_t latest = 0);
  /// How the log names whoever writes here: the owner of a server's token, else `local`.
  [[nodiscard]] Result<std::string> who(const std::string& local);

 private:
  [[nodiscard]] Result<Store*> ready(bool to_write);
  template <typename Ask>
  [[nodiscard]] auto ask(bool to_write, Ask question);

  std::string url_;
  std::unique_ptr<boost::asio::io_context> io_;  ///< outlives the store, whose sockets live in it
  std::unique_ptr<Store> opened_;
  bool opened_to_write_ = false;
  Store* given_;
  RemoteStore* remote_ = nullptr;  ///< `opened_`, if that is another server
};

}  // namespace pancake
