#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune::core {

/// What is read of a header. The format allows 100 MB; that of the largest BERT has less than 1 MB, and these are refused within a second.
inline constexpr std::uint64_t kLongestSafetensorsHeader = 16'000'000;
inline constexpr std::size_t kMostSafetensorsNames = 100'000; ///< of tensors, and of entries in __metadata__
inline constexpr std::size_t kMostAxes = 64;                  ///< torch's own limit

/// What the JSON header of a safetensors file says about one tensor; the range counts from the end of the header.
struct HeaderTensor {
    std::string name;
    std::string dtype;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

struct SafetensorsHeader {
    std::vector<HeaderTensor> tensors; ///< in order of offset
    std::map<std::string, std::string> metadata;
};

/// Reads and checks a header against the `dataBytes` that follow it in `file`. Throws Error naming the file and, where one is
/// at fault, the tensor. Reads event by event: nesting, however deep, costs nothing.
SafetensorsHeader parseSafetensorsHeader(std::string_view json, std::uint64_t dataBytes, const std::string& file);

/// Bytes of one element; absent for a dtype that the format does not know.
std::optional<std::uint64_t> dtypeSize(std::string_view dtype);

/// Bytes of a tensor; absent where they do not fit 64 bits or a dimension is negative.
std::optional<std::uint64_t> tensorBytes(const std::vector<std::int64_t>& shape, std::uint64_t elementSize);

} // namespace attune::core
