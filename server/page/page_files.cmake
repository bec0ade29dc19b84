# Writes every file of the page into one C++ source, so that the program needs no folder beside it.
set(page_files "")
file(GLOB page_sources CONFIGURE_DEPENDS
  ${CMAKE_CURRENT_SOURCE_DIR}/page/*.js
  ${CMAKE_CURRENT_SOURCE_DIR}/page/*.css
  ${CMAKE_CURRENT_SOURCE_DIR}/page/*.svg)
set(type_of_js "text/javascript; charset=utf-8")
set(type_of_css "text/css; charset=utf-8")
set(type_of_svg "image/svg+xml")
foreach(source IN LISTS page_sources)
  get_filename_component(name ${source} NAME)
  get_filename_component(ending ${source} LAST_EXT)
  string(SUBSTRING ${ending} 1 -1 ending)
  file(READ ${source} text)
  string(APPEND page_files
    "    {\"${name}\", \"${type_of_${ending}}\", R\"~page~(${text})~page~\"},\n")
endforeach()
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${page_sources})
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/page_files.cpp.new "#include \"page/page_files.h\"

#include <array>

namespace pancake {
namespace {

constexpr PageFile files[] = {
${page_files}};

}  // namespace

const PageFile* find_page_file(std::string_view name) noexcept {
  for (const PageFile& file : files) {
    if (file.name == name) return &file;
  }
  return nullptr;
}

}  // namespace pancake
")
configure_file(${CMAKE_CURRENT_BINARY_DIR}/page_files.cpp.new
  ${CMAKE_CURRENT_BINARY_DIR}/page_files.cpp COPYONLY)
