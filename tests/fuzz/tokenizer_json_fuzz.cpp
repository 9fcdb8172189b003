#include "core/text/tokenizer_files.h"
#include "tests/fuzz/require.h"

#include <array>
#include <cstdint>

// Any bytes as one of a checkpoint's tokenizer files: the first byte says which. Either an Error, or a tokenizer that works.

using namespace attune;
using namespace attune::core;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    TokenizerFiles files;
    files.directory = "fuzz";
    files.vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n##a\nb\n<s>\n";
    const std::array<std::optional<std::string>*, 6> places{
        &files.vocabulary, &files.tokenizerJson, &files.tokenizerConfig, &files.specialTokensMap, &files.addedTokens, &files.tokenizerJson};
    const std::size_t which = data[0] % places.size();
    if (which == 5)
        files.vocabulary.reset();
    *places[which] = std::string(reinterpret_cast<const char*>(data + 1), size - 1);
    test::accepted([&] {
        const Tokenizer tokenizer = makeTokenizer(files);
        for (const std::int32_t id : tokenizer.encode("a aab [MASK] <s> \u00C9!", 16).ids)
            test::require(id >= 0 && static_cast<std::size_t>(id) < tokenizer.vocabulary().size(), "ids are the vocabulary's");
    });
    return 0;
}
