# Attune::torch: headers and libraries of LibTorch. Source: the distribution's libtorch-dev.
# Linked directly, not through find_package(Torch): that one drags in flags and tools that users lack.
add_library(Attune::torch INTERFACE IMPORTED)
find_path(ATTUNE_TORCH_INCLUDE torch/script.h
    DOC "Directory of LibTorch's headers")
find_path(ATTUNE_TORCH_API_INCLUDE torch/torch.h
    PATH_SUFFIXES torch/csrc/api/include
    DOC "Directory of LibTorch's C++ API headers")
foreach(name torch torch_cpu c10)
    find_library(ATTUNE_LIB_${name} ${name} DOC "LibTorch's lib${name}")
    if(NOT ATTUNE_LIB_${name})
        message(FATAL_ERROR "lib${name} of LibTorch was not found. Install libtorch-dev (Debian, Ubuntu), "
            "or run packaging/run, which installs what is missing.")
    endif()
    target_link_libraries(Attune::torch INTERFACE "${ATTUNE_LIB_${name}}")
endforeach()
if(NOT ATTUNE_TORCH_INCLUDE OR NOT ATTUNE_TORCH_API_INCLUDE)
    message(FATAL_ERROR "LibTorch's headers were not found. Install libtorch-dev (Debian, Ubuntu).")
endif()
# As system headers: their warnings are not ours.
target_include_directories(Attune::torch SYSTEM INTERFACE "${ATTUNE_TORCH_INCLUDE}" "${ATTUNE_TORCH_API_INCLUDE}")
