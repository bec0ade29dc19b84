# What an administrator can do: functions over definitions, stored state and log.
add_library(pancake_admin STATIC
  admin/change_check.cpp
  admin/change_json.cpp
  admin/change_plan.cpp
  admin/discover.cpp
  admin/explain.cpp
  admin/export_reader.cpp
  admin/export_writer.cpp
  admin/history.cpp
  admin/import_plan.cpp
  admin/known_names.cpp
  admin/lint.cpp
  admin/place.cpp
  admin/text_json.cpp
  admin/time_text.cpp)
target_link_libraries(pancake_admin PUBLIC pancake_store PRIVATE pancake_warnings)
