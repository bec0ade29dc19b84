# The command line: words in, one command carried out, words out.
add_library(pancake_cli STATIC
  cli/admin_arguments.cpp
  cli/arguments.cpp
  cli/change_command.cpp
  cli/check_command.cpp
  cli/command_tree.cpp
  cli/config_file.cpp
  cli/evaluated_visitor.cpp
  cli/explain_command.cpp
  cli/feature_arguments.cpp
  cli/given.cpp
  cli/help_text.cpp
  cli/history_commands.cpp
  cli/json_output.cpp
  cli/lint_command.cpp
  cli/list_commands.cpp
  cli/log_command.cpp
  cli/option_values.cpp
  cli/overview_command.cpp
  cli/plan_output.cpp
  cli/print_config.cpp
  cli/quantities.cpp
  cli/reason_words.cpp
  cli/remote_access.cpp
  cli/run.cpp
  cli/serve_arguments.cpp
  cli/serve_command.cpp
  cli/serve_settings.cpp
  cli/session.cpp
  cli/setting_value.cpp
  cli/settings.cpp
  cli/snapshot_commands.cpp
  cli/status_command.cpp
  cli/store_access.cpp
  cli/text_table.cpp
  cli/token_file.cpp
  cli/transfer_commands.cpp
  cli/usage_error.cpp
  cli/view_arguments.cpp
  cli/warnings.cpp
  cli/whole_file.cpp
  cli/words.cpp
  python/text_float.cpp
  python/text_repr.cpp)
target_compile_definitions(pancake_cli PRIVATE PANCAKE_VERSION="${PROJECT_VERSION}")
target_link_libraries(pancake_cli PUBLIC pancake_admin pancake_views pancake_http pancake_remote PRIVATE pancake_warnings CLI11::CLI11)
