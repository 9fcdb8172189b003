#pragma once

#include "core/text/byte_range.h"

#include <cstdint>
#include <string>

namespace attune::core {

/// One token of a text as the model reads it.
struct Token {
    std::string text;                  ///< as the vocabulary spells it ("##ing")
    std::int32_t id = 0;
    ByteRange range;                   ///< bytes of its text that it stands for; {0, 0} for [CLS] and [SEP]
    int segment = 0;                   ///< token_type_id: 1 in a pair's second text

    bool special() const { return range.begin == range.end; } ///< the model's own, not the text's
    bool continuesWord() const { return text.size() > 2 && text.starts_with("##"); }
};

} // namespace attune::core
