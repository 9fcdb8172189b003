#include "core/runs/run_directory.h"
#include "tests/support/catch.h"

#include <nlohmann/json.hpp>

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
    CHECK(core::toJsonLine(step)
          == R"({"event":"step","step":12,"epoch":0.5,"loss":0.693,"accuracy":0.75,"learning_rate":5e-05,"gradient_norm":1.5,)"
             R"("samples":32,"tokens":700,"seconds":2.25,"samples_per_second":170.0})");
}

TEST_CASE("An evaluation is one line of JSON")
{
    core::EvaluationMetrics evaluation;
    evaluation.step = 20;
    evaluation.epoch = 1;
    evaluation.loss = 0.5;
    evaluation.accuracy = 0.875;
    evaluation.macroF1 = 0.75;
    evaluation.samples = 400;
    evaluation.seconds = 10.5;
    evaluation.best = true;
    CHECK(core::toJsonLine(evaluation)
          == R"({"event":"evaluation","step":20,"epoch":1.0,"loss":0.5,"accuracy":0.875,"macro_f1":0.75,"samples":400,"seconds":10.5,"best":true})");
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
                  + R"(","steps":60,"seconds":12.5,"output":"out/run","model":"out/run/model",)"
                    R"("best":{"step":40,"accuracy":0.875,"macro_f1":0.75,"loss":0.5}})");
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
