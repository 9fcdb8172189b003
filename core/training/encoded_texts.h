#pragma once

#include "core/data/dataset.h"
#include "core/progress.h"
#include "core/text/batch_encoding.h"

#include <stop_token>

namespace attune::core {

/// Texts as the model reads them, tokenized once, with what batching and counting need beside them.
struct EncodedTexts {
    std::vector<Encoding> encodings;
    std::vector<std::int64_t> lengths; ///< tokens of each
    std::vector<std::int64_t> labels;
    std::vector<std::size_t> lines;    ///< where each stands in its file

    std::int64_t size() const { return static_cast<std::int64_t>(encodings.size()); }
    std::int64_t truncated() const;
    double meanTokens() const;

    /// FNV-1a over all tokens and labels: what decides the numbers of a run, whatever file it came from.
    std::uint64_t fingerprint() const;
};

/// On all threads. Progress counts texts, `before` of `inAll` being done already. Throws Error when stopped.
EncodedTexts encodeTexts(const Dataset& dataset, const Tokenizer& tokenizer, const EncodeOptions& options, std::uint64_t before, std::uint64_t inAll,
                         const Progress& progress, std::stop_token stop);

} // namespace attune::core
