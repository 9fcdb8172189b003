#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace attune::test {

/// What a benchmark reads: texts as a user would train on them.
struct TextSet {
    std::string name;
    std::vector<std::string> texts;
    std::size_t bytes() const;
};

/// One text a line.
TextSet textSetOf(const std::filesystem::path& file);

/// The bundled reviews and, where the reference pack is, its sentences, reviews and tweets.
std::vector<TextSet> usualTextSets();

/// The vocabulary of bert-base-uncased where the reference pack is, else our small one.
std::filesystem::path benchmarkVocabulary();

} // namespace attune::test
