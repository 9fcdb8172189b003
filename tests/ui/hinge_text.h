#pragma once

#include "core/engine/engine.h"

#include <vector>

namespace attune::test {

/// "Hinge creaks!" as [CLS] hi ##nge cr ##eak ##s ! [SEP].
inline std::vector<core::Token> hingeTokens()
{
    return {{"[CLS]", 2, {0, 0}}, {"hi", 5, {0, 2}}, {"##nge", 6, {2, 5}}, {"cr", 7, {6, 8}}, {"##eak", 8, {8, 11}}, {"##s", 9, {11, 12}}, {"!", 10, {12, 13}},
        {"[SEP]", 3, {0, 0}}};
}

/// Rows that sum to 1 and differ between layers, heads and rows.
inline core::AttentionMaps maps(std::size_t layers, std::size_t heads, std::size_t tokens)
{
    core::AttentionMaps result{layers, heads, tokens, {}};
    result.values.resize(layers * heads * tokens * tokens);
    for (std::size_t row = 0; row < layers * heads * tokens; ++row) {
        float sum = 0;
        for (std::size_t to = 0; to < tokens; ++to)
            sum += result.values[row * tokens + to] = float((row * 7 + to * 3) % 11 + 1);
        for (std::size_t to = 0; to < tokens; ++to)
            result.values[row * tokens + to] /= sum;
    }
    return result;
}

} // namespace attune::test
