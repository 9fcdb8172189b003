#include "core/error.h"
#include "core/atomic_file.h"
#include "core/text/tokenizer.h"

#include <nlohmann/json.hpp>

#include <fstream>

namespace attune::core {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr double kLongestUsable = 1e6; // transformers writes 1e30 for "no limit"

json readJsonObject(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw Error(file.string() + " cannot be opened.", "Check that the file may be read.");
    json object = json::parse(in, nullptr, false);
    if (!object.is_object())
        throw Error(file.string() + " does not hold a JSON object.",
            "Fetch the checkpoint's files again: an interrupted download often leaves a web page or half a file.");
    return object;
}

/// Absent or null: nothing.
std::optional<bool> readBool(const json& object, const char* key, const fs::path& file)
{
    const auto found = object.find(key);
    if (found == object.end() || found->is_null())
        return std::nullopt;
    if (!found->is_boolean())
        throw Error("\"" + std::string(key) + "\" in " + file.string() + " is "
                + found->dump(-1, ' ', false, json::error_handler_t::replace) + ", neither true nor false.",
            "Correct it, or remove the entry to have the usual setting.");
    return found->get<bool>();
}

std::optional<bool> lowerCaseOfTokenizerJson(const fs::path& file)
{
    if (!fs::exists(file))
        return std::nullopt;
    const json tokenizer = readJsonObject(file);
    const auto normalizer = tokenizer.find("normalizer");
    if (normalizer == tokenizer.end() || !normalizer->is_object())
        return std::nullopt;
    return readBool(*normalizer, "lowercase", file);
}

} // namespace

Tokenizer Tokenizer::fromDirectory(const fs::path& directory)
{
    const fs::path vocabularyFile = directory / "vocab.txt";
    if (!fs::exists(vocabularyFile))
        throw Error("The tokenizer's vocabulary is missing: there is no " + vocabularyFile.string() + ".",
            "BERT checkpoints with a vocab.txt (one token a line) are supported: add that file, or choose another folder.");

    TokenizerOptions options;
    const fs::path configFile = directory / "tokenizer_config.json";
    std::optional<bool> lowerCase;
    if (fs::exists(configFile)) {
        const json config = readJsonObject(configFile);
        lowerCase = readBool(config, "do_lower_case", configFile);
        options.stripAccents = readBool(config, "strip_accents", configFile);
        options.tokenizeChineseChars = readBool(config, "tokenize_chinese_chars", configFile).value_or(true);
        const auto length = config.find("model_max_length");
        if (length != config.end() && length->is_number()) {
            const double tokens = length->get<double>();
            if (tokens > 2 && tokens <= kLongestUsable)
                options.modelMaxLength = static_cast<std::size_t>(tokens);
        }
    }
    if (!lowerCase)
        lowerCase = lowerCaseOfTokenizerJson(directory / "tokenizer.json");
    options.doLowerCase = lowerCase.value_or(true);
    return Tokenizer(Vocabulary::readFile(vocabularyFile), options);
}

void Tokenizer::save(const fs::path& directory, std::size_t modelMaxLength) const
{
    std::string lines;
    for (const auto& token : m_vocabulary.tokens())
        lines.append(token).push_back('\n');
    writeFileAtomically(directory / "vocab.txt", lines);

    nlohmann::ordered_json special = {
        {"unk_token", "[UNK]"},
        {"sep_token", "[SEP]"},
        {"pad_token", "[PAD]"},
        {"cls_token", "[CLS]"},
        {"mask_token", "[MASK]"},
    };
    writeFileAtomically(directory / "special_tokens_map.json", special.dump(2) + "\n");

    nlohmann::ordered_json config = {
        {"tokenizer_class", "BertTokenizer"},
        {"do_lower_case", m_options.doLowerCase},
        {"strip_accents", nullptr},
        {"tokenize_chinese_chars", m_options.tokenizeChineseChars},
        {"model_max_length", modelMaxLength},
    };
    if (m_options.stripAccents)
        config["strip_accents"] = *m_options.stripAccents;
    config.update(special);
    writeFileAtomically(directory / "tokenizer_config.json", config.dump(2) + "\n");
}

} // namespace attune::core
