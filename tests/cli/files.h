#pragma once

#include "tests/support/reference.h"

#include <fstream>

namespace attune::test {

/// An environment in which whatever loads the engine fails.
inline const std::string kNoEngine = "ATTUNE_ENGINE=/nowhere/libattune-engine.so";

/// A checkpoint of tests/data.
inline std::string checkpoint(const std::string& name = "classifier-safetensors") { return (dataDirectory() / name).string(); }

/// Writes a file and returns its name.
inline std::string write(const std::filesystem::path& file, const std::string& bytes)
{
    std::ofstream(file, std::ios::binary) << bytes;
    return file.string();
}

/// Texts over the goldens' vocabulary, told apart by their words.
inline std::string smallCsv(int rows, const char* first = "bad", const char* second = "good")
{
    std::string csv = "review,label\n";
    for (int i = 0; i < rows; ++i)
        csv += std::string(i % 2 ? "the film was wonderful" : "the film was bad") + (i % 3 ? " it was" : "") + ","
            + (i % 2 ? second : first) + "\n";
    return csv;
}

} // namespace attune::test
