# Writes a source file with the bytes of the given files, and the list sim/report/page/assets.hpp declares. Arguments: NAME=PATH.
function(write_assets output)
  set(blocks "")
  set(declarations "")
  set(rows "")
  set(paths "")
  set(number 0)
  foreach(argument IN LISTS ARGN)
    string(REGEX MATCH "^([^=]+)=(.*)$" matched "${argument}")
    set(name ${CMAKE_MATCH_1})
    set(path ${CMAKE_MATCH_2})
    list(APPEND paths ${path})
    string(APPEND blocks
           "__asm__(\".section .rodata\\n.global qonys_asset_${number}\\nqonys_asset_${number}:\\n.incbin \\\"${path}\\\"\\n\"\n"
           "        \".global qonys_asset_${number}_end\\nqonys_asset_${number}_end:\\n.byte 0\\n.previous\\n\");\n")
    string(APPEND declarations "extern \"C\" const char qonys_asset_${number}[], qonys_asset_${number}_end[];\n")
    string(APPEND rows "    {\"${name}\", {qonys_asset_${number}, static_cast<std::size_t>(qonys_asset_${number}_end - qonys_asset_${number})}},\n")
    math(EXPR number "${number} + 1")
  endforeach()
  file(CONFIGURE OUTPUT ${output} @ONLY CONTENT
       "#include \"report/page/assets.hpp\"\n\n${blocks}\n${declarations}\nnamespace qonys {\n\nstd::span<const Asset> assets() {\n    static const Asset rows[] = {\n${rows}    };\n    return rows;\n}\n\n}  // namespace qonys\n")
  set_source_files_properties(${output} PROPERTIES OBJECT_DEPENDS "${paths}")
endfunction()
