# What is defined, and how names and numbers are written: no I/O but reading one file.
add_library(pancake_definitions STATIC
  definitions/close_match.cpp
  definitions/cookie_reader.cpp
  definitions/definition_json.cpp
  definitions/definitions.cpp
  definitions/definitions_file.cpp
  definitions/extension_json.cpp
  definitions/extension_reader.cpp
  definitions/feature_default.cpp
  definitions/field_reader.cpp
  definitions/group_reader.cpp
  definitions/located_json.cpp
  python/float_text.cpp
  python/upper_case.cpp
  python/utf8.cpp
  text/percent_decoding.cpp)
target_link_libraries(pancake_definitions PUBLIC pancake_server_base PRIVATE pancake_warnings)

# Stores, and the table that joins what they hold with what is defined.
add_library(pancake_store STATIC
  store/change_log.cpp
  store/entry_hash.cpp
  store/memory_store.cpp
  store/open_store.cpp
  store/place.cpp
  store/redis_connection.cpp
  store/redis_contents.cpp
  store/redis_definitions.cpp
  store/redis_error.cpp
  store/redis_follower.cpp
  store/redis_greeting.cpp
  store/redis_heard.cpp
  store/redis_held_keys.cpp
  store/redis_key_cuts.cpp
  store/redis_keys.cpp
  store/redis_links.cpp
  store/redis_log.cpp
  store/redis_moment.cpp
  store/redis_pass.cpp
  store/redis_read.cpp
  store/redis_reply.cpp
  store/redis_sentinel.cpp
  store/redis_store.cpp
  store/redis_stream.cpp
  store/redis_sync_machine.cpp
  store/redis_sync_reading.cpp
  store/redis_time.cpp
  store/redis_tls.cpp
  store/redis_url.cpp
  store/redis_write.cpp
  store/redis_write_script.cpp
  store/sqlite_database.cpp
  store/sqlite_follower.cpp
  store/sqlite_read.cpp
  store/sqlite_schema.cpp
  store/sqlite_store.cpp
  store/sqlite_write.cpp
  store/state_edit.cpp
  store/store_check.cpp
  store/stored_overrides.cpp
  sync/feature_table.cpp
  sync/full_snapshot.cpp
  sync/join.cpp
  sync/override_meaning.cpp
  sync/snapshot_features.cpp
  sync/snapshot_layer.cpp
  sync/store_guard.cpp
  sync/stored_value.cpp)
target_link_libraries(pancake_store
  PUBLIC pancake_definitions
  PRIVATE pancake_warnings SQLite::SQLite3 PkgConfig::HIREDIS)
# Tests run what follows a Redis through a hundred thousand schedules, under sanitizers too: not
# without optimisation.
set_source_files_properties(
  store/redis_greeting.cpp store/redis_held_keys.cpp store/redis_heard.cpp
  store/redis_key_cuts.cpp store/redis_keys.cpp store/redis_moment.cpp store/redis_pass.cpp
  store/redis_sync_machine.cpp store/redis_sync_reading.cpp
  PROPERTIES COMPILE_OPTIONS "$<$<CONFIG:Debug>:-O1>")
