#pragma once

#include "core/checkpoint/safetensors_header.h"
#include "core/checkpoint/stored_tensor.h"
#include "tests/fuzz/require.h"

namespace attune::test {

/// What a reader of `bytes` may hand out: tensors inside of them whose sizes fit, every element of which can be read.
inline void checkTensors(const std::vector<core::StoredTensor>& tensors, std::span<const std::byte> bytes)
{
    constexpr std::uint64_t kMostWidened = 1 << 16;
    for (const core::StoredTensor& tensor : tensors) {
        requireReadable(tensor.dtype, "a dtype is readable");
        const auto elementSize = core::dtypeSize(tensor.dtype);
        require(elementSize.has_value(), "a dtype is known");
        const auto size = core::tensorBytes(tensor.shape, *elementSize);
        require(size.has_value(), "a shape fits 64 bits");
        if (!tensor.bytes.empty())
            require(
                tensor.bytes.data() >= bytes.data() && tensor.bytes.data() + tensor.bytes.size() <= bytes.data() + bytes.size(),
                "a tensor lies in its file");
        if (tensor.strides.empty())
            require(tensor.bytes.size() == *size, "a contiguous tensor has as many bytes as its shape says");
        else
            require(tensor.strides.size() == tensor.shape.size(), "every axis has its stride");

        const std::uint64_t elements = *size / *elementSize;
        if (!core::isFloating(tensor.dtype) || elements > kMostWidened)
            continue;
        std::vector<float> once(elements, 1.0f), twice(elements, 2.0f);
        core::widen(tensor, once);
        core::widen(tensor, twice);
        // An element that went unwritten is 1 here and 2 there.
        require(
            std::equal(once.begin(), once.end(), twice.begin(), [](float a, float b) { return a == b || (a != a && b != b); }),
            "widening writes every element");
    }
}

} // namespace attune::test
