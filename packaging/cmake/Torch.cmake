# Attune::torch: headers and libraries of LibTorch, from one of two sources.
#   the distribution's libtorch-dev (the default), or
#   -DATTUNE_PYTORCH=<directory of an installed PyTorch package>, which may bring CUDA.
# Linked directly, not through find_package(Torch): that one drags in flags and tools that users lack, and with a CUDA build of PyTorch
# it demands the CUDA toolkit.
set(ATTUNE_PYTORCH "" CACHE PATH "Directory of the Python package torch (2.x) to use instead of the distribution's LibTorch")

# What was found in one source must not be taken for the other's.
if(NOT "${ATTUNE_PYTORCH}" STREQUAL "${ATTUNE_TORCH_SOURCE}")
    foreach(found TORCH_INCLUDE TORCH_API_INCLUDE LIB_torch LIB_torch_cpu LIB_c10 LIB_torch_cuda LIB_c10_cuda)
        unset(ATTUNE_${found} CACHE)
    endforeach()
    set(ATTUNE_TORCH_SOURCE "${ATTUNE_PYTORCH}" CACHE INTERNAL "Where LibTorch was looked for")
endif()

if(ATTUNE_PYTORCH)
    if(NOT EXISTS "${ATTUNE_PYTORCH}/lib" OR NOT EXISTS "${ATTUNE_PYTORCH}/include/torch")
        message(FATAL_ERROR "ATTUNE_PYTORCH is ${ATTUNE_PYTORCH}, which holds no PyTorch: its lib and include/torch are absent. Give what "
            "python3 -c 'import os, torch; print(os.path.dirname(torch.__file__))' prints.")
    endif()
    set(attune_torch_headers PATHS "${ATTUNE_PYTORCH}/include" NO_DEFAULT_PATH)
    set(attune_torch_libraries PATHS "${ATTUNE_PYTORCH}/lib" NO_DEFAULT_PATH)
    set(attune_torch_way_out "Install the package torch again (packaging/run --gpu does), or leave ATTUNE_PYTORCH empty.")
else()
    set(attune_torch_way_out "Install libtorch-dev (Debian, Ubuntu), or run packaging/run, which installs what is missing.")
endif()

add_library(Attune::torch INTERFACE IMPORTED)
find_path(ATTUNE_TORCH_INCLUDE torch/script.h ${attune_torch_headers} DOC "Directory of LibTorch's headers")
find_path(ATTUNE_TORCH_API_INCLUDE torch/torch.h ${attune_torch_headers} PATH_SUFFIXES torch/csrc/api/include
    DOC "Directory of LibTorch's C++ API headers")
if(NOT ATTUNE_TORCH_INCLUDE OR NOT ATTUNE_TORCH_API_INCLUDE)
    message(FATAL_ERROR "LibTorch's headers were not found. ${attune_torch_way_out}")
endif()
set(attune_torch_linked)
foreach(name torch torch_cpu c10)
    find_library(ATTUNE_LIB_${name} ${name} ${attune_torch_libraries} DOC "LibTorch's lib${name}")
    if(NOT ATTUNE_LIB_${name})
        message(FATAL_ERROR "lib${name} of LibTorch was not found. ${attune_torch_way_out}")
    endif()
    list(APPEND attune_torch_linked "${ATTUNE_LIB_${name}}")
endforeach()

if(ATTUNE_PYTORCH)
    foreach(name torch_cuda c10_cuda)
        find_library(ATTUNE_LIB_${name} ${name} ${attune_torch_libraries} DOC "LibTorch's lib${name}")
        if(ATTUNE_LIB_${name})
            list(APPEND attune_torch_linked "${ATTUNE_LIB_${name}}")
        endif()
    endforeach()
    # Nothing of ours names a symbol of the CUDA libraries: they register what they can do when they are loaded, so all must stay linked.
    # stdc++ comes first because PyTorch's libraries export pieces of an older one (std::filesystem) that crash when ours calls them.
    # One bracket around all: CMake would leave a second one out as a repetition.
    list(PREPEND attune_torch_linked "-Wl,--push-state,--no-as-needed" stdc++)
    list(APPEND attune_torch_linked "-Wl,--pop-state")
    # Qt and everything else here speak the C++11 ABI; a PyTorch of the old one would fail only when the engine is loaded.
    file(STRINGS "${ATTUNE_LIB_c10}" attune_torch_abi REGEX "_ZN3c105ErrorC.*NSt7__cxx11" LIMIT_COUNT 1)
    if(NOT attune_torch_abi)
        message(FATAL_ERROR "The PyTorch in ${ATTUNE_PYTORCH} was built with the old C++ ABI. Take version 2.6 or later.")
    endif()
endif()
target_link_libraries(Attune::torch INTERFACE ${attune_torch_linked})
# As system headers: their warnings are not ours.
target_include_directories(Attune::torch SYSTEM INTERFACE "${ATTUNE_TORCH_INCLUDE}" "${ATTUNE_TORCH_API_INCLUDE}")

if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    target_compile_options(Attune::torch INTERFACE "SHELL:-include \"${PROJECT_SOURCE_DIR}/packaging/sanitizers/vector_before_torch.h\"")
endif()

# oneDNN, which the distribution's LibTorch is linked to: with its headers Attune calls its matrix products directly, which is faster, in fp32 above all.
# PyTorch's package has one of its own inside that nobody else can call.
if(ATTUNE_PYTORCH)
    unset(ATTUNE_ONEDNN CACHE)
else()
    find_path(ATTUNE_ONEDNN_INCLUDE oneapi/dnnl/dnnl.hpp)
    find_library(ATTUNE_ONEDNN dnnl)
    if(NOT ATTUNE_ONEDNN_INCLUDE OR NOT ATTUNE_ONEDNN)
        message(FATAL_ERROR "oneDNN was not found. Install libdnnl-dev (Debian, Ubuntu), or run packaging/run, which installs what is missing.")
    endif()
endif()
