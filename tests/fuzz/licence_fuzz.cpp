// A model card, and the text of a licence.
#include "core/checkpoint/licence.h"
#include "tests/fuzz/require.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace attune;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const std::string& licence : {core::licenceOfCard(text), core::licenceOfText(text)}) {
        test::require(licence.size() <= 400, "a licence's name is short");
        if (!licence.empty())
            test::requireReadable(licence, "a licence's name is readable");
    }
    return 0;
}
