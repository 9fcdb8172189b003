#include "core/data/csv_writer.h"
#include "core/engine/dataset_evaluation.h"
#include "core/output_file.h"

#include <algorithm>
#include <cstdio>
#include <numeric>

namespace attune::core {

namespace {

std::string digits(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.9g", value);
    return text;
}

} // namespace

void writeAnswers(const std::filesystem::path& file, const Dataset& dataset, const std::vector<Answer>& answers, std::span<const std::size_t> rows)
{
    const bool pairs = std::any_of(rows.begin(), rows.end(), [&](std::size_t row) { return dataset.examples[row].textPair.has_value(); });
    OutputFile out(file);
    std::vector<std::string> fields{"line", "text"};
    if (pairs)
        fields.push_back("text_pair");
    fields.insert(fields.end(), {"label", "prediction"});
    for (const std::string& label : dataset.labels)
        fields.push_back("probability_" + label);
    fields.push_back("loss");
    out.write(csvRecord(fields));
    for (const std::size_t row : rows) {
        const Example& example = dataset.examples[row];
        const Answer& answer = answers[row];
        fields = {std::to_string(example.line), example.text.str()};
        if (pairs)
            fields.push_back(example.textPair ? example.textPair->str() : std::string());
        fields.push_back(dataset.labels[static_cast<std::size_t>(example.label)]);
        fields.push_back(dataset.labels[answer.label()]);
        for (const float probability : answer.probabilities)
            fields.push_back(digits(static_cast<double>(probability)));
        fields.push_back(digits(answer.loss));
        out.write(csvRecord(fields));
    }
    out.commit();
}

void writeAnswers(const std::filesystem::path& file, const Dataset& dataset, const std::vector<Answer>& answers)
{
    std::vector<std::size_t> rows(answers.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    writeAnswers(file, dataset, answers, rows);
}

} // namespace attune::core
