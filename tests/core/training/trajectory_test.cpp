#include "tests/core/model/golden.h"

#include "core/checkpoint/stored_tensor.h"
#include "core/checkpoint/stored_weights.h"

#include "core/model/weights.h"
#include "core/training/trainer.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"

#include <iostream>
#include <numeric>

using namespace attune;
using namespace attune::core;
using namespace attune::test;

namespace {

// What tests/data/README.md and the reference pack's README give: float64 runs differ by at most 3e-7 and 2e-6.
constexpr double kLossTolerance = 2e-6;
constexpr double kNormTolerance = 2e-5; // relative
constexpr double kLogitsTolerance = 3e-5;
constexpr double kWeightTolerance = 2e-4;

/// A training that HuggingFace's classes ran, batch by batch.
struct Trajectory {
    std::string name;
    TrainingOptions options;
    std::vector<double> classWeights;
    std::int64_t warmupSteps = 0, steps = 0, accumulation = 1;
    std::shared_ptr<BertForSequenceClassification> model; ///< with the initial weights

    struct Batch {
        torch::Tensor ids, mask, types, labels;
    };
    std::vector<Batch> batches; ///< `accumulation` of them a step
    Batch probe;

    struct Row {
        double loss, gradientNorm, learningRate;
    };
    std::vector<Row> rows;
    std::map<std::int64_t, torch::Tensor> probeLogits;   ///< after so many steps
    std::map<std::string, torch::Tensor> finalWeights;
};

/// A network with the weights of a directory, which needs no vocabulary.
std::shared_ptr<BertForSequenceClassification> modelIn(const std::filesystem::path& directory)
{
    const auto model = randomModel(ModelConfig::readFile(directory / "config.json"), 0);
    const StoredWeights weights = StoredWeights::open(directory);
    torch::NoGradGuard noGrad;
    std::size_t filled = 0;
    for (const StoredTensor& stored : weights.tensors())
        if (torch::Tensor* parameter = model->named_parameters().find(stored.name)) {
            widen(stored, {parameter->data_ptr<float>(), static_cast<std::size_t>(parameter->numel())});
            ++filled;
        }
    REQUIRE(filled == model->parameters().size());
    return model;
}

void takeFinalWeights(Trajectory& trajectory, const std::map<std::string, torch::Tensor>& tensors)
{
    for (const auto& [name, tensor] : tensors)
        // The key's bias has no gradient but rounding noise, which AdamW makes steps of.
        if (name.starts_with("final.") && !name.ends_with(".key.bias"))
            trajectory.finalWeights[name.substr(6)] = tensor;
}

/// tests/data: options under HuggingFace's names, a batch a tensor.
Trajectory ownTrajectory(const std::filesystem::path& directory)
{
    const auto json = readJson(directory / "trajectory.json");
    const auto tensors = readTensors(directory / "trajectory.safetensors");
    Trajectory t;
    t.name = directory.filename().string();
    t.model = modelIn(directory);
    for (const char* name : {"learning_rate", "adam_beta1", "adam_beta2", "adam_epsilon", "weight_decay", "max_grad_norm", "lr_scheduler_type",
                             "label_smoothing_factor"})
        t.options = withJson(t.options, {{name, json.at(name)}}, t.name);
    t.warmupSteps = json.at("warmup_steps");
    t.steps = json.at("steps");
    t.accumulation = json.at("gradient_accumulation_steps");
    if (json.at("class_weights").is_array())
        t.classWeights = json.at("class_weights").get<std::vector<double>>();
    if (json.at("frozen").is_string()) { // "embeddings + first 1 layers"
        const std::string frozen = json.at("frozen");
        t.options.freezeEmbeddings = frozen.find("embeddings") != std::string::npos;
        t.options.freezeLayers = std::stoll(frozen.substr(frozen.find("first ") + 6));
    }
    for (std::int64_t step = 0; step < t.steps; ++step) {
        for (std::int64_t micro = 0; micro < t.accumulation; ++micro) {
            const std::string prefix = "step" + std::to_string(step) + "_micro" + std::to_string(micro) + "_";
            t.batches.push_back({tensors.at(prefix + "ids"), tensors.at(prefix + "mask"), {}, tensors.at(prefix + "labels")});
        }
        const auto& row = json.at("rows").at(static_cast<std::size_t>(step));
        t.rows.push_back({row.at("loss"), row.at("grad_norm"), row.at("learning_rate")});
        if (const auto probe = tensors.find("probe_logits_after_" + std::to_string(step + 1)); probe != tensors.end())
            t.probeLogits[step + 1] = probe->second;
    }
    t.probe = {tensors.at("probe_ids"), tensors.at("probe_mask"), {}, {}};
    takeFinalWeights(t, tensors);
    return t;
}

/// The reference pack: settings of its own names, all batches in one tensor.
Trajectory packTrajectory(const std::filesystem::path& file)
{
    const auto json = readJson(file);
    const auto& settings = json.at("settings");
    const auto batches = readTensors(file.parent_path() / json.at("batches").get<std::string>());
    const auto expected = readTensors(file.parent_path() / json.at("expected").get<std::string>());
    Trajectory t;
    t.name = file.stem().string();
    t.model = modelIn(file.parent_path() / settings.at("initial_checkpoint").get<std::string>());
    t.options.learningRate = settings.at("lr");
    t.options.adamBeta1 = settings.at("betas")[0];
    t.options.adamBeta2 = settings.at("betas")[1];
    t.options.adamEpsilon = settings.at("eps");
    t.options.weightDecay = settings.at("weight_decay");
    t.options.maxGradNorm = settings.at("max_grad_norm");
    t.options.lrSchedulerType = settings.at("schedule");
    t.options.labelSmoothingFactor = settings.at("label_smoothing");
    t.warmupSteps = settings.at("warmup_steps");
    t.steps = settings.at("steps");
    t.accumulation = settings.at("gradient_accumulation");
    if (settings.at("class_weights").is_array())
        t.classWeights = settings.at("class_weights").get<std::vector<double>>();
    for (const std::string prefix : settings.at("frozen"))
        prefix == "bert.embeddings." ? void(t.options.freezeEmbeddings = true) : void(++t.options.freezeLayers);
    for (std::int64_t i = 0; i < t.steps * t.accumulation; ++i)
        t.batches.push_back({batches.at("input_ids")[i], batches.at("attention_mask")[i], batches.at("token_type_ids")[i], batches.at("labels")[i]});
    t.probe = {batches.at("probe.input_ids"), batches.at("probe.attention_mask"), batches.at("probe.token_type_ids"), {}};
    for (const auto& row : json.at("steps"))
        t.rows.push_back({row.at("loss"), row.at("grad_norm_before_clip"), row.at("lr")});
    for (const std::int64_t step : settings.at("probe_steps"))
        t.probeLogits[step] = expected.at("probe_logits.step_" + std::to_string(step));
    takeFinalWeights(t, expected);
    return t;
}

torch::Tensor logitsOf(const BertForSequenceClassification& model, const Trajectory::Batch& probe)
{
    torch::NoGradGuard noGrad;
    const UnpaddedTexts texts = unpad(probe.ids, probe.mask, probe.types);
    const PackedBatch batch = pack(texts.packed());
    ForwardOptions options;
    options.clsOnly = true;
    const torch::Tensor logits = model.forward(PackedTensors(batch, model.device()), options).logits.cpu();
    return torch::zeros_like(logits).index_copy(0, torch::tensor(batch.rows), logits);
}

std::vector<std::int64_t> labelsOf(const torch::Tensor& labels)
{
    const torch::Tensor flat = labels.contiguous();
    return {flat.data_ptr<std::int64_t>(), flat.data_ptr<std::int64_t>() + flat.numel()};
}

/// Runs it again on `device` and compares every step.
void replay(Trajectory t, torch::Device device)
{
    CAPTURE(t.name, device.str());
    t.model->to(device);
    t.options.dropout = 0;
    prepareForTraining(*t.model, t.options);
    const Objective objective{t.options.labelSmoothingFactor, t.classWeights};
    Trainer trainer(t.model, t.options, Schedule{t.options.lrSchedulerType, t.options.learningRate, t.warmupSteps, t.steps}, objective, Precision::Fp32);

    double lossDifference = 0, normDifference = 0, rateDifference = 0, logitsDifference = 0, weightDifference = 0;
    for (std::int64_t step = 0; step < t.steps; ++step) {
        double loss = 0;
        for (std::int64_t micro = 0; micro < t.accumulation; ++micro) {
            const Trajectory::Batch& batch = t.batches[static_cast<std::size_t>(step * t.accumulation + micro)];
            const UnpaddedTexts texts = unpad(batch.ids, batch.mask, batch.types);
            const std::vector<std::int64_t> labels = labelsOf(batch.labels);
            std::vector<std::int64_t> all(labels.size());
            std::iota(all.begin(), all.end(), std::int64_t{0});
            const double share = 1 / (objective.weightOf(all, labels) * static_cast<double>(t.accumulation));
            loss += trainer.accumulate(pack(texts.packed()), labels, share).lossSum * share;
        }
        const Trainer::StepResult done = trainer.step();
        trainer.settle();
        const Trajectory::Row& row = t.rows[static_cast<std::size_t>(step)];
        lossDifference = std::max(lossDifference, std::abs(loss - row.loss));
        normDifference = std::max(normDifference, std::abs(done.gradientNorm - row.gradientNorm) / row.gradientNorm);
        rateDifference = std::max(rateDifference, std::abs(done.learningRate - row.learningRate));
        if (const auto probe = t.probeLogits.find(step + 1); probe != t.probeLogits.end())
            logitsDifference = std::max(logitsDifference, (logitsOf(*t.model, t.probe) - probe->second).abs().max().item<double>());
    }
    const auto parameters = t.model->named_parameters();
    for (const auto& [name, expected] : t.finalWeights)
        weightDifference = std::max(weightDifference, (parameters[name].cpu() - expected).abs().max().item<double>());

    std::cout << "training " << t.name << " on " << device.str() << ": compared " << t.rows.size() << " steps, " << t.probeLogits.size() << " probes, " << t.finalWeights.size()
              << " weights; largest difference: loss " << lossDifference << ", gradient norm (relative) " << normDifference << ", learning rate "
              << rateDifference << ", logits " << logitsDifference << ", final weights " << weightDifference << std::endl;
    CHECK(lossDifference < kLossTolerance);
    CHECK(normDifference < kNormTolerance);
    CHECK(rateDifference < 1e-12);
    CHECK(logitsDifference < kLogitsTolerance);
    CHECK(weightDifference < kWeightTolerance);
    REQUIRE(t.rows.size() == static_cast<std::size_t>(t.steps));
    REQUIRE(t.steps > 0);
    REQUIRE_FALSE(t.probeLogits.empty());
    REQUIRE_FALSE(t.finalWeights.empty());
}

} // namespace

