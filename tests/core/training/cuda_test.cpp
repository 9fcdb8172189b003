#include "tests/core/training/small_run.h"

#include "core/model/attention.h"
#include "core/training/engine.h"
#include "core/training/optimizer.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

#include <iostream>

using namespace attune;
using namespace attune::core;
using namespace attune::test;

// These need a graphics card, and say so where there is none.

namespace {

bool cudaIsHere(const char* what)
{
    if (torch::cuda::is_available())
        return true;
    std::cout << "skipped: " << what << ", there is no CUDA device here" << std::endl;
    return false;
}

TrainingRequest onCuda(const std::filesystem::path& output, const std::string& precision)
{
    TrainingRequest wanted = request(output);
    wanted.options.device = "cuda";
    wanted.options.precision = precision;
    wanted.options.fullDeterminism = true;
    return wanted;
}

} // namespace

TEST_CASE("On CUDA one kernel computes the attention of all sequences as the explicit way does, gradients and all")
{
    if (!cudaIsHere("packed attention"))
        return;
    const torch::Device device(torch::kCUDA, 0);
    std::vector<LengthGroup> groups{{0, 1, 1}, {1, 2, 3}, {7, 3, 17}, {58, 1, 64}, {122, 1, 300}};
    const torch::Tensor offsets = torch::tensor({0, 1, 4, 7, 24, 41, 58, 122, 422}, torch::kInt32).to(device);
    for (const std::int64_t headSize : {8, 16, 32, 64})
        for (const bool clsOnly : {false, true})
            for (const Precision precision : {Precision::Fp32, Precision::Bf16, Precision::Fp16}) {
                CAPTURE(headSize, clsOnly, int(precision));
                torch::Tensor results[2], gradients[2];
                for (const int packed : {0, 1}) {
                    const at::Generator generator = at::detail::createCPUGenerator(7);
                    const auto draw = [&](std::int64_t rows) {
                        return torch::randn({rows, 3 * headSize}, generator).to(device).set_requires_grad(true);
                    };
                    const torch::Tensor query = draw(clsOnly ? 8 : 422), key = draw(422), value = draw(422);
                    AttentionInput input{query, key, value, groups, 3, clsOnly, precision};
                    if (packed)
                        input.offsets = offsets;
                    const torch::Tensor context = packed ? attend(input, 0, nullptr, nullptr) : explicitAttention(input, 0, nullptr, nullptr);
                    context.square().sum().backward();
                    results[packed] = context.detach();
                    gradients[packed] = torch::cat({query.grad(), key.grad(), value.grad()});
                }
                const double tolerance = precision == Precision::Fp32 ? 2e-5 : precision == Precision::Fp16 ? 1e-2 : 5e-2;
                CHECK((results[0] - results[1]).abs().max().item<double>() < tolerance);
                CHECK((gradients[0] - gradients[1]).abs().max().item<double>() < tolerance * gradients[0].abs().max().item<double>());
            }
}

TEST_CASE("On CUDA a training learns in every precision, and the same seed gives the same bits")
{
    if (!cudaIsHere("training on CUDA"))
        return;
    for (const std::string precision : {"fp32", "bf16", "fp16"}) {
        CAPTURE(precision);
        const TemporaryDirectory place;
        const Outcome first = runAll(*libTorchEngine().startTraining(onCuda(place / "first", precision), {}, {}));
        const Outcome second = runAll(*libTorchEngine().startTraining(onCuda(place / "second", precision), {}, {}), true);
        CHECK(first.summary.best.accuracy > 0.9);
        CHECK(stepsOf(place / "first") == stepsOf(place / "second"));
        CHECK(weightsOf(place / "first") == weightsOf(place / "second"));
    }
}

TEST_CASE("On CUDA a run that was paused and resumed ends with the bits of one that was not")
{
    if (!cudaIsHere("resuming on CUDA"))
        return;
    for (const std::string precision : {"fp32", "bf16", "fp16"}) {
        CAPTURE(precision);
        const TemporaryDirectory place;
        runAll(*libTorchEngine().startTraining(onCuda(place / "whole", precision), {}, {}));
        {
            const auto session = libTorchEngine().startTraining(onCuda(place / "paused", precision), {}, {});
            for (int i = 0; i < 7; ++i)
                session->step();
            session->pause();
        }
        runAll(*libTorchEngine().resumeTraining(resumption(place / "paused"), {}, {}));
        CHECK(stepsOf(place / "whole") == stepsOf(place / "paused"));
        CHECK(weightsOf(place / "whole") == weightsOf(place / "paused"));
    }
}

TEST_CASE("On CUDA every optimizer steps as on the processor")
{
    if (!cudaIsHere("optimizers on CUDA"))
        return;
    for (const std::string optim : {"adamw_torch", "adam", "sgd"}) {
        CAPTURE(optim);
        TrainingOptions options;
        options.optim = optim;
        options.weightDecay = 0.1;
        torch::Tensor results[2];
        for (const int cuda : {0, 1}) {
            const at::Generator generator = at::detail::createCPUGenerator(3);
            const auto draw = [&] { return torch::randn({37, 5}, generator); };
            torch::Tensor weight = draw();
            weight = (cuda ? weight.to(torch::kCUDA) : weight).set_requires_grad(true);
            torch::OrderedDict<std::string, torch::Tensor> parameters;
            parameters.insert("classifier.weight", weight);
            Optimizer optimizer(parameters, options, 1);
            for (int step = 0; step < 5; ++step) {
                weight.mutable_grad() = draw().to(weight.device());
                CHECK(optimizer.gradientNorm() > 0);
                optimizer.step(1e-2, 0.5);
            }
            results[cuda] = weight.detach().cpu();
        }
        CHECK((results[0] - results[1]).abs().max().item<double>() < 2e-6);
    }
}
