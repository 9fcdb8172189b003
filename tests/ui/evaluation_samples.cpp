#include "tests/ui/evaluation_samples.h"

#include <cmath>

namespace attune::test {

namespace {

const std::vector<std::string> kLabels = {"negative", "neutral", "positive"};

} // namespace

std::shared_ptr<const ui::Evaluation> evaluationOf(const std::vector<SampleRow>& rows)
{
    auto table = std::make_shared<core::Table>();
    table->file = "reviews.csv";
    table->columns = {"text", "label"};
    auto dataset = std::make_shared<core::Dataset>();
    dataset->file = table->file;
    dataset->labels = kLabels;
    auto answers = std::make_shared<ui::Answers>();
    for (const SampleRow& row : rows) {
        const std::size_t line = dataset->examples.size() + 2;
        table->rows.append(line, {row.text, kLabels[std::size_t(row.label)]});
        dataset->examples.push_back({row.text, row.label, line});
        answers->push_back({row.probabilities, -std::log(double(row.probabilities[std::size_t(row.label)]))});
    }
    ui::EvaluationSubject subject;
    subject.directory = QStringLiteral("/runs/run-0014");
    subject.name = QStringLiteral("run-0014, best model");
    subject.rows = QStringLiteral("%1 check rows of reviews.csv").arg(rows.size());
    subject.dataset = dataset;
    subject.origin = ui::RowOrigin{table, {}, {}};
    subject.origin->roles.text = 0;
    subject.origin->roles.label = 1;
    return std::make_shared<const ui::Evaluation>(subject, answers);
}

std::shared_ptr<const ui::Evaluation> tenRows()
{
    return evaluationOf({
        {"Boils quickly and stays quiet.", 2, {0.05F, 0.05F, 0.90F}},
        {"It never worked.", 0, {0.80F, 0.15F, 0.05F}},
        {"It is a kettle.", 1, {0.20F, 0.70F, 0.10F}},
        {"Not bad at all for the price.", 2, {0.97F, 0.01F, 0.02F}},
        {"Works, but the manual is useless.", 1, {0.50F, 0.30F, 0.20F}},
        {"Ärgerlich und laut.", 0, {0.60F, 0.30F, 0.10F}},
        {"Great, it broke at once.", 0, {0.05F, 0.05F, 0.90F}},
        {"Does what it says.", 2, {0.10F, 0.50F, 0.40F}},
        {"Loud. ÄRGERLICH.", 1, {0.45F, 0.35F, 0.20F}},
        {"Lovely.", 2, {0.01F, 0.01F, 0.98F}},
    });
}

std::shared_ptr<const ui::Evaluation> manyRows(std::size_t count)
{
    auto dataset = std::make_shared<core::Dataset>();
    dataset->file = "reviews.csv";
    dataset->labels = kLabels;
    auto answers = std::make_shared<ui::Answers>();
    const std::vector<core::SharedText> texts = {"The kettle boils quickly.", "The lamp flickers.", "It is what it is.", "Needle in the hay."};
    for (std::size_t i = 0; i < count; ++i) {
        const int label = int(i % 3);
        const float sure = 0.5F + float(i * 7919 % 1000) / 2500;
        std::vector<float> probabilities(3, (1 - sure) / 2);
        probabilities[(i / 3) % 3 == 0 ? std::size_t(label + 1) % 3 : std::size_t(label)] = sure;
        dataset->examples.push_back({texts[i % 5000 == 4999 ? 3 : i % 3], label, i + 2});
        answers->push_back({probabilities, -std::log(double(probabilities[std::size_t(label)]))});
    }
    ui::EvaluationSubject subject;
    subject.name = QStringLiteral("many");
    subject.dataset = dataset;
    return std::make_shared<const ui::Evaluation>(subject, answers);
}

} // namespace attune::test
