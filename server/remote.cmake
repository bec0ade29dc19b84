# Another server's API as a store, for the command line.
add_library(pancake_remote STATIC
  remote/http_client.cpp
  remote/remote_store.cpp
  remote/remote_url.cpp
  remote/reply_error.cpp)
target_link_libraries(pancake_remote
  PUBLIC pancake_http OpenSSL::SSL
  PRIVATE pancake_warnings)
