// core/checkpoint from a safetensors file's bytes to floats.
#include "core/checkpoint/safetensors.h"
#include "tests/fuzz/stored_tensors.h"

#include <cstdint>
#include <set>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace attune;
    const auto bytes = std::as_bytes(std::span(data, size));
    core::SafetensorsContent content;
    if (!test::accepted([&] { content = core::readSafetensors(bytes, "fuzz.safetensors"); }))
        return 0;
    test::checkTensors(content.tensors, bytes);
    std::size_t sum = 0;
    std::set<std::string> names;
    for (const auto& tensor : content.tensors) {
        sum += tensor.bytes.size();
        test::require(tensor.strides.empty(), "safetensors are contiguous");
        test::require(names.insert(tensor.name).second, "a name stands once");
    }
    test::require(sum <= size, "no byte belongs to two tensors");
    return 0;
}
