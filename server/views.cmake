include(page/page_files.cmake)

# The JSON and HTML forms of what a table or a snapshot holds.
add_library(pancake_views STATIC
  ${CMAKE_CURRENT_BINARY_DIR}/page_files.cpp
  views/feature_entry.cpp
  views/html_page.cpp
  views/html_text.cpp
  views/json_text.cpp
  views/override_rows.cpp
  views/overview_html.cpp
  views/overview_json.cpp
  views/shown_text.cpp
  views/page_json.cpp
  views/snapshot_json.cpp
  views/status.cpp)
target_link_libraries(pancake_views PUBLIC pancake_store PRIVATE pancake_warnings)
