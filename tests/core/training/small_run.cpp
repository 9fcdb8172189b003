#include "tests/core/training/small_run.h"

#include "tests/support/reference.h"

#include <nlohmann/json.hpp>

#include <cstring>
#include <sstream>

using namespace attune::core;

namespace attune::test {

DataSplit smallData()
{
    DataSplit split;
    for (Dataset* side : {&split.train, &split.validation}) {
        side->labels = {"negative", "positive"};
        const int rows = side == &split.train ? 96 : 32;
        for (int i = 0; i < rows; ++i) {
            std::string text = i % 2 ? "the film was wonderful" : "the film was bad";
            for (int more = 0; more < i % 5; ++more)
                text += ", it was";
            side->examples.push_back({text, i % 2, static_cast<std::size_t>(i + 1)});
        }
    }
    return split;
}

TrainingRequest request(const std::filesystem::path& output)
{
    TrainingRequest request;
    request.checkpoint = dataDirectory() / "classifier-safetensors";
    request.output = output;
    request.data = smallData();
    request.options.learningRate = 3e-3;
    request.options.batchSize = 16;
    request.options.maxSteps = 20;
    request.options.evalSteps = 5;
    request.options.maxSeqLength = 32;
    request.options.device = "cpu";
    return request;
}

Outcome runAll(TrainingSession& session, bool predictMeanwhile)
{
    Outcome outcome;
    while (!session.finished()) {
        const StepResult result = session.step();
        if (result.step)
            outcome.steps.push_back(*result.step);
        if (result.evaluation)
            outcome.evaluations.push_back(*result.evaluation);
        if (predictMeanwhile)
            session.predict({"it could not be better"}, {0, true});
    }
    outcome.summary = session.summary();
    return outcome;
}

ResumeRequest resumption(const std::filesystem::path& run)
{
    ResumeRequest again;
    again.run = run;
    again.data = smallData();
    if (std::filesystem::exists(run / "run.json"))
        again.options = readRun(run).options;
    return again;
}

std::vector<std::string> stepsOf(const std::filesystem::path& run)
{
    std::vector<std::string> steps;
    std::istringstream lines(readFile(run / "metrics.jsonl"));
    for (std::string line; std::getline(lines, line);) {
        nlohmann::json event = nlohmann::json::parse(line);
        if (event.at("event") != "step" && event.at("event") != "evaluation")
            continue;
        for (const char* clock : {"seconds", "samples_per_second", "tokens_per_second", "seconds_left", "memory_bytes"})
            event.erase(clock);
        steps.push_back(event.dump());
    }
    return steps;
}

std::string tensorBytes(const std::string& file)
{
    std::uint64_t header = 0;
    std::memcpy(&header, file.data(), sizeof header);
    return file.substr(8 + header);
}

std::string weightsOf(const std::filesystem::path& run) { return readFile(run / "model" / "model.safetensors"); }

} // namespace attune::test
