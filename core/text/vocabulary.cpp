#include "core/text/vocabulary.h"

#include "core/error.h"
#include "core/text/unicode.h"

#include <fstream>
#include <istream>

namespace attune::core {

namespace {

constexpr const char* kWhatVocabularyIs = "A BERT vocabulary lists one token a line, [PAD], [UNK], [CLS] and [SEP] among them: "
                                          "take the file that came with the checkpoint.";

} // namespace

Vocabulary::Vocabulary(std::vector<std::string> tokens, const std::string& name)
    : m_tokens(std::move(tokens))
{
    if (m_tokens.empty())
        throw Error("The vocabulary " + name + " is empty.", kWhatVocabularyIs);

    // A token that occurs twice has the id of its last line, as in transformers.
    m_ids.reserve(m_tokens.size());
    for (std::size_t line = 0; line < m_tokens.size(); ++line)
        m_ids.insert_or_assign(m_tokens[line], static_cast<std::int32_t>(line));

    const auto required = [&](const char* token) {
        const auto found = id(token);
        if (!found)
            throw Error("The vocabulary " + name + " has no line " + token + ".", kWhatVocabularyIs);
        return *found;
    };
    m_unknown = required("[UNK]");
    m_cls = required("[CLS]");
    m_sep = required("[SEP]");
    m_pad = required("[PAD]");
}

Vocabulary Vocabulary::read(std::istream& in, const std::string& name)
{
    std::vector<std::string> tokens;
    for (std::string line; std::getline(in, line);) {
        if (line.ends_with('\r'))
            line.pop_back();
        if (!isUtf8(line))
            throw Error("Line " + std::to_string(tokens.size() + 1) + " of the vocabulary " + name + " is not UTF-8 text.",
                kWhatVocabularyIs);
        tokens.push_back(line);
    }
    if (in.bad())
        throw Error("The vocabulary " + name + " could not be read to its end.", "Check the disk and the file.");
    return Vocabulary(std::move(tokens), name);
}

Vocabulary Vocabulary::readFile(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw Error("The vocabulary " + file.string() + " cannot be opened.", "Check that the file exists and may be read.");
    return read(in, file.string());
}

std::optional<std::int32_t> Vocabulary::id(std::string_view token) const
{
    const auto found = m_ids.find(token);
    return found == m_ids.end() ? std::nullopt : std::optional(found->second);
}

} // namespace attune::core
