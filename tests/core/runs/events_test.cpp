#include "core/runs/events.h"

#include "core/runs/run_directory.h"
#include "tests/support/catch.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

using namespace attune;
using nlohmann::json;

TEST_CASE("A step is one line of JSON under the names of metrics.jsonl")
{
    core::StepMetrics step;
    step.step = 12;
    step.epoch = 0.5;
    step.loss = 0.693;
    step.accuracy = 0.75;
    step.learningRate = 5e-5;
    step.gradientNorm = 1.5;
    step.samples = 32;
    step.tokens = 700;
    step.seconds = 2.25;
    step.samplesPerSecond = 170;
    step.tokensPerSecond = 3600;
    step.secondsLeft = 45.5;
    step.memory = 123456789;
    CHECK(core::toJsonLine(step)
          == R"({"event":"step","step":12,"epoch":0.5,"loss":0.693,"accuracy":0.75,"learning_rate":5e-05,"gradient_norm":1.5,)"
             R"("samples":32,"tokens":700,"seconds":2.25,"samples_per_second":170.0,)"
             R"("tokens_per_second":3600.0,"seconds_left":45.5,"memory_bytes":123456789})");
}

namespace {

core::EvaluationMetrics evaluationMetrics()
{
    core::EvaluationMetrics evaluation;
    evaluation.step = 20;
    evaluation.epoch = 1.0 / 3;
    evaluation.loss = 0.1 + 0.2;
    evaluation.accuracy = 0.875;
    evaluation.macroF1 = 0.75;
    evaluation.samples = 400;
    evaluation.seconds = 10.5;
    evaluation.best = true;
    evaluation.accuracyLow = 0.8389;
    evaluation.accuracyHigh = 0.9039;
    evaluation.weightedF1 = 5e-324;
    evaluation.matthews = -0.25;
    evaluation.averagePrecision = 2.0 / 3;
    evaluation.ece = 1.0 / 7;
    evaluation.majorityAccuracy = 0.5;
    evaluation.confusion = {200, 10, 40, 150};
    evaluation.perClass = {{0.5, 0.25, 1.0 / 3, 210, 0.125, 0.75}, {0, 0, 0, 190, std::nullopt, std::nullopt}};
    return evaluation;
}

} // namespace

TEST_CASE("An evaluation is one line of JSON")
{
    core::EvaluationMetrics evaluation = evaluationMetrics();
    evaluation.epoch = 1;
    evaluation.loss = 0.5;
    evaluation.weightedF1 = 0.75;
    evaluation.averagePrecision = 0.5;
    evaluation.ece = 0.0625;
    evaluation.perClass[0].f1 = 0.375;
    const std::string measured = R"({"event":"evaluation","step":20,"epoch":1.0,"seconds":10.5,"best":true,"samples":400,"accuracy":0.875,)"
                                 R"("accuracy_interval":[0.8389,0.9039],"macro_f1":0.75,"weighted_f1":0.75,"matthews":-0.25,"roc_auc":null,)"
                                 R"("average_precision":0.5,"ece":0.0625,"loss":0.5,"majority_accuracy":0.5,)";
    const auto classes = [](const std::string& first, const std::string& second) {
        return R"("confusion":[[200,10],[40,150]],"per_class":[{"label":)" + first
            + R"(,"precision":0.5,"recall":0.25,"f1":0.375,"support":210,"roc_auc":0.125,"average_precision":0.75},{"label":)" + second
            + R"(,"precision":0.0,"recall":0.0,"f1":0.0,"support":190,"roc_auc":null,"average_precision":null}]})";
    };
    CHECK(core::toJsonLine(evaluation) == measured + classes("0", "1"));
    const std::vector<std::string> labels = {"bad", "good"};
    CHECK(core::toJsonLine(evaluation, labels) == measured + R"("labels":["bad","good"],)" + classes("\"bad\"", "\"good\""));
}

TEST_CASE("An evaluation is read back with all digits")
{
    const core::EvaluationMetrics evaluation = evaluationMetrics();
    const std::vector<std::string> labels = {"bad", "good"};
    CHECK(core::evaluationFromJson(json::parse(core::toJsonLine(evaluation)), "a line") == evaluation);
    CHECK(core::evaluationFromJson(json::parse(core::toJsonLine(evaluation, labels)), "a line") == evaluation);

    core::EvaluationMetrics best = core::evaluationFromJson(json::parse(core::toText(core::bestToJson(evaluation, labels), 2)), "run.json");
    CHECK_FALSE(best.best); // where it stands says so
    best.best = true;
    CHECK(best == evaluation);
}

