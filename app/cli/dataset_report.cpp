#include "app/cli/dataset_report.h"

#include "app/cli/output.h"
#include "core/utf8.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <iostream>

namespace attune::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kKeyWidth = 12;
constexpr std::size_t kMostShown = 10; // of a list in the plain output
constexpr std::size_t kBarWidth = 24;

bool isDelimited(const DatasetFacts& facts)
{
    return facts.table.dialect.form == core::TableForm::Delimited;
}

const char* formName(core::TableForm form)
{
    return form == core::TableForm::Delimited ? "csv" : form == core::TableForm::JsonLines ? "jsonl" : "folders";
}

/// A column by its name or, in a file without a header, by its index.
Json columnOf(const DatasetFacts& facts, std::optional<std::size_t> column)
{
    if (!column)
        return nullptr;
    return facts.table.dialect.header ? Json(facts.table.columns[*column]) : Json(*column);
}

Json textsOf(const std::vector<core::RepeatedText>& texts, const DatasetFacts& facts)
{
    Json all = Json::array();
    for (const core::RepeatedText& text : texts) {
        Json labels = Json::array();
        for (const int label : text.labels)
            labels.push_back(facts.labels[static_cast<std::size_t>(label)].first);
        all.push_back({{"text", text.text}, {"rows", text.rows}, {"lines", text.lines}, {"labels", labels}});
    }
    return all;
}

Json lengthsOf(const TokenLengths& lengths)
{
    Json cut = Json::object();
    for (const auto& [maximum, share] : lengths.cut)
        cut[std::to_string(maximum)] = share;
    const core::LengthHistogram& histogram = lengths.histogram;
    return {{"checkpoint", lengths.checkpoint}, {"mean", histogram.mean}, {"median", histogram.median}, {"percentile_95", histogram.percentile95},
        {"percentile_99", histogram.percentile99}, {"longest", histogram.longest}, {"bin_width", histogram.binWidth}, {"bins", histogram.bins},
        {"share_cut", cut}};
}

std::string percent(double share)
{
    char text[16];
    std::snprintf(text, sizeof text, "%.1f %%", 100 * share);
    return text;
}

void printLine(std::string_view key, const std::string& value)
{
    std::cout << fitted(key, kKeyWidth) << "  " << value << '\n';
}

std::string delimiterInWords(char delimiter)
{
    switch (delimiter) {
    case ',':
        return "comma";
    case ';':
        return "semicolon";
    case '\t':
        return "tab";
    case '|':
        return "pipe";
    default:
        return core::printable(std::string(1, delimiter));
    }
}

std::string quoteInWords(char quote)
{
    return quote == core::kNoQuote ? "no quotes" : quote == '"' ? "double quotes" : quote == '\'' ? "single quotes" : std::string("quoted by ") + quote;
}

std::string columnInWords(const DatasetFacts& facts, std::size_t column, bool given)
{
    return (facts.table.dialect.header ? core::printable(facts.table.columns[column]) : "column " + std::to_string(column)) + (given ? "" : " (guessed)");
}

std::string linesInWords(const core::RepeatedText& text)
{
    std::string lines = text.lines.size() == 1 ? "line " : "lines ";
    const std::size_t shown = std::min<std::size_t>(text.lines.size(), 5);
    for (std::size_t i = 0; i < shown; ++i)
        lines += (i ? ", " : "") + std::to_string(text.lines[i]);
    return lines + (text.rows > shown ? " ..." : "");
}

void printShape(const DatasetFacts& facts)
{
    const core::Dialect& dialect = facts.table.dialect;
    if (isDelimited(facts))
        printLine("written with", delimiterInWords(dialect.delimiter) + ", " + quoteInWords(dialect.quote) + ", " + (dialect.header ? "header" : "no header"));
    else
        printLine("written as", dialect.form == core::TableForm::JsonLines ? "JSON Lines" : "a folder of texts for each class");
    printLine("encoding", core::printable(dialect.encoding));
    std::string columns = std::to_string(facts.table.columns.size());
    for (std::size_t i = 0; dialect.header && i < std::min(facts.table.columns.size(), 2 * kMostShown); ++i)
        columns += (i ? ", " : ": ") + core::printable(facts.table.columns[i]);
    printLine("columns", columns + (dialect.header && facts.table.columns.size() > 2 * kMostShown ? " ..." : ""));
    if (!facts.roles)
        return;
    printLine("text", columnInWords(facts, facts.roles->text, facts.textGiven));
    if (facts.roles->textPair)
        printLine("second text", columnInWords(facts, *facts.roles->textPair, facts.textPairGiven));
    printLine("label", columnInWords(facts, facts.roles->label, facts.labelGiven));
    if (facts.roles->split)
        printLine("split", columnInWords(facts, *facts.roles->split, false));
}

