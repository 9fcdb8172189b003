#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace attune::core {

/// A tensor's place in a file that is mapped into memory.
struct StoredTensor {
    std::string name;
    std::string dtype;                      ///< F32, F16, BF16, F64, I64, ... as safetensors spells it
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;       ///< valid as long as what handed it out
    std::vector<std::int64_t> strides = {}; ///< in elements, never negative; empty: contiguous, the last axis fastest
};

/// Whether widen() reads it: F32, F16, BF16, F64.
bool isFloating(const std::string& dtype);

/// The elements of a floating-point tensor as contiguous fp32, the last axis fastest; F64 is rounded to nearest as torch's copy_
/// does. `out` has room for exactly the tensor's elements. Throws Error for a dtype that is not floating-point.
void widen(const StoredTensor& tensor, std::span<float> out);

} // namespace attune::core
