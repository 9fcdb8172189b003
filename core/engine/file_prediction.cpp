#include "core/engine/file_prediction.h"

#include "core/data/csv.h"
#include "core/data/csv_writer.h"
#include "core/data/dataset.h"
#include "core/data/values.h"
#include "core/engine/text_batches.h"
#include "core/error.h"
#include "core/utf8.h"

#include <algorithm>
#include <cstdio>
#include <set>

namespace attune::core {

namespace {

constexpr const char* kKept = "written without a prediction";
constexpr std::size_t kRawLimit = 400;
constexpr float kTold = 0.5f; // of several labels, those at least this probable are told

/// Before the output is opened, under a temporary name beside it.
const std::filesystem::path& checked(const FilePredictionRequest& request)
{
    std::error_code unknown;
    if (std::filesystem::equivalent(request.input, request.output, unknown))
        throw Error("The output " + inQuotes(request.output.string()) + " is the file that is read.", "Choose another output: your data are never overwritten.");
    return request.output;
}

std::string unusedName(const std::string& wanted, std::set<std::string>& used)
{
    std::string name = wanted;
    for (int number = 2; !used.insert(name).second; ++number)
        name = wanted + "_" + std::to_string(number);
    return name;
}

std::string digits(float value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.9g", static_cast<double>(value));
    return text;
}

/// The most probable label or, of a model that gives several to one text, those that it gives.
std::string labelsTold(const Prediction& prediction)
{
    if (prediction.problemType != ProblemType::MultiLabel)
        return prediction.labels[prediction.label];
    std::string told;
    for (std::size_t i = 0; i < prediction.labels.size(); ++i)
        if (prediction.probabilities[i] >= kTold)
            told += (told.empty() ? "" : ", ") + prediction.labels[i];
    return told;
}

} // namespace

FilePrediction::FilePrediction(Classifier& classifier, FilePredictionRequest request, std::size_t block)
    : m_classifier(classifier)
    , m_request(std::move(request))
    , m_stream(m_request.input, m_request.dialect, block)
    , m_out(checked(m_request))
    , m_tokensAtOnce(tokensAtOnce(classifier.summary().config))
{
    if (m_request.options.maxLength == 0)
        m_request.options.maxLength = classifier.summary().maxLength;
    m_report.labels = classifier.summary().config.labels;
    m_report.labelCounts.resize(m_report.labels.size());
    if (m_stream.columnsKnown())
        begin();
}

void FilePrediction::begin()
{
    const Table& table = m_stream.sample();
    const auto inWords = [&](std::size_t column) { return "In " + inQuotes(table.file.filename().string()) + " " + columnPhrase(table, column); };
    if (table.columns.empty())
        throw Error(inQuotes(table.file.filename().string()) + " holds no records"
                + (table.problems.empty() ? "." : ": " + table.problems.front().reason + "."),
            "Choose a file with a text in each row.");
    const auto find = [&](const std::string& name) {
        const auto at = name.empty() ? table.columns.end() : std::find(table.columns.begin(), table.columns.end(), name);
        return at == table.columns.end() ? std::nullopt : std::optional(static_cast<std::size_t>(at - table.columns.begin()));
    };
    const auto learned = find(m_request.learnedText), learnedPair = find(m_request.learnedPair);
    const bool asLearned = learned && learnedPair.has_value() == !m_request.learnedPair.empty();
    for (const RowProblem& problem : table.problems)
        note(problem);
    if (!m_request.textColumn.empty()) {
        m_text = columnNamed(table, m_request.textColumn);
    } else if (asLearned) {
        m_text = *learned;
    } else if (table.columns.size() > 1) {
        const ColumnRoles guess = guessColumns(table);
        m_text = guess.text;
        m_textPair = guess.textPair;
    }
    if (!m_request.textPairColumn.empty())
        m_textPair = columnNamed(table, m_request.textPairColumn);
    else if (asLearned && m_text == learned)
        m_textPair = learnedPair;
    if (m_textPair == m_text)
        throw Error(inWords(m_text) + " cannot be both texts of a pair.", "Name two different columns.");

    m_report.dialect = table.dialect;
    m_report.columns = table.columns;
    m_report.textColumn = table.columns[m_text];
    if (m_textPair)
        m_report.textPairColumn = table.columns[*m_textPair];
    std::set<std::string> used(table.columns.begin(), table.columns.end());
    m_report.addedColumns = {unusedName("prediction", used), unusedName("probability", used)};
    for (const std::string& label : m_report.labels)
        m_report.addedColumns.push_back(unusedName("probability_" + label, used));
    std::vector<std::string> header = table.columns;
    header.insert(header.end(), m_report.addedColumns.begin(), m_report.addedColumns.end());
    m_out.write(csvRecord(header));
    m_begun = true;
}

void FilePrediction::step()
{
    if (m_finished)
        return;
    if (!m_begun) {
        m_stream.gatherColumns();
        if (m_stream.columnsKnown())
            begin();
        return;
    }
    if (m_answered == m_order.size() && !takeRows()) {
        if (auto problem = m_stream.contradiction())
            note(std::move(*problem));
        m_out.commit();
        m_finished = true;
        return;
    }
    if (m_answered < m_order.size())
        answerSome();
    if (m_answered == m_order.size())
        writeRows();
}

std::uint64_t FilePrediction::done() const
{
    if (m_order.empty())
        return m_stream.done();
    const double share = static_cast<double>(m_answered) / static_cast<double>(m_order.size());
    return m_blockBegin + static_cast<std::uint64_t>(share * static_cast<double>(m_stream.done() - m_blockBegin));
}

TextInput FilePrediction::inputOf(const StreamedRow& row) const
{
    return {row.fields[m_text], m_textPair ? std::optional<std::string_view>(row.fields[*m_textPair]) : std::nullopt};
}

std::optional<RowProblem> FilePrediction::problemOf(const StreamedRow& row) const
{
    if (row.problem)
        return row.problem;
    std::optional<std::size_t> empty;
    if (isBlank(row.fields[m_text]))
        empty = m_text;
    else if (m_textPair && isBlank(row.fields[*m_textPair]))
        empty = m_textPair;
    if (!empty)
        return std::nullopt;
    return RowProblem{row.line, "empty_text", "no text in " + columnPhrase(m_stream.sample(), *empty), readableExcerpt(csvRecord(row.fields), kRawLimit)};
}

void FilePrediction::note(RowProblem problem)
{
    ++m_report.problemCount;
    if (m_report.problems.size() < FilePredictionReport::kMostProblems)
        m_report.problems.push_back(std::move(problem));
}

/// The rows of the next block, those with a usable text in the order in which they are answered: texts of like length cost least together.
/// False at the end.
bool FilePrediction::takeRows()
{
    m_blockBegin = m_stream.done();
    m_order.clear();
    m_answered = 0;
    if (!m_stream.next(m_rows))
        return false;
    m_answers.assign(m_rows.size(), std::nullopt);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].remark)
            note(core::problemOf(*m_rows[i].remark));
        auto problem = problemOf(m_rows[i]);
        if (!problem) {
            m_order.push_back(i);
            continue;
        }
        if (!m_rows[i].fields.empty())
            problem->action = kKept;
        note(std::move(*problem));
    }
    std::stable_sort(m_order.begin(), m_order.end(), [&](std::size_t a, std::size_t b) {
        return likelyTokens(inputOf(m_rows[a]), m_request.options.maxLength) < likelyTokens(inputOf(m_rows[b]), m_request.options.maxLength);
    });
    return true;
}