TEST_CASE("A step is read back with all digits")
{
    core::StepMetrics step;
    step.step = (std::int64_t{1} << 53) + 1;
    step.epoch = 1.0 / 3;
    step.loss = 0.1 + 0.2;
    step.accuracy = 2.0 / 3;
    step.learningRate = 5e-324;
    step.gradientNorm = 1.7976931348623157e308;
    step.samples = 32;
    step.tokens = 700;
    step.seconds = 1e-7;
    step.samplesPerSecond = 123456.789;
    step.tokensPerSecond = 1.0 / 7;
    step.secondsLeft = 45.1;
    step.memory = ~std::uint64_t{0};
    CHECK(core::stepFromJson(json::parse(core::toJsonLine(step)), "a line") == step);
}

TEST_CASE("What is absent keeps its default, and null is no number")
{
    const core::EvaluationMetrics few = core::evaluationFromJson(json::parse(R"({"step":3,"accuracy":0.5,"macro_f1":0.25,"loss":null})"), "a line");
    CHECK(few.step == 3);
    CHECK(few.accuracy == 0.5);
    CHECK(std::isnan(few.loss));
    CHECK_FALSE(few.rocAuc);
    CHECK(few.confusion.empty());
    CHECK(std::isnan(core::stepFromJson(json::parse(R"({"gradient_norm":null})"), "a line").gradientNorm));
}

TEST_CASE("An entry of another kind is named with the place where it stands")
{
    const std::pair<const char*, const char*> cases[] = {{R"({"accuracy":"high"})", "\"accuracy\" in run.json is \"high\""},
        {R"({"step":1.5})", "\"step\" in run.json is 1.5"},
        {R"({"best":1})", "\"best\" in run.json is 1"},
        {R"({"accuracy_interval":[1]})", "\"accuracy_interval\" in run.json"},
        {R"({"confusion":[[1,2],[3]]})", "\"confusion\" in run.json"},
        {R"({"confusion":[[1,"2"],[3,4]]})", "\"confusion\" in run.json is \"2\""},
        {R"({"per_class":[1]})", "\"per_class\" in run.json is 1"},
        {R"({"per_class":[{"f1":[]}]})", "\"f1\" in \"per_class\" in run.json is a list"}};
    for (const auto& [text, words] : cases) {
        INFO(text);
        CHECK_THROWS_WITH(core::evaluationFromJson(json::parse(text), "run.json"), ContainsSubstring(words));
    }
    CHECK_THROWS_WITH(core::stepFromJson(json::parse(R"({"memory_bytes":-1})"), "line 3"), ContainsSubstring("\"memory_bytes\" in line 3 is -1"));
    CHECK_THROWS_WITH(core::stepFromJson(json::parse("[1]"), "line 3"), ContainsSubstring("line 3 is a list"));
}

TEST_CASE("The end of a run is one line of JSON with its best evaluation")
{
    core::RunSummary summary;
    summary.directory = "out/run";
    summary.steps = 60;
    summary.seconds = 12.5;
    summary.best.step = 40;
    summary.best.accuracy = 0.875;
    summary.best.macroF1 = 0.75;
    summary.best.loss = 0.5;
    summary.best.samples = 400;
    for (const auto& [status, name] : {std::pair{core::RunStatus::Training, "training"}, {core::RunStatus::Finished, "finished"},
                                       {core::RunStatus::Stopped, "stopped"}, {core::RunStatus::Failed, "failed"}}) {
        summary.status = status;
        CHECK(core::toJsonLine(summary)
              == std::string(R"({"event":"finished","status":")") + name
                  + R"(","steps":60,"seconds":12.5,"output":"out/run","model":"out/run/model","stopped_early":false,)"
                    R"("best":{"step":40,"epoch":0.0,"seconds":0.0,"samples":400,"accuracy":0.875,"accuracy_interval":[0.0,0.0],"macro_f1":0.75,)"
                    R"("weighted_f1":0.0,"matthews":0.0,"roc_auc":null,"average_precision":null,"ece":0.0,"loss":0.5,"majority_accuracy":0.0,)"
                    R"("confusion":[],"per_class":[]},"test":null})");
    }
    summary.best = {};
    CHECK(json::parse(core::toJsonLine(summary))["best"].is_null());
}

TEST_CASE("Numbers that are none and bytes that are not UTF-8 leave the line JSON")
{
    core::StepMetrics step;
    step.loss = std::numeric_limits<double>::quiet_NaN();
    step.gradientNorm = std::numeric_limits<double>::infinity();
    const json line = json::parse(core::toJsonLine(step));
    CHECK(line["loss"].is_null());
    CHECK(line["gradient_norm"].is_null());

    core::RunSummary summary;
    summary.directory = "a\nb\xFF\"";
    CHECK(core::toJsonLine(summary).find('\n') == std::string::npos);
    CHECK(json::parse(core::toJsonLine(summary))["output"] == "a\nb\xEF\xBF\xBD\"");
}
