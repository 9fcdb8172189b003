#include "core/runs/events.h"

#include "core/runs/run_directory.h"

namespace attune::core {

using Json = nlohmann::ordered_json;

const char* statusName(RunStatus status)
{
    switch (status) {
    case RunStatus::Training:
        return "training";
    case RunStatus::Finished:
        return "finished";
    case RunStatus::Stopped:
        return "stopped";
    case RunStatus::Failed:
        return "failed";
    }
    return "unknown";
}

Json bestToJson(const EvaluationMetrics& best)
{
    if (best.samples == 0)
        return nullptr;
    return {{"step", best.step}, {"accuracy", best.accuracy}, {"macro_f1", best.macroF1}, {"loss", best.loss}};
}

std::string toText(const Json& json, int indent) { return json.dump(indent, ' ', false, Json::error_handler_t::replace); }

std::string toJsonLine(const StepMetrics& step)
{
    return toText({{"event", "step"},
                   {"step", step.step},
                   {"epoch", step.epoch},
                   {"loss", step.loss},
                   {"accuracy", step.accuracy},
                   {"learning_rate", step.learningRate},
                   {"gradient_norm", step.gradientNorm},
                   {"samples", step.samples},
                   {"tokens", step.tokens},
                   {"seconds", step.seconds},
                   {"samples_per_second", step.samplesPerSecond}});
}

std::string toJsonLine(const EvaluationMetrics& evaluation)
{
    return toText({{"event", "evaluation"},
                   {"step", evaluation.step},
                   {"epoch", evaluation.epoch},
                   {"loss", evaluation.loss},
                   {"accuracy", evaluation.accuracy},
                   {"macro_f1", evaluation.macroF1},
                   {"samples", evaluation.samples},
                   {"seconds", evaluation.seconds},
                   {"best", evaluation.best}});
}

std::string toJsonLine(const RunSummary& summary)
{
    return toText({{"event", "finished"},
                   {"status", statusName(summary.status)},
                   {"steps", summary.steps},
                   {"seconds", summary.seconds},
                   {"output", summary.directory.string()},
                   {"model", (summary.directory / "model").string()},
                   {"best", bestToJson(summary.best)}});
}

} // namespace attune::core
