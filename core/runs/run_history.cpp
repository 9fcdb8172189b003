#include "core/runs/run_history.h"

#include "core/error.h"
#include "core/runs/events.h"

#include <algorithm>
#include <fstream>

namespace attune::core {

namespace {

using nlohmann::json;

/// A null or damaged event is passed over: a chart with a gap is better than none.
void take(const json& event, const std::string& name, RunHistory& history)
{
    const std::string kind = event.value("event", std::string());
    if (kind == "step")
        history.steps.push_back(stepFromJson(event, name));
    else if (kind == "evaluation")
        history.evaluations.push_back(evaluationFromJson(event, name));
    else if (kind == "paused" && event.contains("steps"))
        history.pauses.push_back(event.at("steps").get<std::int64_t>());
    else if (kind == "resumed" && event.contains("step"))
        history.pauses.push_back(event.at("step").get<std::int64_t>());
}

void takeLine(const std::string& line, const std::string& name, RunHistory& history)
{
    const json event = json::parse(line, nullptr, false);
    if (!event.is_object())
        return;
    try {
        take(event, name, history);
    } catch (const json::exception&) {
    } catch (const Error&) {
    }
}

} // namespace

RunHistory readRunHistory(const std::filesystem::path& run, std::stop_token stop)
{
    const std::filesystem::path file = run / "metrics.jsonl";
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw Error("The curves of " + run.string() + " cannot be read: it has no metrics.jsonl.", "Choose another run.");
    RunHistory history;
    for (std::string line; std::getline(in, line);) {
        if (stop.stop_requested())
            throw Error("Reading the run was stopped.");
        takeLine(line, file.string(), history);
    }
    // A run that was paused is resumed at the same step; two marks would stand on one another.
    std::sort(history.pauses.begin(), history.pauses.end());
    history.pauses.erase(std::unique(history.pauses.begin(), history.pauses.end()), history.pauses.end());
    return history;
}

std::vector<EvaluationMetrics> readEvaluations(const std::filesystem::path& run)
{
    const std::filesystem::path file = run / "metrics.jsonl";
    std::ifstream in(file, std::ios::binary);
    RunHistory history;
    for (std::string line; std::getline(in, line);)
        if (line.starts_with("{\"event\":\"evaluation\""))
            takeLine(line, file.string(), history);
    return history.evaluations;
}

} // namespace attune::core
