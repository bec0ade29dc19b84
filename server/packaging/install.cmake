# cmake --install build/release --prefix /usr/local
#
#   bin/pancake                           the server and command line
#   share/pancake/sdk/                    the browser package, which the server finds there
#   share/pancake/pancake.schema.json     JSON Schema of definitions files
#   share/pancake/openapi.json            the admin API
#   share/doc/pancake/config.json         settings to start from
#   lib/systemd/system/pancake.service
include(GNUInstallDirs)

install(TARGETS pancake RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
# Seen from the program: where sdk_directory() of routes/site.cpp looks.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/js/dist/ DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/pancake/sdk
  OPTIONAL FILES_MATCHING
  PATTERN "pancake*" PATTERN "json.js*" PATTERN "types" EXCLUDE)
install(FILES definitions/pancake.schema.json DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/pancake)
install(FILES ${PROJECT_SOURCE_DIR}/docs/openapi.json
  DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/pancake OPTIONAL)
install(FILES packaging/config.json DESTINATION ${CMAKE_INSTALL_DOCDIR})

# The prefix is known for sure only when it is installed.
install(CODE "
  set(PANCAKE_PROGRAM \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}/pancake\")
  configure_file(
    \"${CMAKE_CURRENT_SOURCE_DIR}/packaging/pancake.service.in\"
    \"${CMAKE_CURRENT_BINARY_DIR}/pancake.service\" @ONLY)
  file(INSTALL \"${CMAKE_CURRENT_BINARY_DIR}/pancake.service\"
    DESTINATION \"\${CMAKE_INSTALL_PREFIX}/lib/systemd/system\")
")
