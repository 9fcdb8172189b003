# Sample and starter lie in <build>/share/attune, where programs in <build>/bin look for them.
file(GLOB_RECURSE ATTUNE_SHARED_FILES CONFIGURE_DEPENDS
    RELATIVE "${PROJECT_SOURCE_DIR}/resources"
    "${PROJECT_SOURCE_DIR}/resources/sample/*.csv" "${PROJECT_SOURCE_DIR}/resources/starter/*")
foreach(file IN LISTS ATTUNE_SHARED_FILES)
    configure_file("${PROJECT_SOURCE_DIR}/resources/${file}" "${PROJECT_BINARY_DIR}/share/attune/${file}" COPYONLY)
endforeach()
