# Serving over HTTP: identity and http stand side by side, routes on both, serve on all.
add_library(pancake_http STATIC
  http/accept.cpp
  http/chunked_body.cpp
  http/connection.cpp
  http/connections.cpp
  http/cookies.cpp
  http/entity_tag.cpp
  http/form.cpp
  http/grammar.cpp
  http/http_date.cpp
  http/listener.cpp
  http/request.cpp
  http/request_guard.cpp
  http/request_parser.cpp
  http/request_reader.cpp
  http/response.cpp
  identity/base64.cpp
  identity/flask_cookie.cpp
  identity/group_sources.cpp
  identity/inflation.cpp
  identity/tokens.cpp
  identity/visitor.cpp
  metrics/evaluation_counts.cpp
  metrics/families.cpp
  metrics/process_figures.cpp
  routes/access.cpp
  routes/file_tree.cpp
  routes/files.cpp
  routes/health.cpp
  routes/media_type.cpp
  routes/metrics.cpp
  routes/overview.cpp
  routes/sample_cookies.cpp
  routes/site.cpp
  routes/snapshot.cpp
  routes/status.cpp
  routes/table.cpp
  routes/visitor_answers.cpp
  serve/access_log.cpp
  serve/known_state.cpp
  serve/last_known_good.cpp
  serve/log_format.cpp
  serve/published.cpp
  serve/replace_file.cpp
  serve/serve.cpp
  serve/server.cpp
  serve/service_manager.cpp
  serve/sync_thread.cpp
  serve/worker.cpp)
target_compile_definitions(pancake_http PRIVATE PANCAKE_VERSION="${PROJECT_VERSION}")
target_link_libraries(pancake_http
  PUBLIC pancake_views OpenSSL::Crypto PkgConfig::PROMETHEUS
  PRIVATE pancake_warnings ZLIB::ZLIB)
