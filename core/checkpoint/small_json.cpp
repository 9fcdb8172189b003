#include "core/checkpoint/small_json.h"

#include "core/error.h"

#include <nlohmann/json.hpp>

#include <fstream>

namespace attune::core {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kLargestFile = 16u << 20; // an index of ten thousand tensors takes 1 MB
constexpr int kDeepest = 100;

const char* const kFetchAgain = "Fetch the file again, or choose another checkpoint.";

/// Brackets and braces outside of texts; for what is not JSON any answer will do.
bool nestsDeeper(std::string_view json, int most)
{
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (quoted && c == '\\')
            ++i;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '[' || c == '{') && ++depth > most)
            return true;
        else if (!quoted && (c == ']' || c == '}'))
            --depth;
    }
    return false;
}

} // namespace

std::string readSmallFile(const fs::path& file)
{
    const std::string name = file.string();
    std::error_code fault;
    if (!fs::is_regular_file(file, fault))
        throw Error("There is no file " + name + ".",
            "Choose a directory that holds a checkpoint: config.json, the tokenizer's files and the weights.");
    const auto bytes = fs::file_size(file, fault);
    if (fault || bytes > kLargestFile)
        throw Error(name + " is " + std::to_string(bytes) + " bytes long, which no such file of a BERT is.", kFetchAgain);

    std::string text(static_cast<std::size_t>(bytes), '\0');
    std::ifstream in(file, std::ios::binary);
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!in)
        throw Error("Cannot read " + name + ".", "Choose a file that you may read.");
    return text;
}

nlohmann::json parseObject(std::string_view text, const std::string& name)
{
    if (text.starts_with("version https://git-lfs"))
        throw Error(name + " is a git-lfs pointer, not the file.", "Run git lfs pull in the directory that holds it.");
    if (nestsDeeper(text, kDeepest))
        throw Error(
            name + " is nested more than " + std::to_string(kDeepest) + " deep, which no file of a BERT is.", kFetchAgain);
    nlohmann::json json;
    try {
        json = nlohmann::json::parse(text);
    } catch (const nlohmann::json::exception& fault) {
        throw Error(name + " is not JSON.", kFetchAgain, fault.what());
    }
    if (!json.is_object())
        throw Error(name + " holds no JSON object.", kFetchAgain);
    return json;
}

} // namespace attune::core
