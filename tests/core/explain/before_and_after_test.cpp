#include "core/engine/attention_change.h"
#include "core/error.h"
#include "core/runs/examinations.h"
#include "core/training/engine.h"
#include "tests/core/training/small_run.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/support/temporary_directory.h"

#include <cmath>
#include <fstream>

using namespace attune;
using namespace attune::core;
using namespace attune::test;

namespace {

const std::string kText = "the film was bad";

/// A run from a copy of the goldens' checkpoint.
TrainingRequest requestFrom(const std::filesystem::path& checkpoint, const std::filesystem::path& run)
{
    if (!std::filesystem::exists(checkpoint))
        std::filesystem::copy(dataDirectory() / "classifier-safetensors", checkpoint);
    TrainingRequest wanted = request(run);
    wanted.checkpoint = wanted.sources.checkpoint = checkpoint;
    return wanted;
}

double largestDifference(const std::vector<float>& a, const std::vector<float>& b)
{
    REQUIRE(a.size() == b.size());
    double largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        largest = std::max(largest, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    return largest;
}

} // namespace

TEST_CASE("Before its training a model looks as its checkpoint does, and answers by the run's classifier")
{
    const TemporaryDirectory place;
    runAll(*libTorchEngine().startTraining(requestFrom(place / "base", place / "run"), {}, {}));
    PredictOptions options;
    options.attention = true;
    const Prediction base = libTorchEngine().openEncoder(place / "base", "cpu")->predict({kText}, options);
    const auto opened = libTorchEngine().openBefore(place / "run", "cpu");
    const Prediction before = opened->predict({kText}, options);
    const Prediction after = libTorchEngine().openClassifier(checkpointOf(place / "run"), "cpu")->predict({kText}, options);

    CHECK(opened->summary().name == "base");
    CHECK(before.labels == std::vector<std::string>{"negative", "positive"});
    CHECK(largestDifference(before.attention.values, base.attention.values) == 0);
    CHECK(largestDifference(before.pooled, base.pooled) == 0);
    CHECK(largestDifference(before.logits, after.logits) > 0.01);
    // The run's classifier on what the checkpoint makes of the text.
    const SafetensorsFile weights(place / "run" / "model" / "model.safetensors");
    std::vector<float> matrix(2 * before.pooled.size()), bias(2);
    widen(*weights.find("classifier.weight"), matrix);
    widen(*weights.find("classifier.bias"), bias);
    for (std::size_t label = 0; label < 2; ++label) {
        double logit = static_cast<double>(bias[label]);
        for (std::size_t i = 0; i < before.pooled.size(); ++i)
            logit += static_cast<double>(matrix[label * before.pooled.size() + i]) * static_cast<double>(before.pooled[i]);
        CHECK(before.logits[label] == Approx(logit).margin(1e-5));
    }

    const AttentionChange change = attentionChange(before, after);
    CHECK(change.byHead.size() == 6);
    CHECK(change.ranked().front().change > 1e-3F);
    CHECK(attentionChange(before, base).ranked().front().change == 0);
}

TEST_CASE("A checkpoint that has changed since the run began, or is gone, is not taken for what the run began with")
{
    const TemporaryDirectory place;
    const auto session = libTorchEngine().startTraining(requestFrom(place / "base", place / "run"), {}, {});
    CHECK_THROWS_WITH(libTorchEngine().openBefore(place / "run", "cpu"), ContainsSubstring("no trained model yet"));
    runAll(*session);
    CHECK_THROWS_WITH(libTorchEngine().openBefore(place / "base", "cpu"), ContainsSubstring("no run"));
    std::ofstream(place / "base" / "vocab.txt", std::ios::app) << "more\n";
    CHECK_THROWS_WITH(libTorchEngine().openBefore(place / "run", "cpu"), ContainsSubstring("vocab.txt is another file"));
    std::filesystem::remove_all(place / "base");
    CHECK_THROWS_WITH(libTorchEngine().openBefore(place / "run", "cpu"), ContainsSubstring("not there any more"));
}

TEST_CASE("A text is examined at each evaluation, its attention kept in the run, and the run is the same as without it")
{
    const TemporaryDirectory place;
    runAll(*libTorchEngine().startTraining(request(place / "a"), {}, {}));
    const auto session = libTorchEngine().startTraining(request(place / "b"), {}, {});
    session->examine(ExaminedText{kText});
    std::vector<Prediction> then;
    std::vector<std::filesystem::path> files;
    PredictOptions options;
    options.attention = true;
    while (!session->finished()) {
        const StepResult result = session->step();
        CHECK(result.notice.empty());
        CHECK(result.examination.has_value() == result.evaluation.has_value());
        if (result.examination) {
            files.push_back(*result.examination);
            then.push_back(session->predict({kText}, options));
        }
    }
    CHECK(weightsOf(place / "a") == weightsOf(place / "b"));
    CHECK(stepsOf(place / "a") == stepsOf(place / "b"));

    const auto kept = examinationsOf(place / "b");
    REQUIRE(kept.size() == 4);
    for (std::size_t i = 0; i < kept.size(); ++i) {
        CHECK(kept[i].step == static_cast<std::int64_t>(5 * (i + 1)));
        CHECK(kept[i].file == files[i]);
        const Examination examination = readExamination(kept[i].file);
        CHECK(examination.text == ExaminedText{kText});
        CHECK(examination.prediction.labels == then[i].labels);
        CHECK(largestDifference(examination.prediction.logits, then[i].logits) == 0);
        CHECK(largestDifference(examination.prediction.attention.values, then[i].attention.values) < 0.0005);
        if (i > 0)
            CHECK(largestDifference(then[i].attention.values, then[i - 1].attention.values) > 1e-4);
    }
}

TEST_CASE("A run that is gone on with forgets the examinations that it comes to again, and one that cannot be kept is told")
{
    const TemporaryDirectory place;
    {
        const auto session = libTorchEngine().startTraining(request(place / "run"), {}, {});
        session->examine(ExaminedText{"the film", "was bad"});
        while (session->summary().steps < 12)
            session->step();
        session->pause();
    }
    keepExamination(place / "run", readExamination(examinationsOf(place / "run").front().file)); // as it is
    Examination later = readExamination(examinationsOf(place / "run").back().file);
    CHECK(later.text.second == "was bad");
    CHECK(later.prediction.tokens.back().segment == 1);
    later.step = 15;
    keepExamination(place / "run", later);
    REQUIRE(examinationsOf(place / "run").size() == 3);
    const auto session = libTorchEngine().resumeTraining(resumption(place / "run"), {}, {});
    CHECK(examinationsOf(place / "run").size() == 2);
    while (session->summary().steps < 16)
        session->step();
    REQUIRE(examinationsOf(place / "run").size() == 3); // by itself it goes on with the text
    CHECK(readExamination(examinationsOf(place / "run").back().file).text == later.text);

    std::filesystem::remove_all(place / "run" / "examinations");
    std::ofstream(place / "run" / "examinations") << "in the way";
    session->examine(ExaminedText{kText});
    int told = 0;
    while (!session->finished()) {
        const StepResult result = session->step();
        if (result.evaluation) {
            CHECK_THAT(result.notice, ContainsSubstring("could not be kept") && ContainsSubstring("examinations"));
            CHECK_FALSE(result.examination);
            ++told;
        }
    }
    CHECK(told == 1);
    CHECK(session->summary().status == RunStatus::Finished);
}

TEST_CASE("A run whose text was given up before its last evaluation goes on without it")
{
    const TemporaryDirectory place;
    {
        const auto session = libTorchEngine().startTraining(request(place / "run"), {}, {});
        session->examine(ExaminedText{kText});
        while (session->summary().steps < 7)
            session->step();
        session->examine({});
        while (session->summary().steps < 12)
            session->step();
        session->pause();
    }
    REQUIRE(examinationsOf(place / "run").size() == 1);
    CHECK(textExaminedAt(place / "run", 5) == ExaminedText{kText});
    CHECK_FALSE(textExaminedAt(place / "run", 10));
    runAll(*libTorchEngine().resumeTraining(resumption(place / "run"), {}, {}));
    CHECK(examinationsOf(place / "run").size() == 1);
}
