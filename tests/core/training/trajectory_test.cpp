#include "tests/core/model/golden.h"

#include "core/model/weights.h"
#include "core/training/trainer.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"

#include <iostream>

using namespace attune;
using namespace attune::core;
using namespace attune::test;

namespace {

// What tests/data/README.md gives: a float64 run differs by at most 3e-7 and 2e-6.
constexpr double kLossTolerance = 2e-6;
constexpr double kNormTolerance = 5e-5; // relative
constexpr double kLogitsTolerance = 3e-5;
constexpr double kWeightTolerance = 2e-4;

torch::Tensor probeLogits(const BertForSequenceClassification& model, const std::map<std::string, torch::Tensor>& tensors)
{
    torch::NoGradGuard noGrad;
    const UnpaddedTexts texts = unpad(tensors.at("probe_ids"), tensors.at("probe_mask"), {});
    const PackedBatch batch = pack(texts.packed());
    ForwardOptions options;
    options.clsOnly = true;
    const torch::Tensor logits = model.forward(PackedTensors(batch, torch::kCPU), options).logits;
    return torch::zeros_like(logits).index_copy(0, torch::tensor(batch.rows), logits);
}

} // namespace

TEST_CASE("Training reproduces HuggingFace's trajectory: loss, gradient norm, learning rate, logits and final weights")
{
    const auto directory = dataDirectory() / "training-plain";
    const auto trajectory = readJson(directory / "trajectory.json");
    const auto tensors = readTensors(directory / "trajectory.safetensors");

    TrainingOptions options;
    options.learningRate = trajectory.at("learning_rate");
    options.weightDecay = trajectory.at("weight_decay");
    options.maxGradNorm = trajectory.at("max_grad_norm");
    options.adamBeta1 = trajectory.at("adam_beta1");
    options.adamBeta2 = trajectory.at("adam_beta2");
    options.adamEpsilon = trajectory.at("adam_epsilon");
    const auto model = loadModel(Checkpoint::open(directory), {}, 0);
    Trainer trainer(model, options, LinearSchedule{options.learningRate, trajectory.at("warmup_steps"), trajectory.at("steps")});

    double lossDifference = 0, normDifference = 0, logitsDifference = 0;
    int steps = 0, probes = 0;
    for (const auto& row : trajectory.at("rows")) {
        const std::string prefix = "step" + std::to_string(steps) + "_micro0_";
        const UnpaddedTexts texts = unpad(tensors.at(prefix + "ids"), tensors.at(prefix + "mask"), {});
        const torch::Tensor labelTensor = tensors.at(prefix + "labels");
        const std::vector<std::int64_t> labels(labelTensor.data_ptr<std::int64_t>(), labelTensor.data_ptr<std::int64_t>() + labelTensor.numel());
        const auto count = static_cast<std::int64_t>(labels.size());
        const double loss = trainer.accumulate(pack(texts.packed()), labels, count).lossSum / static_cast<double>(count);
        const Trainer::StepResult done = trainer.step();
        ++steps;
        lossDifference = std::max(lossDifference, std::abs(loss - row.at("loss").get<double>()));
        const double norm = row.at("grad_norm");
        normDifference = std::max(normDifference, std::abs(done.gradientNorm - norm) / norm);
        CHECK(done.learningRate == Approx(row.at("learning_rate").get<double>()).margin(1e-12));
        if (const auto probe = tensors.find("probe_logits_after_" + std::to_string(steps)); probe != tensors.end()) {
            logitsDifference = std::max(logitsDifference, (probeLogits(*model, tensors) - probe->second).abs().max().item<double>());
            ++probes;
        }
    }

    double weightDifference = 0;
    int weights = 0;
    for (const auto& [name, expected] : tensors) {
        if (!name.starts_with("final."))
            continue;
        weightDifference = std::max(weightDifference, (model->named_parameters()[name.substr(6)] - expected).abs().max().item<double>());
        ++weights;
    }
    std::cout << "training-plain: compared " << steps << " steps, " << probes << " probes, " << weights
              << " weights; largest difference: loss " << lossDifference << ", gradient norm (relative) " << normDifference << ", logits "
              << logitsDifference << ", final weights " << weightDifference << std::endl;
    CHECK(lossDifference < kLossTolerance);
    CHECK(normDifference < kNormTolerance);
    CHECK(logitsDifference < kLogitsTolerance);
    CHECK(weightDifference < kWeightTolerance);
    REQUIRE(steps == 60);
    REQUIRE(probes == 3);
    REQUIRE(weights == 4);
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
        Trainer trainer(model, {}, LinearSchedule{1e-3, 0, 10});
        std::vector<PackedText> all = texts.packed();
        const auto middle = all.begin() + (cut ? 3 : 0);
        if (cut)
            losses[cut] += trainer.accumulate(pack({all.begin(), middle}), labels, 8).lossSum;
        losses[cut] += trainer.accumulate(pack({middle, all.end()}), labels, 8).lossSum;
        norms[cut] = trainer.step().gradientNorm;
    }
    CHECK(losses[1] == Approx(losses[0]).epsilon(1e-6));
    CHECK(norms[1] == Approx(norms[0]).epsilon(1e-5));
}
