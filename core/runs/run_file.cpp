#include "core/runs/run_file.h"

#include "core/checkpoint/stored_weights.h"
#include "core/error.h"
#include "core/runs/events.h"
#include "core/runs/fingerprint.h"

#include <ctime>

namespace attune::core {

namespace fs = std::filesystem;

using Json = nlohmann::ordered_json;

namespace {

template<typename T>
Json orNull(const std::optional<T>& value)
{
    return value ? Json(*value) : Json(nullptr);
}

Json orNull(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

std::string wholePath(const fs::path& path)
{
    std::error_code fault;
    const fs::path whole = fs::absolute(path, fault);
    return (fault ? path : whole.lexically_normal()).string();
}

Json describeFile(const fs::path& file)
{
    const auto found = fingerprint(file);
    return {{"path", wholePath(file)},
            {"size", found ? Json(found->size) : Json(nullptr)},
            {"fingerprint", found ? Json(found->hash) : Json(nullptr)}};
}

Json describeCheckpoint(const fs::path& directory)
{
    std::vector<fs::path> candidates;
    for (const char* name : {"config.json", "vocab.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json"})
        candidates.push_back(directory / name);
    try {
        const std::vector<fs::path> weights = StoredWeights::open(directory).files();
        candidates.insert(candidates.end(), weights.begin(), weights.end());
    } catch (const Error&) {
        // A run that a broken checkpoint ends is recorded, too.
    }
    Json files = Json::object();
    for (const fs::path& file : candidates)
        if (const auto found = fingerprint(file))
            files[file.filename().string()] = {{"size", found->size}, {"fingerprint", found->hash}};
    return {{"path", wholePath(directory)}, {"files", files}};
}

Json optionsToJson(const TrainingOptions& options)
{
    return {{"learning_rate", options.learningRate},
            {"num_train_epochs", options.numTrainEpochs},
            {"max_steps", orNull(options.maxSteps)},
            {"per_device_train_batch_size", options.batchSize},
            {"max_seq_length", options.maxSeqLength},
            {"warmup_ratio", options.warmupRatio},
            {"warmup_steps", orNull(options.warmupSteps)},
            {"weight_decay", options.weightDecay},
            {"adam_beta1", options.adamBeta1},
            {"adam_beta2", options.adamBeta2},
            {"adam_epsilon", options.adamEpsilon},
            {"max_grad_norm", options.maxGradNorm},
            {"eval_steps", orNull(options.evalSteps)},
            {"seed", options.seed},
            {"device", options.device}};
}

Json planToJson(const TrainingPlan& plan)
{
    return {{"total_steps", plan.totalSteps},
            {"steps_per_epoch", plan.stepsPerEpoch},
            {"eval_steps", plan.evalSteps},
            {"warmup_steps", plan.warmupSteps},
            {"train_examples", plan.trainExamples},
            {"validation_examples", plan.validationExamples},
            {"truncated_texts", plan.truncatedTexts},
            {"majority_accuracy", plan.majorityAccuracy},
            {"majority_label", plan.majorityLabel},
            {"best_metric", plan.bestMetric},
            {"device", plan.device},
            {"threads", plan.threads},
            {"labels", plan.labels},
            {"newly_initialised", plan.newlyInitialised}};
}

} // namespace

Json describe(const RunSources& sources)
{
    return {{"data", describeFile(sources.dataFile)},
            {"validation", sources.validationFile.empty() ? Json(nullptr) : describeFile(sources.validationFile)},
            {"split", sources.split},
            {"checkpoint", describeCheckpoint(sources.checkpoint)}};
}

std::string toJson(const RunFile& run)
{
    const Json json = {
        {"status", statusName(run.summary.status)},
        {"failure", orNull(run.failure)},
        {"started", run.started},
        {"ended", orNull(run.ended)},
        {"versions", {{"attune", ATTUNE_VERSION}, {"torch", orNull(run.plan.torchVersion)}}},
        {"seed", run.options.seed},
        {"options", optionsToJson(run.options)},
        {"sources", run.sources},
        {"plan", planToJson(run.plan)},
        {"summary", {{"steps", run.summary.steps}, {"seconds", run.summary.seconds}, {"best", bestToJson(run.summary.best, run.plan.labels)}}},
    };
    return toText(json, 2) + "\n";
}

std::string timestamp()
{
    const std::time_t now = std::time(nullptr);
    std::tm utc = {};
    gmtime_r(&now, &utc);
    char text[sizeof "2026-01-31T12:00:00Z"];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc)};
}

} // namespace attune::core
