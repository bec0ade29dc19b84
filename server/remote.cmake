# Another server's API as a store, for the command line.
add_library(pancake_remote STATIC
  remote/http_client.cpp
  remote/remote_url.cpp)
target_link_libraries(pancake_remote
  PUBLIC pancake_views OpenSSL::SSL
  PRIVATE pancake_warnings)
