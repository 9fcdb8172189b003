#include "tests/benchmark/texts.h"

#include "core/data/csv.h"
#include "tests/support/reference.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace attune::test {

namespace fs = std::filesystem;

namespace {

/// A column of a delimited file; line breaks become blanks, so that each text is a line for the peer.
TextSet columnOf(const std::string& name, const fs::path& file, const std::string& column, const core::DialectChoice& dialect = {})
{
    TextSet set{name, {}};
    const core::Table table = core::readCsv(file, dialect);
    const std::size_t at = core::columnNamed(table, column);
    for (const auto& row : table.rows) {
        set.texts.emplace_back(row.fields[at]);
        for (char& byte : set.texts.back())
            byte = byte == '\n' || byte == '\r' ? ' ' : byte;
    }
    return set;
}

} // namespace

std::size_t TextSet::bytes() const
{
    std::size_t sum = 0;
    for (const auto& text : texts)
        sum += text.size();
    return sum;
}

TextSet textSetOf(const fs::path& file)
{
    TextSet set{file.filename().string(), {}};
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw std::runtime_error(file.string() + " cannot be opened");
    for (std::string line; std::getline(in, line);)
        set.texts.push_back(line);
    return set;
}

std::vector<TextSet> usualTextSets()
{
    std::vector<TextSet> sets{columnOf("sample-reviews", resourcesDirectory() / "sample" / "reviews.csv", "text")};
    if (const auto pack = referencePack("benchmark texts")) {
        core::DialectChoice tabs;
        tabs.delimiter = '\t';
        tabs.header = false;
        tabs.quote = core::kNoQuote;
        const fs::path datasets = *pack / "datasets";
        sets.push_back(columnOf("sst2-sentences", datasets / "sst2" / "train.tsv", "0", tabs));
        sets.push_back(columnOf("imdb-reviews", datasets / "imdb_small" / "IMDB_sample.csv", "review"));
        sets.push_back(columnOf("airline-tweets", datasets / "airline" / "Tweets.csv", "text"));
    }
    return sets;
}

fs::path benchmarkVocabulary()
{
    const auto pack = referencePack("the vocabulary of bert-base-uncased");
    return pack ? *pack / "vocab" / "bert-base-uncased" : dataDirectory() / "classifier-safetensors";
}

} // namespace attune::test
