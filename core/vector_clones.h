#pragma once

/// Before a function whose loops the compiler turns into vector instructions: one version for each width, the widest that the processor has is
/// chosen when the program starts.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define ATTUNE_VECTOR_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define ATTUNE_VECTOR_CLONES
#endif
