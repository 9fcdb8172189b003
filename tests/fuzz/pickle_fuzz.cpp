// core/checkpoint from the bytes of a pytorch_model.bin, zip or legacy, to floats; and pickles by themselves.
#include "core/checkpoint/pickle.h"
#include "core/checkpoint/torch_file.h"
#include "core/checkpoint/torch_tensors.h"
#include "tests/fuzz/stored_tensors.h"

#include <cstdint>

namespace attune::test {

namespace {

using core::PickleValue;
using Kind = core::PickleValue::Kind;

/// Nothing but what is allowed is named, and values refer to values that are there.
void checkPickle(const core::Pickle& pickle)
{
    require(pickle.root < pickle.values.size(), "the root is there");
    for (const PickleValue& value : pickle.values) {
        for (const auto item : value.items)
            require(item < pickle.values.size(), "an item is there");
        if (value.kind == Kind::Global)
            require(core::isTorchGlobal(value.text, value.name), "only what is allowed is named");
        if (value.kind == Kind::Call)
            require(value.items.size() == 2 && pickle[value.items[0]].kind == Kind::Global
                    && pickle[value.items[1]].kind == Kind::Tuple,
                "a call has a global and its arguments");
        if (value.kind == Kind::Dict)
            require(value.items.size() % 2 == 0, "every key has its value");
    }
}

} // namespace

} // namespace attune::test

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace attune;
    const auto bytes = std::as_bytes(std::span(data, size));
    core::TorchContent content;
    if (test::accepted([&] { content = core::readTorch(bytes, "fuzz.bin"); }))
        test::checkTensors(content.tensors, bytes);

    std::size_t position = 0;
    core::Pickle pickle;
    if (test::accepted([&] { pickle = core::readPickle(bytes, position, core::isTorchGlobal, "fuzz.bin"); })) {
        test::require(position <= size, "a pickle ends in its stream");
        test::checkPickle(pickle);
    }
    return 0;
}
