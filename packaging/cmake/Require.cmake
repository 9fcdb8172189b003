# find_package that names the distribution's packages when there is nothing to find:
#   attune_require(Qt6 VERSION 6.4 COMPONENTS Widgets Svg PACKAGES qt6-base-dev qt6-svg-dev)
# A macro, because what find_package sets belongs to the caller.
macro(attune_require name)
    cmake_parse_arguments(attune_require "" "VERSION" "COMPONENTS;PACKAGES" ${ARGN})
    set(attune_require_wanted ${attune_require_VERSION} QUIET)
    if(attune_require_COMPONENTS)
        list(APPEND attune_require_wanted COMPONENTS ${attune_require_COMPONENTS})
    endif()
    find_package(${name} ${attune_require_wanted})
    if(NOT ${name}_FOUND)
        list(JOIN attune_require_PACKAGES " " attune_require_PACKAGES)
        message(FATAL_ERROR "${name} ${attune_require_VERSION} was not found. Install ${attune_require_PACKAGES} (Debian, Ubuntu), "
            "or run packaging/run, which installs what is missing.")
    endif()
endmacro()
