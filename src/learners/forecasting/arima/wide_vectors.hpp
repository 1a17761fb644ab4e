#pragma once

// Compiled for wider vectors too, and the right version taken when the program starts. Without fused operations and
// with sums in a fixed order, every version gives the same digits on every machine. (Sanitizers do not know such
// functions.)
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) &&               \
    !defined(__SANITIZE_THREAD__)
#define RANKFOLD_FOR_WIDER_VECTORS __attribute__((target_clones("avx2", "default")))
#else
#define RANKFOLD_FOR_WIDER_VECTORS
#endif
