# Writes the headers that tell a result which program made it.
function(write_when_changed file text)
  if(EXISTS ${file})
    file(READ ${file} old)
  endif()
  if(NOT "${old}" STREQUAL "${text}")
    file(WRITE ${file} "${text}")
  endif()
endfunction()

execute_process(COMMAND git -C ${SOURCE} rev-parse --short=12 HEAD OUTPUT_VARIABLE commit
                OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed)
  set(commit "unknown")
else()
  execute_process(COMMAND git -C ${SOURCE} status --porcelain --untracked-files=no OUTPUT_VARIABLE changes ERROR_QUIET)
  if(changes)
    string(APPEND commit "+changes")
  endif()
endif()
write_when_changed(${OUTPUT} "#pragma once\n#define QONYS_VERSION \"${VERSION}\"\n#define QONYS_COMMIT \"${commit}\"\n#define QONYS_SOURCE_FOLDER \"${SOURCE}\"\n")

# The program alone, committed or not: an edited scenario or page makes no other program. In a header of its own, because it
# changes with every edit.
file(GLOB_RECURSE program LIST_DIRECTORIES false RELATIVE ${SOURCE} ${SOURCE}/sim/*.cpp ${SOURCE}/sim/*.hpp)
list(SORT program)
set(checksums "")
foreach(name IN LISTS program)
  file(SHA256 ${SOURCE}/${name} checksum)
  string(APPEND checksums "${name} ${checksum}\n")
endforeach()
string(SHA256 sources "${checksums}")
get_filename_component(folder ${OUTPUT} DIRECTORY)
write_when_changed(${folder}/commit/sources.hpp "#pragma once\n#define QONYS_SOURCES \"${sources}\"\n")