TEST_CASE("Training reproduces HuggingFace's trajectories on our own checkpoints: loss, gradient norm, learning rate, logits and final weights")
{
    int trajectories = 0;
    for (const auto& entry : std::filesystem::directory_iterator(dataDirectory()))
        if (std::filesystem::exists(entry.path() / "trajectory.json")) {
            for (const torch::Device device : devices())
                replay(ownTrajectory(entry.path()), device);
            ++trajectories;
        }
    REQUIRE(trajectories > 0);
}

TEST_CASE("Training reproduces HuggingFace's trajectories of the reference pack")
{
    const auto pack = referencePack("training trajectories");
    if (!pack)
        return;
    int trajectories = 0;
    for (const auto& entry : std::filesystem::directory_iterator(*pack / "training"))
        if (entry.path().extension() == ".json") {
            for (const torch::Device device : devices())
                replay(packTrajectory(entry.path()), device);
            ++trajectories;
        }
    REQUIRE(trajectories > 0);
}

TEST_CASE("A step cut into micro-batches has the gradient of the whole batch")
{
    const auto directory = dataDirectory() / "training-plain";
    const auto tensors = readTensors(directory / "trajectory.safetensors");
    const UnpaddedTexts texts = unpad(tensors.at("step0_micro0_ids"), tensors.at("step0_micro0_mask"), {});
    const torch::Tensor labelTensor = tensors.at("step0_micro0_labels");
    const std::vector<std::int64_t> labels(labelTensor.data_ptr<std::int64_t>(), labelTensor.data_ptr<std::int64_t>() + labelTensor.numel());

    double norms[2];
    double losses[2] = {0, 0};
    for (const int cut : {0, 1}) {
        const auto model = loadModel(Checkpoint::open(directory), {}, 0);
        Trainer trainer(model, {}, Schedule{"linear", 1e-3, 0, 10}, {}, Precision::Fp32);
        std::vector<PackedText> all = texts.packed();
        const auto middle = all.begin() + (cut ? 3 : 0);
        if (cut)
            losses[cut] += trainer.accumulate(pack({all.begin(), middle}), labels, 1.0 / 8).lossSum;
        losses[cut] += trainer.accumulate(pack({middle, all.end()}), labels, 1.0 / 8).lossSum;
        norms[cut] = trainer.step().gradientNorm;
    }
    CHECK(losses[1] == Approx(losses[0]).epsilon(1e-6));
    CHECK(norms[1] == Approx(norms[0]).epsilon(1e-5));
}
