#include "core/data/equal_texts.h"

#include "core/data/content_hash.h"

#include <algorithm>

namespace attune::core {

std::uint64_t textHash(const Example& example)
{
    const std::uint64_t hash = contentHash(example.text);
    return example.textPair ? contentHash(*example.textPair, hash) : hash;
}

bool sameTexts(const Example& a, const Example& b)
{
    return a.text == b.text && a.textPair == b.textPair;
}

std::vector<std::size_t> firstWithSameText(const Dataset& dataset)
{
    struct Hashed {
        std::uint64_t hash;
        std::size_t example;
    };
    std::vector<Hashed> all;
    all.reserve(dataset.examples.size());
    for (std::size_t i = 0; i < dataset.examples.size(); ++i)
        all.push_back({textHash(dataset.examples[i]), i});
    std::sort(all.begin(), all.end(),
        [](const Hashed& a, const Hashed& b) { return a.hash != b.hash ? a.hash < b.hash : a.example < b.example; });

    std::vector<std::size_t> first(all.size());
    std::vector<std::size_t> texts; // the first of each different text with the hash at hand: nearly always one
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i == 0 || all[i].hash != all[i - 1].hash)
            texts.clear();
        const std::size_t example = all[i].example;
        const auto known = std::find_if(
            texts.begin(), texts.end(), [&](std::size_t text) { return sameTexts(dataset.examples[text], dataset.examples[example]); });
        first[example] = known == texts.end() ? example : *known;
        if (known == texts.end())
            texts.push_back(example);
    }
    return first;
}

} // namespace attune::core
