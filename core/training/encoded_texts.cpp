#include "core/training/encoded_texts.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <numeric>

namespace attune::core {

namespace {

void mix(std::uint64_t& hash, std::uint64_t value)
{
    constexpr std::uint64_t kPrime = 0x100000001B3;
    for (int byte = 0; byte < 8; ++byte, value >>= 8)
        hash = (hash ^ (value & 0xFF)) * kPrime;
}

} // namespace

std::int64_t EncodedTexts::truncated() const
{
    return std::count_if(encodings.begin(), encodings.end(), [](const Encoding& e) { return e.truncated(); });
}

double EncodedTexts::meanTokens() const
{
    return lengths.empty() ? 0 : static_cast<double>(std::accumulate(lengths.begin(), lengths.end(), std::int64_t{0})) / static_cast<double>(lengths.size());
}

std::uint64_t EncodedTexts::fingerprint() const
{
    std::uint64_t hash = 0xCBF29CE484222325;
    for (std::size_t i = 0; i < encodings.size(); ++i) {
        mix(hash, encodings[i].ids.size());
        for (const std::int32_t id : encodings[i].ids)
            mix(hash, static_cast<std::uint64_t>(id));
        for (const std::int32_t type : encodings[i].tokenTypeIds)
            mix(hash, static_cast<std::uint64_t>(type));
        mix(hash, static_cast<std::uint64_t>(labels[i]));
    }
    return hash;
}

EncodedTexts encodeTexts(const Dataset& dataset, const Tokenizer& tokenizer, const EncodeOptions& options, std::uint64_t before, std::uint64_t inAll,
                         const Progress& progress, std::stop_token stop)
{
    std::vector<TextInput> inputs;
    inputs.reserve(dataset.examples.size());
    for (const Example& example : dataset.examples)
        inputs.push_back({example.text, example.textPair ? std::optional<std::string_view>(*example.textPair) : std::nullopt});
    const auto ours = [&](std::uint64_t done, std::uint64_t) {
        if (progress)
            progress(before + done, inAll);
    };
    EncodedTexts texts;
    texts.encodings = encodeAll(tokenizer, inputs, options, at::get_num_threads(), ours, stop);
    for (std::size_t i = 0; i < texts.encodings.size(); ++i) {
        texts.lengths.push_back(static_cast<std::int64_t>(texts.encodings[i].ids.size()));
        texts.labels.push_back(dataset.examples[i].label);
        texts.lines.push_back(dataset.examples[i].line);
    }
    return texts;
}

} // namespace attune::core
