#include "core/data/columns.h"

#include "core/data/csv.h"
#include "core/data/values.h"
#include "core/error.h"
#include "core/utf8.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace attune::core {

namespace {

constexpr std::size_t kSampledRows = 5000;

/// What the sampled rows hold in one column; shares are of the sampled rows.
struct ColumnContents {
    double rows = 0;
    double distinct = 0; ///< different values that are not empty
    double meanLength = 0; ///< bytes, over the values that are not empty
    double emptyShare = 0;
    double numberShare = 0;
    double proseShare = 0; ///< of the values that are not empty: hold a blank or a letter beyond ASCII
};

ColumnContents contentsOf(const Table& table, std::size_t column)
{
    const std::size_t stride = std::max<std::size_t>(1, table.rows.size() / kSampledRows);
    ColumnContents contents;
    double filled = 0;
    std::unordered_set<std::string_view> distinct;
    for (std::size_t i = 0; i < table.rows.size(); i += stride) {
        const std::string_view value = table.rows[i].fields[column];
        ++contents.rows;
        if (isBlank(value))
            continue;
        ++filled;
        distinct.insert(value);
        contents.meanLength += static_cast<double>(value.size());
        contents.numberShare += toNumber(value).has_value();
        contents.proseShare +=
            std::any_of(value.begin(), value.end(), [](char c) { return c == ' ' || static_cast<unsigned char>(c) >= 0x80; });
    }
    contents.distinct = static_cast<double>(distinct.size());
    contents.emptyShare = 1 - filled / contents.rows;
    contents.numberShare /= contents.rows;
    contents.meanLength /= std::max(filled, 1.0);
    contents.proseShare /= std::max(filled, 1.0);
    return contents;
}

/// Names of the two texts of a pair, as HuggingFace's pair tasks and their relatives call them; blanks and signs left out.
struct PairNames {
    std::string_view first, second;
};

constexpr PairNames kPairNames[] = {{"sentence1", "sentence2"}, {"text1", "text2"}, {"texta", "textb"}, {"sentencea", "sentenceb"},
    {"premise", "hypothesis"}, {"question1", "question2"}, {"question", "sentence"}, {"question", "passage"}, {"question", "context"},
    {"question", "answer"}, {"query", "passage"}, {"query", "document"}, {"text", "textpair"}, {"text", "text2"}, {"sentence", "sentence2"},
    {"s1", "s2"}, {"claim", "evidence"}};

std::optional<std::size_t> columnCalled(const Table& table, std::string_view name)
{
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        std::string joined;
        for (const std::string& word : nameWords(table.columns[i]))
            joined += word;
        if (joined == name)
            return i;
    }
    return std::nullopt;
}

bool holdsTexts(const ColumnContents& contents)
{
    return contents.numberShare < 0.5 && contents.emptyShare < 0.5;
}

/// The columns of a pair's first and second text, where their names say so and their contents do not speak against it.
std::optional<std::pair<std::size_t, std::size_t>> pairOfTexts(const Table& table, const std::vector<ColumnContents>& contents)
{
    for (const PairNames& names : kPairNames) {
        const auto first = columnCalled(table, names.first), second = columnCalled(table, names.second);
        if (first && second && holdsTexts(contents[*first]) && holdsTexts(contents[*second]))
            return std::pair(*first, *second);
    }
    return std::nullopt;
}

std::vector<ColumnContents> contentsOf(const Table& table)
{
    std::vector<ColumnContents> contents;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        contents.push_back(contentsOf(table, i));
    return contents;
}

/// Names tell nothing where there is no header: then the columns are called "0", "1", ...
double textScore(const std::string& name, const ColumnContents& contents)
{
    const double variety = contents.distinct / std::max(contents.rows, 1.0);
    const double length = std::log2(1 + contents.meanLength);
    const double substance = length * (0.3 + 0.7 * variety) * (0.4 + 0.6 * contents.proseShare);
    return substance * (1 - contents.numberShare) * (1 - 0.8 * contents.emptyShare) + 1.5 * textAffinity(name)
        - 1.5 * labelAffinity(name);
}

bool canBeLabel(const ColumnContents& contents)
{
    return contents.distinct >= 2 && contents.distinct <= static_cast<double>(kMaxLabels);
}

double labelScore(const std::string& name, const ColumnContents& contents)
{
    const double repetition = contents.distinct / std::max(contents.rows * (1 - contents.emptyShare), 1.0);
    return 3 * labelAffinity(name) - std::log2(std::max(contents.distinct, 1.0)) - 3 * repetition - 8 * contents.emptyShare
        - contents.meanLength / 20;
}

/// The columns other than `text` and `split`, the best label first; columns that cannot be labels come last.
std::vector<std::size_t> labelRanking(const Table& table, const std::vector<ColumnContents>& contents, std::size_t text,
    std::optional<std::size_t> split, std::optional<std::size_t> textPair = {})
{
    std::vector<std::size_t> ranking;
    for (std::size_t i = 0; i < contents.size(); ++i)
        if (i != text && i != split && i != textPair)
            ranking.push_back(i);
    const auto score = [&](std::size_t i) {
        return labelScore(table.columns[i], contents[i]) + (canBeLabel(contents[i]) ? 0 : -100);
    };
    std::stable_sort(ranking.begin(), ranking.end(), [&](std::size_t a, std::size_t b) { return score(a) > score(b); });
    return ranking;
}

