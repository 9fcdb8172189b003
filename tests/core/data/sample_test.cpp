#include "core/data/csv.h"
#include "core/data/dataset.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

using namespace attune;

namespace {

core::Table sample()
{
    return core::readCsv(test::resourcesDirectory() / "sample" / "reviews.csv");
}

core::DataSplit sampleSplit()
{
    const core::Table table = sample();
    return core::splitByColumn(table, core::guessColumns(table));
}

/// Lower-cased words and single punctuation marks; bytes beyond ASCII (accents, emoji) count as letters.
std::vector<std::string> wordsOf(const std::string& text)
{
    std::vector<std::string> words;
    bool inWord = false;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter = byte >= 0x80 || std::isalnum(byte) != 0;
        if (letter && inWord)
            words.back() += static_cast<char>(std::tolower(byte));
        else if (std::isspace(byte) == 0)
            words.emplace_back(1, static_cast<char>(std::tolower(byte)));
        inWord = letter;
    }
    return words;
}

/// What is left of a text when case, punctuation and spacing are set aside.
std::string substance(const std::string& text)
{
    std::string joined;
    for (const std::string& word : wordsOf(text))
        if (word.size() > 1 || std::isalnum(static_cast<unsigned char>(word.front())) != 0)
            joined += word + ' ';
    return joined;
}

/// Logistic regression over word counts: all that can be known of a text without the order of its words.
class BagOfWords {
public:
    void fit(const core::Dataset& data)
    {
        const std::vector<Bag> bags = bagsOf(data, true);
        m_weights.assign(m_columns.size(), 0.0);
        std::vector<double> velocity(m_weights.size(), 0.0);
        for (int iteration = 0; iteration < 800; ++iteration) {
            std::vector<double> gradient(m_weights.size());
            double biasGradient = 0.0;
            for (std::size_t row = 0; row < bags.size(); ++row) {
                const double error
                    = (1.0 / (1.0 + std::exp(-score(bags[row]))) - data.examples[row].label) / static_cast<double>(bags.size());
                biasGradient += error;
                for (const auto& [column, count] : bags[row])
                    gradient[column] += error * count;
            }
            for (std::size_t column = 0; column < m_weights.size(); ++column) {
                velocity[column] = kMomentum * velocity[column] + gradient[column] + kL2 * m_weights[column];
                m_weights[column] -= kRate * velocity[column];
            }
            m_bias -= kRate * biasGradient;
        }
    }

    double accuracy(const core::Dataset& data)
    {
        const std::vector<Bag> bags = bagsOf(data, false);
        std::size_t right = 0;
        for (std::size_t row = 0; row < bags.size(); ++row)
            if ((score(bags[row]) > 0.0) == (data.examples[row].label == 1))
                ++right;
        return static_cast<double>(right) / static_cast<double>(bags.size());
    }

private:
    using Bag = std::map<std::size_t, double>; // column -> how often

    static constexpr double kRate = 0.15;
    static constexpr double kMomentum = 0.9;
    static constexpr double kL2 = 1e-3;

    std::vector<Bag> bagsOf(const core::Dataset& data, bool learnWords)
    {
        std::vector<Bag> bags(data.examples.size());
        for (std::size_t row = 0; row < bags.size(); ++row)
            for (const std::string& word : wordsOf(data.examples[row].text.str())) {
                if (learnWords)
                    m_columns.emplace(word, m_columns.size());
                if (const auto found = m_columns.find(word); found != m_columns.end())
                    bags[row][found->second] += 1.0;
            }
        return bags;
    }

    double score(const Bag& bag) const
    {
        double sum = m_bias;
        for (const auto& [column, count] : bag)
            sum += m_weights[column] * count;
        return sum;
    }

    std::unordered_map<std::string, std::size_t> m_columns;
    std::vector<double> m_weights;
    double m_bias = 0.0;
};

} // namespace

TEST_CASE("The sample is read without a problem and its columns are found")
{
    const core::Table table = sample();
    REQUIRE(table.problems.empty());
    REQUIRE(table.rows.size() >= 2000);

    const core::ColumnRoles roles = core::guessColumns(table);
    REQUIRE(table.columns[roles.text] == "text");
    REQUIRE(table.columns[roles.label] == "label");
    REQUIRE(roles.split.has_value());
    REQUIRE(table.columns[*roles.split] == "split");
}

TEST_CASE("The sample has two classes of the same size on both sides of its split")
{
    const core::DataSplit split = sampleSplit();
    REQUIRE(split.train.labels == std::vector<std::string> { "negative", "positive" });
    REQUIRE(split.validation.labels == split.train.labels);
    for (const core::Dataset* side : { &split.train, &split.validation }) {
        REQUIRE(side->problems.empty());
        const std::vector<std::size_t> counts = side->labelCounts();
        REQUIRE(counts[0] == counts[1]);
    }
    const double share = static_cast<double>(split.validation.examples.size())
        / static_cast<double>(split.train.examples.size() + split.validation.examples.size());
    REQUIRE(share > 0.15);
    REQUIRE(share < 0.20);
}

TEST_CASE("No text of the sample stands in it twice")
{
    const core::DataSplit split = sampleSplit();
    std::set<std::string> seen;
    for (const core::Dataset* side : { &split.train, &split.validation })
        for (const core::Example& example : side->examples) {
            INFO(example.text.view());
            REQUIRE(seen.insert(substance(example.text.str())).second);
        }
}

TEST_CASE("The sample exercises quotes, line breaks, emoji and capitals")
{
    std::size_t quotes = 0;
    std::size_t lineBreaks = 0;
    std::size_t emoji = 0;
    std::size_t shouted = 0;
    const core::Table table = sample();
    const std::size_t text = core::guessColumns(table).text;
    for (const core::Row& row : table.rows) {
        const std::string_view value = row.fields[text];
        quotes += value.find('"') != std::string::npos ? 1U : 0U;
        lineBreaks += value.find('\n') != std::string::npos ? 1U : 0U;
        emoji += value.find("\xF0\x9F") != std::string::npos ? 1U : 0U;
        shouted += value.find("NOT") != std::string::npos || value.find("NEVER") != std::string::npos ? 1U : 0U;
    }
    REQUIRE(quotes >= 20);
    REQUIRE(lineBreaks >= 20);
    REQUIRE(emoji >= 20);
    REQUIRE(shouted >= 3);
}

TEST_CASE("Without the order of words the sample cannot be learned well")
{
    const core::DataSplit split = sampleSplit();
    BagOfWords model;
    model.fit(split.train);
    const double accuracy = model.accuracy(split.validation);
    INFO("accuracy of a bag-of-words logistic regression on the validation part: " << accuracy);
    REQUIRE(accuracy > 0.55);
    REQUIRE(accuracy <= 0.88);
}

TEST_CASE("The sample is what its script makes, with no template on both sides")
{
    const std::filesystem::path script = test::resourcesDirectory() / "sample" / "make_reviews.py";
    if (std::system("python3 -B -c \"\" > /dev/null 2>&1") != 0) {
        WARN("skipped: Python 3 is not installed, so the sample is not made again");
        return;
    }
    REQUIRE(std::system(("python3 -B \"" + script.string() + "\" --check").c_str()) == 0);
}