void printLabels(const DatasetFacts& facts)
{
    std::size_t widest = 8, most = 0;
    for (const auto& [label, count] : facts.labels) {
        widest = std::max(widest, columnsOf(core::printable(label)));
        most = std::max(most, count);
    }
    widest = std::min<std::size_t>(widest, 32);
    std::size_t shown = 0;
    for (const auto& [label, count] : facts.labels) {
        if (++shown > 2 * kMostShown) {
            printLine("", "and " + std::to_string(facts.labels.size() - shown + 1) + " more");
            break;
        }
        const std::string number = std::to_string(count);
        printLine(shown == 1 ? "labels" : "",
            fitted(core::printable(label), widest) + std::string(number.size() < 9 ? 9 - number.size() : 1, ' ') + number + "  "
                + fitted(percent(static_cast<double>(count) / static_cast<double>(std::max<std::size_t>(facts.report.examples, 1))), 8)
                + std::string(count * kBarWidth / std::max<std::size_t>(most, 1), '#'));
    }
    for (const core::LabelVariants& group : facts.variants) {
        std::string spellings;
        for (const auto& [spelling, count] : group.spellings)
            spellings += (spellings.empty() ? "\"" : ", \"") + core::printable(spelling) + "\" " + std::to_string(count);
        printLine("one label?", spellings + ": could be merged into \"" + core::printable(group.proposed) + "\"");
    }
}

void printReport(const DatasetFacts& facts)
{
    const core::DatasetReport& report = facts.report;
    if (report.repeatedRows > 0)
        printLine("repeated",
            counted(report.repeatedRows, "row") + (report.repeatedRows == 1 ? " has" : " have") + " the text of an earlier one; most often, "
                + std::to_string(report.repeated.front().rows) + " times: " + report.repeated.front().text);
    if (report.contradictoryTexts > 0)
        printLine("conflicting",
            counted(report.contradictoryTexts, "text") + (report.contradictoryTexts == 1 ? " has" : " have") + " different labels in "
                + counted(report.contradictoryRows, "row") + "; the first on " + linesInWords(report.contradictory.front()) + ": "
                + report.contradictory.front().text);
    for (const PartOverlap& part : facts.overlaps)
        if (part.overlap.rows > 0)
            printLine("overlap", inWords(part));
    if (!facts.lengths)
        return;
    const core::LengthHistogram& lengths = facts.lengths->histogram;
    printLine("tokens",
        "median " + std::to_string(lengths.median) + ", 95 % up to " + std::to_string(lengths.percentile95) + ", 99 % up to "
            + std::to_string(lengths.percentile99) + ", longest " + std::to_string(lengths.longest));
    for (const auto& [maximum, share] : facts.lengths->cut)
        printLine("", "at most " + std::to_string(maximum) + " tokens cut " + percent(share) + " of the texts");
}

/// What was left out and, of `remarks`, what was kept although it is odd, by line.
std::vector<const core::RowProblem*> byLine(const DatasetFacts& facts, const std::vector<core::RowProblem>& remarks)
{
    std::vector<const core::RowProblem*> all;
    all.reserve(facts.problems.size() + remarks.size());
    for (const core::RowProblem& problem : facts.problems)
        all.push_back(&problem);
    for (const core::RowProblem& remark : remarks)
        all.push_back(&remark);
    std::inplace_merge(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(facts.problems.size()), all.end(),
        [](const core::RowProblem* a, const core::RowProblem* b) { return a->line < b->line; });
    return all;
}

