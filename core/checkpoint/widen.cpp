#include "core/checkpoint/stored_tensor.h"

#include "core/checkpoint/half.h"
#include "core/checkpoint/little_endian.h"
#include "core/checkpoint/spelling.h"
#include "core/error.h"

#include <bit>
#include <cstring>

namespace attune::core {

namespace {

float fromBrain(std::uint16_t brain)
{
    return std::bit_cast<float>(static_cast<std::uint32_t>(brain) << 16);
}

/// Goes over a tensor of any strides, row by row of its last axis.
template <typename Element, typename Convert> void widenAs(const StoredTensor& tensor, std::span<float> out, Convert convert)
{
    const auto load = [&](std::size_t at) { return littleEndian<Element>(tensor.bytes.subspan(at)); };
    if (tensor.strides.empty()) {
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = convert(load(i * sizeof(Element)));
        return;
    }
    const std::size_t last = tensor.shape.size() - 1;
    const auto length = static_cast<std::size_t>(tensor.shape[last]);
    const auto step = static_cast<std::size_t>(tensor.strides[last]) * sizeof(Element);
    std::vector<std::int64_t> index(tensor.shape.size(), 0);
    std::size_t row = 0; // bytes from the base to the row's first element
    for (std::size_t written = 0; written < out.size(); written += length) {
        for (std::size_t i = 0; i < length; ++i)
            out[written + i] = convert(load(row + i * step));
        for (std::size_t axis = last; axis-- > 0;) {
            const auto stride = static_cast<std::size_t>(tensor.strides[axis]) * sizeof(Element);
            row += stride;
            if (++index[axis] < tensor.shape[axis])
                break;
            row -= stride * static_cast<std::size_t>(index[axis]);
            index[axis] = 0;
        }
    }
}

} // namespace

bool isFloating(const std::string& dtype)
{
    return dtype == "F32" || dtype == "F16" || dtype == "BF16" || dtype == "F64";
}

void widen(const StoredTensor& tensor, std::span<float> out)
{
    if (out.empty() && isFloating(tensor.dtype))
        return;
    if (tensor.dtype == "F32" && tensor.strides.empty())
        std::memcpy(out.data(), tensor.bytes.data(), out.size_bytes());
    else if (tensor.dtype == "F32")
        widenAs<float>(tensor, out, [](float element) { return element; });
    else if (tensor.dtype == "F16")
        widenAs<std::uint16_t>(tensor, out, fromHalf);
    else if (tensor.dtype == "BF16")
        widenAs<std::uint16_t>(tensor, out, fromBrain);
    else if (tensor.dtype == "F64")
        widenAs<double>(tensor, out, [](double element) { return static_cast<float>(element); });
    else
        throw Error(
            "The tensor \"" + printable(tensor.name) + "\" holds " + printable(tensor.dtype) + ", no floating-point numbers.",
            "Fetch the checkpoint again, or choose another one.");
}

} // namespace attune::core