std::optional<std::size_t> splitColumn(const Table& table)
{
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (lowerCase(trimmed(table.columns[i])) == "split" && dividesRows(table, i))
            return i;
    return std::nullopt;
}

} // namespace

std::optional<Part> partNamed(std::string_view value)
{
    const std::string name = lowerCase(trimmed(value));
    if (name == "train" || name == "training")
        return Part::Learn;
    if (name == "validation" || name == "valid" || name == "val" || name == "dev")
        return Part::Check;
    if (name == "test")
        return Part::Test;
    return std::nullopt;
}

bool dividesRows(const Table& table, std::size_t column)
{
    std::size_t filled = 0, named = 0;
    for (const Row row : table.rows)
        if (const std::string_view value = row.fields[column]; !isBlank(value)) {
            ++filled;
            named += partNamed(value).has_value();
        }
    return named * 2 > filled;
}

std::optional<std::size_t> labelCandidate(const Table& table, std::size_t text, std::optional<std::size_t> split)
{
    const auto contents = contentsOf(table);
    const auto ranking = labelRanking(table, contents, text, split);
    // A column in which nearly every value is another one holds texts or numbers, whatever the table's size.
    const auto repeats = [](const ColumnContents& column) {
        return column.distinct * 2 <= column.rows * (1 - column.emptyShare);
    };
    if (ranking.empty() || !canBeLabel(contents[ranking.front()]) || !repeats(contents[ranking.front()]))
        return std::nullopt;
    return ranking.front();
}

ColumnRoles guessColumns(const Table& table, std::optional<std::size_t> split)
{
    const std::string file = inQuotes(table.file.filename().string());
    if (table.rows.empty()) {
        std::string cause = file + " has no rows that can be used.";
        if (!table.problems.empty()) {
            const RowProblem& first = table.problems.front();
            cause = file + " has no rows that can be used: " + first.reason
                + (first.line == 0 ? "." : " (line " + std::to_string(first.line) + ").");
        }
        throw Error(cause, "Choose a file with texts and labels, or another delimiter.");
    }
    if (table.columns.size() < 2)
        throw Error(
            file + " has a single column, but texts and labels need one each.", "Choose another delimiter or another file.");

    const auto contents = contentsOf(table);
    ColumnRoles roles;
    roles.split = split ? split : splitColumn(table);
    // With two columns the one called split has to be one of the other parts after all.
    if (table.columns.size() < 3) {
        if (split)
            throw Error(file + " has two columns: " + inQuotes(table.columns[*split]) + " cannot divide the rows, since texts and labels need one each.",
                "Leave --split-column out, or choose another file.");
        roles.split.reset();
    }
    if (const auto pair = table.columns.size() > 2 ? pairOfTexts(table, contents) : std::nullopt) {
        const auto labels = labelRanking(table, contents, pair->first, roles.split, pair->second);
        if (!labels.empty() && canBeLabel(contents[labels.front()])) {
            roles.text = pair->first;
            roles.textPair = pair->second;
            roles.label = labels.front();
            return roles;
        }
    }
    double bestText = 0;
    bool found = false;
    for (std::size_t i = 0; i < contents.size(); ++i) {
        const double score = textScore(table.columns[i], contents[i]);
        if (i == roles.split || (found && score <= bestText))
            continue;
        roles.text = i;
        bestText = score;
        found = true;
    }
    roles.label = labelRanking(table, contents, roles.text, roles.split).front();
    return roles;
}

ColumnRoles rolesNamed(const Table& table, const ColumnNames& names)
{
    const bool textGiven = !names.text.empty(), labelGiven = !names.label.empty(), pairGiven = !names.textPair.empty();
    const auto inWords = [&](std::size_t column) { return "Column \"" + printable(table.columns[column]) + "\""; };
    std::optional<std::size_t> split;
    if (!names.split.empty())
        split = columnNamed(table, names.split);
    ColumnRoles guess;
    try {
        guess = guessColumns(table, split);
    } catch (const Error&) {
        if (!textGiven || !labelGiven)
            throw;
    }
    ColumnRoles roles = guess;
    if (textGiven)
        roles.text = columnNamed(table, names.text);
    if (labelGiven)
        roles.label = columnNamed(table, names.label);
    if (pairGiven)
        roles.textPair = columnNamed(table, names.textPair);
    if (split)
        roles.split = split;
    // A column that was named takes its part from the guess; the other part goes to what the guess took it for.
    if (roles.text == roles.label && textGiven != labelGiven)
        (textGiven ? roles.label : roles.text) = textGiven ? guess.text : guess.label;
    if (roles.text == roles.label)
        throw Error(inWords(roles.text) + " cannot be text and label at once.", "Name both with --text-column and --label-column.");
    if (pairGiven && (roles.textPair == roles.text || roles.textPair == roles.label))
        throw Error(inWords(*roles.textPair) + " cannot be the second text, too.", "Name three different columns.");
    if (split && (split == roles.text || split == roles.label || (pairGiven && split == roles.textPair)))
        throw Error(inWords(*split) + " cannot divide the rows and be text or label, too.", "Name another column with --split-column, --text-column or --label-column.");
    // A text that was named stands alone.
    if (!pairGiven && (textGiven || roles.textPair == roles.text || roles.textPair == roles.label || roles.textPair == split))
        roles.textPair.reset();
    if (roles.split == roles.text || roles.split == roles.label || roles.split == roles.textPair)
        roles.split.reset();
    return roles;
}

} // namespace attune::core