void printProblems(const DatasetFacts& facts)
{
    const std::vector<core::RowProblem> remarks = core::remarksInWords(facts.table);
    const auto all = byLine(facts, remarks);
    std::size_t shown = 0;
    for (const core::RowProblem* problem : all) {
        if (++shown > kMostShown) {
            printLine("", "and " + std::to_string(all.size() - kMostShown) + " more; --json lists all of them");
            break;
        }
        printLine(shown == 1 ? "problems" : "",
            (problem->line > 0 ? "line " + std::to_string(problem->line) + ": " : "") + core::printable(problem->reason) + "; " + problem->action);
    }
}

} // namespace

void printJson(const DatasetFacts& facts)
{
    const core::Dialect& dialect = facts.table.dialect;
    const auto character = [&](char c) { return c == core::kNoQuote || !isDelimited(facts) ? Json(nullptr) : Json(std::string(1, c)); };
    Json guessed = Json::array();
    if (facts.roles) {
        if (!facts.textGiven)
            guessed.push_back("text_column");
        if (facts.roles->textPair && !facts.textPairGiven)
            guessed.push_back("text_pair_column");
        if (!facts.labelGiven)
            guessed.push_back("label_column");
    }
    Json labels = Json::object(), variants = Json::array(), problems = Json::array(), overlaps = Json::object();
    for (const auto& [label, count] : facts.labels)
        labels[label] = count;
    for (const core::LabelVariants& group : facts.variants) {
        Json spellings = Json::object();
        for (const auto& [spelling, count] : group.spellings)
            spellings[spelling] = count;
        variants.push_back({{"proposed", group.proposed}, {"spellings", spellings}});
    }
    const std::vector<core::RowProblem> remarks = core::remarksInWords(facts.table);
    for (const core::RowProblem* problem : byLine(facts, remarks))
        problems.push_back({{"line", problem->line}, {"kind", problem->kind}, {"reason", problem->reason}, {"action", problem->action}});
    for (const PartOverlap& part : facts.overlaps)
        overlaps[part.part] = {{"examples", part.examples}, {"rows", part.overlap.rows}, {"with_another_label", part.overlap.otherLabel}, {"lines", part.overlap.lines}};
    const auto role = [&](auto member) { return facts.roles ? columnOf(facts, (*facts.roles).*member) : Json(nullptr); };
    const core::DatasetReport& report = facts.report;
    const Json answer{{"file", facts.table.file.string()}, {"format", formName(dialect.form)}, {"encoding", dialect.encoding},
        {"delimiter", character(dialect.delimiter)}, {"quote", character(dialect.quote)}, {"header", dialect.header}, {"columns", facts.table.columns},
        {"text_column", role(&core::ColumnRoles::text)}, {"text_pair_column", role(&core::ColumnRoles::textPair)},
        {"label_column", role(&core::ColumnRoles::label)}, {"split_column", role(&core::ColumnRoles::split)}, {"guessed", guessed},
        {"rows", facts.rows}, {"examples", report.examples}, {"labels", labels}, {"label_variants", variants},
        {"report",
            {{"largest_share", report.largestShare}, {"imbalance", report.imbalance}, {"empty_texts", report.emptyTexts},
                {"missing_labels", report.missingLabels}, {"labels_left_out", facts.leftOut}, {"repeated_rows", report.repeatedRows}, {"repeated_texts", report.repeatedTexts},
                {"contradictory_texts", report.contradictoryTexts}, {"contradictory_rows", report.contradictoryRows},
                {"repeated", textsOf(report.repeated, facts)}, {"contradictory", textsOf(report.contradictory, facts)}, {"overlap", overlaps},
                {"tokens", facts.lengths ? lengthsOf(*facts.lengths) : Json(nullptr)}}},
        {"problems", problems}, {"unusable", facts.unusable.empty() ? Json(nullptr) : Json(facts.unusable)}};
    std::cout << answer.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

void printPlain(const DatasetFacts& facts)
{
    printLine("file", core::printable(facts.table.file.string()));
    printShape(facts);
    printLine("rows",
        std::to_string(facts.rows) + ", of which " + std::to_string(facts.report.examples) + (facts.report.examples == 1 ? " is" : " are") + " usable; "
            + counted(facts.problems.size() + facts.table.remarks.size(), "problem"));
    printLabels(facts);
    if (facts.leftOut > 0)
        printLine("left out", counted(facts.leftOut, "row") + " by label, as you asked");
    printReport(facts);
    printProblems(facts);
    if (!facts.unusable.empty())
        printLine("unusable", core::printable(facts.unusable));
}

} // namespace attune::cli
