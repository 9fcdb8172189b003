#include "core/data/csv.h"
#include "core/engine/dataset_evaluation.h"
#include "core/engine/text_batches.h"
#include "core/error.h"
#include "tests/core/engine/fake_classifier.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

#include <algorithm>

using namespace attune;
using namespace attune::test;

namespace {

std::shared_ptr<core::Dataset> dataset(const std::vector<std::pair<std::string, int>>& rows)
{
    auto data = std::make_shared<core::Dataset>();
    data->file = "rows.csv";
    data->labels = {"a", "b"};
    for (const auto& [text, label] : rows)
        data->examples.push_back({core::SharedText(text), label, data->examples.size() + 2});
    return data;
}

} // namespace

TEST_CASE("A dataset is evaluated a small batch a step, texts of like length together, with the answers in its own order")
{
    std::vector<std::pair<std::string, int>> rows;
    for (std::size_t i = 0; i < 300; ++i)
        rows.emplace_back(std::string(i * 37 % 300 + 1, i % 3 == 0 ? 'a' : 'b'), i % 2);
    const auto data = dataset(rows);
    FakeClassifier classifier({"a", "b"}, 384);
    core::DatasetEvaluation evaluation(classifier, data, {});
    CHECK(evaluation.total() == 300);
    std::size_t steps = 0, before = 0;
    for (; !evaluation.finished(); ++steps) {
        evaluation.step();
        CHECK(evaluation.done() > before);
        CHECK(evaluation.metrics().samples == static_cast<std::int64_t>(evaluation.done()));
        before = evaluation.done();
    }
    CHECK(classifier.batches.size() == steps);
    CHECK(*std::max_element(classifier.batches.begin(), classifier.batches.end()) == core::kTextsAtOnce);
    CHECK(classifier.batches.back() < core::kTextsAtOnce); // the longest are bounded by their tokens
    CHECK(std::is_sorted(classifier.asked.begin(), classifier.asked.end(), [](const auto& a, const auto& b) { return a.size() / 3 < b.size() / 3; }));
    CHECK(classifier.options.maxLength == 512);

    double loss = 0;
    std::size_t right = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const core::Prediction expected = classifier.answer(rows[i].first);
        CHECK(evaluation.answers()[i].probabilities == expected.probabilities);
        CHECK(evaluation.answers()[i].label() == expected.label);
        const auto label = static_cast<std::size_t>(rows[i].second);
        loss += static_cast<double>(expected.logits[1 - label] > expected.logits[label] ? expected.logits[1 - label] : 0.f);
        right += expected.label == label;
    }
    const core::EvaluationMetrics metrics = evaluation.metrics();
    CHECK(metrics.accuracy == Approx(static_cast<double>(right) / 300));
    // The logits are 0 and at least 1: the loss is their difference where the answer is wrong, but for less than ln(1 + 1/e).
    CHECK(metrics.loss >= loss / 300);
    CHECK(metrics.loss < loss / 300 + 0.32);
}

TEST_CASE("A loss is finite where the true label's probability has vanished")
{
    FakeClassifier classifier;
    core::DatasetEvaluation evaluation(classifier, dataset({{std::string(200, 'a'), 1}}), {});
    evaluation.step();
    CHECK(evaluation.finished());
    CHECK(evaluation.answers()[0].probabilities[1] == 0);
    CHECK(evaluation.answers()[0].loss == Approx(200));
}

TEST_CASE("A dataset with other labels than the model's, or in another order, is not evaluated")
{
    FakeClassifier other({"b", "a"});
    CHECK_THROWS_WITH(core::DatasetEvaluation(other, dataset({{"x", 0}}), {}), ContainsSubstring("rows.csv") && ContainsSubstring("model knows"));
}

TEST_CASE("A text that is longer than a batch may be is answered alone, and an empty dataset is finished at once")
{
    FakeClassifier classifier({"a", "b"}, 4096);
    core::DatasetEvaluation evaluation(classifier, dataset({{std::string(5000, 'a'), 0}, {std::string(6000, 'b'), 1}}), {});
    while (!evaluation.finished())
        evaluation.step();
    CHECK(classifier.batches == std::vector<std::size_t>{1, 1});
    CHECK(core::DatasetEvaluation(classifier, dataset({}), {}).finished());
}

TEST_CASE("Answers are written as CSV, all or chosen ones in the order asked for, with the second text of pairs")
{
    const TemporaryDirectory place;
    const auto data = dataset({{"aa, \"so\"", 0}, {"b", 0}, {"ab", 1}});
    FakeClassifier classifier;
    core::DatasetEvaluation evaluation(classifier, data, {});
    while (!evaluation.finished())
        evaluation.step();
    core::writeAnswers(place / "all.csv", *data, evaluation.answers());
    const core::Table all = core::readCsv(place / "all.csv");
    CHECK(all.columns == std::vector<std::string>{"line", "text", "label", "prediction", "probability_a", "probability_b", "loss"});
    REQUIRE(all.rows.size() == 3);
    CHECK(all.rows[0].fields[0] == "2");
    CHECK(all.rows[0].fields[1] == "aa, \"so\"");
    CHECK(all.rows[1].fields[2] == "a");
    CHECK(all.rows[1].fields[3] == "b");
    CHECK(std::stod(std::string(all.rows[1].fields[6])) == Approx(evaluation.answers()[1].loss));

    data->examples[2].textPair = core::SharedText("second");
    const std::vector<std::size_t> chosen{2, 0};
    core::writeAnswers(place / "some.csv", *data, evaluation.answers(), chosen);
    const core::Table some = core::readCsv(place / "some.csv");
    CHECK(some.columns.at(2) == "text_pair");
    REQUIRE(some.rows.size() == 2);
    CHECK(some.rows[0].fields[1] == "ab");
    CHECK(some.rows[0].fields[2] == "second");
    CHECK(some.rows[1].fields[0] == "2");
    CHECK_THROWS_AS(core::writeAnswers(place / "nowhere" / "x.csv", *data, evaluation.answers()), core::Error);
}
