#pragma once

#include "core/text/tokenizer.h"

namespace attune::test {

/// A tokenizer whose vocabulary is the five special tokens (ids 0..4) and `tokens` (from id 5).
inline core::Tokenizer smallTokenizer(const std::vector<std::string>& tokens, const core::TokenizerOptions& options = {})
{
    std::vector<std::string> all{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"};
    all.insert(all.end(), tokens.begin(), tokens.end());
    return core::Tokenizer(core::Vocabulary(std::move(all), "the test's vocabulary"), options);
}

/// The tokens between [CLS] and [SEP], separated by blanks.
inline std::string tokensOf(const core::Tokenizer& tokenizer, std::string_view text)
{
    const core::Encoding encoding = tokenizer.encode(text, 4096);
    std::string joined;
    for (std::size_t i = 1; i + 1 < encoding.ids.size(); ++i)
        joined += (i > 1 ? " " : "") + tokenizer.vocabulary().token(encoding.ids[i]);
    return joined;
}

inline core::TokenizerOptions casedOptions()
{
    core::TokenizerOptions options;
    options.doLowerCase = false;
    return options;
}

} // namespace attune::test
