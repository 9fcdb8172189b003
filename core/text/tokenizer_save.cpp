#include "core/atomic_file.h"
#include "core/text/tokenizer_settings.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace attune::core {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

void write(const fs::path& file, const ordered_json& object)
{
    writeFileAtomically(file, object.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n");
}

ordered_json rolesOf(const SpecialTokens& special)
{
    ordered_json roles = {
        {"unk_token", special.unknown},
        {"sep_token", special.sep},
        {"pad_token", special.pad},
        {"cls_token", special.cls},
        {"mask_token", special.mask},
    };
    if (special.beginning)
        roles["bos_token"] = *special.beginning;
    if (special.end)
        roles["eos_token"] = *special.end;
    if (!special.additional.empty())
        roles["additional_special_tokens"] = special.additional;
    return roles;
}

ordered_json asJson(const AddedToken& token)
{
    return {{"content", token.content}, {"lstrip", token.lstrip}, {"normalized", token.normalized}, {"rstrip", token.rstrip},
        {"single_word", token.singleWord}, {"special", token.special}};
}

/// Whether the roles alone already say this.
bool isImplied(const AddedToken& token, const std::vector<std::string>& special)
{
    const AddedToken plain{token.content, token.id, true};
    return token == plain && std::find(special.begin(), special.end(), token.content) != special.end();
}

} // namespace

void Tokenizer::save(const fs::path& directory, std::size_t modelMaxLength) const
{
    std::string lines;
    for (std::size_t id = 0; id < m_vocabulary.pieces(); ++id)
        lines.append(m_vocabulary.tokens()[id]).push_back('\n');
    writeFileAtomically(directory / "vocab.txt", lines);

    const ordered_json roles = rolesOf(m_vocabulary.special());
    write(directory / "special_tokens_map.json", roles);

    ordered_json config = {
        {"tokenizer_class", "BertTokenizer"},
        {"do_lower_case", m_options.doLowerCase},
        {"strip_accents", nullptr},
        {"tokenize_chinese_chars", m_options.tokenizeChineseChars},
        {"model_max_length", modelMaxLength},
    };
    if (m_options.stripAccents)
        config["strip_accents"] = *m_options.stripAccents;
    if (!m_options.neverSplit.empty())
        config["never_split"] = m_options.neverSplit;
    if (m_options.kept == KeptPart::Tail)
        config["truncation_side"] = "left";
    if (m_options.kept == KeptPart::HeadAndTail)
        config[kKeptEntry] = "head+tail"; // transformers passes over it and keeps the head
    config.update(roles);

    // Tokens beyond vocab.txt, for transformers before 4.34 in a file of their own.
    ordered_json beyond = ordered_json::object();
    for (std::size_t id = m_vocabulary.pieces(); id < m_vocabulary.size(); ++id)
        beyond[m_vocabulary.tokens()[id]] = id;
    if (!beyond.empty())
        write(directory / "added_tokens.json", beyond);
    const auto special = m_vocabulary.special().all();
    const auto& added = addedTokens();
    if (!beyond.empty() || !std::all_of(added.begin(), added.end(), [&](const AddedToken& token) { return isImplied(token, special); })) {
        ordered_json decoder = ordered_json::object();
        for (const AddedToken& token : added)
            decoder[std::to_string(token.id)] = asJson(token);
        config["added_tokens_decoder"] = decoder;
    }
    write(directory / "tokenizer_config.json", config);
}

} // namespace attune::core
