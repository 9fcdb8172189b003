# The presets asan and tsan set this; everything that is ours is then instrumented, LibTorch and Qt are not.
set(ATTUNE_SANITIZERS "" CACHE STRING "Sanitizers to build with: address,undefined or thread")

if(ATTUNE_SANITIZERS)
    # The first finding ends the program: a test that goes on after one would pass.
    add_compile_options("-fsanitize=${ATTUNE_SANITIZERS}" -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options("-fsanitize=${ATTUNE_SANITIZERS}")
endif()
