#pragma once

#include "core/engine/engine.h"

namespace attune::test {

/// Texts over the goldens' own vocabulary that can be told apart by their words.
core::DataSplit smallData();

/// Twenty steps over smallData() on the processor, an evaluation every five.
core::TrainingRequest request(const std::filesystem::path& output);

/// Goes on with a run of request() as it was begun.
core::ResumeRequest resumption(const std::filesystem::path& run);

struct Outcome {
    std::vector<core::StepMetrics> steps;
    std::vector<core::EvaluationMetrics> evaluations;
    core::RunSummary summary;
};
Outcome runAll(core::TrainingSession& session, bool predictMeanwhile = false);

/// What the steps of a run computed, by metrics.jsonl, without what a clock says.
std::vector<std::string> stepsOf(const std::filesystem::path& run);

/// Of a safetensors file: all behind the header, which holds times.
std::string tensorBytes(const std::string& file);

std::string weightsOf(const std::filesystem::path& run);

} // namespace attune::test
