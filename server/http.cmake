# Requests out of bytes: no I/O, so that it can be fuzzed alone.
add_library(pancake_requests STATIC
  http/chunked_body.cpp
  http/cookies.cpp
  http/form.cpp
  http/grammar.cpp
  http/http_date.cpp
  http/request.cpp
  http/request_guard.cpp
  http/request_parser.cpp
  http/request_reader.cpp)
target_link_libraries(pancake_requests
  PUBLIC pancake_definitions
  PRIVATE pancake_warnings)

# Serving over HTTP: identity and http stand side by side, routes on both, serve on all.
add_library(pancake_http STATIC
  http/accept.cpp
  http/connection.cpp
  http/connections.cpp
  http/content_coding.cpp
  http/entity_tag.cpp
  http/error_word.cpp
  http/event_hub.cpp
  http/event_streams.cpp
  http/listener.cpp
  http/response.cpp
  http/tls_context.cpp
  http/tls_stream.cpp
  identity/base64.cpp
  identity/evidence.cpp
  identity/flask_cookie.cpp
  identity/group_sources.cpp
  identity/inflation.cpp
  identity/jwk_set.cpp
  identity/jwt.cpp
  identity/jwt_key.cpp
  identity/random_text.cpp
  identity/sessions.cpp
  identity/sha256.cpp
  identity/sign_in_attempts.cpp
  identity/tokens.cpp
  identity/trusted_proxies.cpp
  identity/visitor.cpp
  metrics/evaluation_counts.cpp
  metrics/families.cpp
  metrics/process_figures.cpp
  routes/access.cpp
  routes/api/api_answer.cpp
  routes/api/api_route.cpp
  routes/api/change.cpp
  routes/api/changes.cpp
  routes/api/definitions.cpp
  routes/api/extensions.cpp
  routes/api/features.cpp
  routes/api/history.cpp
  routes/api/lint.cpp
  routes/api/openapi.cpp
  routes/api/operations.cpp
  routes/api/path_match.cpp
  routes/api/plan_answer.cpp
  routes/api/precondition.cpp
  routes/api/request_parts.cpp
  routes/api/resource.cpp
  routes/api/states.cpp
  routes/api/stored_state.cpp
  routes/api/visitors.cpp
  routes/awaited_revision.cpp
  routes/cross_origin.cpp
  routes/events.cpp
  routes/file_tree.cpp
  routes/files.cpp
  routes/health.cpp
  routes/media_type.cpp
  routes/metrics.cpp
  routes/ofrep/begin_evaluation.cpp
  routes/ofrep/caller.cpp
  routes/ofrep/evaluate_all.cpp
  routes/ofrep/evaluate_one.cpp
  routes/ofrep/evaluation_request.cpp
  routes/ofrep/evaluation_tag.cpp
  routes/ofrep/failure.cpp
  routes/ofrep/flag_json.cpp
  routes/ofrep/flag_keys.cpp
  routes/ofrep/rate_limit.cpp
  routes/ofrep/route.cpp
  routes/ofrep/visitor.cpp
  routes/overview.cpp
  routes/page.cpp
  routes/sample_cookies.cpp
  routes/session.cpp
  routes/site.cpp
  routes/slow_answer.cpp
  routes/snapshot.cpp
  routes/standing.cpp
  routes/status.cpp
  routes/table.cpp
  routes/visitor_answers.cpp
  serve/access_log.cpp
  serve/compression.cpp
  serve/earlier_revisions.cpp
  serve/identity_options.cpp
  serve/known_state.cpp
  serve/last_known_good.cpp
  serve/log_format.cpp
  serve/open_files.cpp
  serve/published.cpp
  serve/replace_file.cpp
  serve/revision_waits.cpp
  serve/serve.cpp
  serve/server.cpp
  serve/service_manager.cpp
  serve/sync_thread.cpp
  serve/tagged_snapshot.cpp
  serve/worker.cpp)
target_compile_definitions(pancake_http PRIVATE PANCAKE_VERSION="${PROJECT_VERSION}")
target_link_libraries(pancake_http
  PUBLIC pancake_requests pancake_admin pancake_views OpenSSL::SSL PkgConfig::PROMETHEUS
  PRIVATE pancake_warnings ZLIB::ZLIB PkgConfig::BROTLI)

# docs/openapi.json is part of the program.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
  ${PROJECT_SOURCE_DIR}/docs/openapi.json)
file(READ ${PROJECT_SOURCE_DIR}/docs/openapi.json PANCAKE_OPENAPI)
configure_file(routes/api/openapi_document.h.in
  ${CMAKE_CURRENT_BINARY_DIR}/generated/routes/api/openapi_document.h @ONLY)
target_include_directories(pancake_http PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/generated)
