#include "core/checkpoint/safetensors.h"

#include "core/checkpoint/little_endian.h"
#include "core/checkpoint/safetensors_header.h"
#include "core/error.h"

#include <algorithm>
#include <string_view>

namespace attune::core {

namespace {

constexpr std::size_t kLengthBytes = 8;

} // namespace

SafetensorsContent readSafetensors(std::span<const std::byte> bytes, const std::string& name)
{
    if (bytes.size() < kLengthBytes)
        throw Error(name + " is truncated: its size is " + std::to_string(bytes.size()) + " bytes, less than the length of a header takes.",
                    "Fetch the file again.");
    const std::uint64_t headerLength = littleEndian<std::uint64_t>(bytes);
    const std::uint64_t available = bytes.size() - kLengthBytes;
    if (headerLength > available)
        throw Error(name + " claims a header of " + std::to_string(headerLength) + " bytes, and its size is " + std::to_string(bytes.size())
                        + " bytes: it is truncated or not a safetensors file.",
                    "Fetch the file again.");
    if (headerLength > kLongestSafetensorsHeader)
        throw Error(name + " claims a header of " + std::to_string(headerLength) + " bytes; Attune reads up to "
                        + std::to_string(kLongestSafetensorsHeader) + ", many times what a BERT's takes.",
                    "Fetch the file again.");

    const std::string_view text(reinterpret_cast<const char*>(bytes.data()) + kLengthBytes, headerLength);
    SafetensorsHeader header = parseSafetensorsHeader(text, available - headerLength, name);
    const auto data = bytes.subspan(kLengthBytes + headerLength);
    SafetensorsContent content;
    content.tensors.reserve(header.tensors.size());
    for (auto& tensor : header.tensors)
        content.tensors.push_back({std::move(tensor.name), std::move(tensor.dtype), std::move(tensor.shape),
                                   data.subspan(tensor.begin, tensor.end - tensor.begin)});
    content.metadata = std::move(header.metadata);
    return content;
}

SafetensorsFile::SafetensorsFile(const std::filesystem::path& file)
    : m_file(file)
    , m_content(readSafetensors(m_file.bytes(), file.string()))
{
}

const StoredTensor* SafetensorsFile::find(const std::string& name) const
{
    const auto found = std::ranges::find(m_content.tensors, name, &StoredTensor::name);
    return found == m_content.tensors.end() ? nullptr : &*found;
}

} // namespace attune::core