void FilePrediction::answerSome()
{
    std::vector<TextInput> inputs;
    for (std::size_t i = m_answered, tokens = 0; i < m_order.size() && inputs.size() < kTextsAtOnce; ++i) {
        const TextInput input = inputOf(m_rows[m_order[i]]);
        tokens += likelyTokens(input, m_request.options.maxLength);
        if (tokens > m_tokensAtOnce && !inputs.empty())
            break;
        inputs.push_back(input);
    }
    for (Prediction& prediction : m_classifier.predictAll(inputs, m_request.options)) {
        ++m_report.labelCounts[prediction.label];
        m_report.truncated += prediction.fullLength > prediction.tokens.size();
        const float probability = prediction.probabilities[prediction.label];
        m_answers[m_order[m_answered++]] = RowAnswer{labelsTold(prediction), probability, std::move(prediction.probabilities)};
    }
}

void FilePrediction::writeRows()
{
    std::string records;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        std::vector<std::string>& fields = m_rows[i].fields;
        if (fields.empty()) {
            ++m_report.leftOut;
            continue;
        }
        ++m_report.rows;
        if (const auto& answer = m_answers[i]) {
            ++m_report.predicted;
            fields.push_back(answer->prediction);
            fields.push_back(digits(answer->probability));
            for (const float probability : answer->probabilities)
                fields.push_back(digits(probability));
        } else {
            fields.resize(fields.size() + m_report.addedColumns.size());
        }
        records += csvRecord(fields);
    }
    m_rows.clear();
    m_out.write(records);
}

} // namespace attune::core
