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

} // namespace attune::test
