#include "core/training/adamw.h"
#include "core/training/evaluation.h"
#include "core/training/sampler.h"
#include "core/training/schedule.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <numeric>
#include <set>

using namespace attune::core;

TEST_CASE("The learning rate rises linearly from 0, reaches its peak after the warm-up and falls to 0")
{
    const LinearSchedule schedule{1e-3, 4, 12};
    CHECK(schedule.at(0) == 0);
    CHECK(schedule.at(2) == Approx(5e-4));
    CHECK(schedule.at(4) == Approx(1e-3));
    CHECK(schedule.at(8) == Approx(5e-4));
    CHECK(schedule.at(12) == 0);
    CHECK(LinearSchedule{1e-3, 0, 2}.at(0) == Approx(1e-3));
}

TEST_CASE("AdamW's step equals LibTorch's on every parameter, with decay only where it belongs")
{
    torch::manual_seed(3);
    const torch::Tensor start = torch::randn({70, 1000});
    for (const std::string name : {"dense.weight", "dense.bias", "output.LayerNorm.weight"}) {
        const bool decays = name == "dense.weight";
        torch::Tensor ours = start.clone().set_requires_grad(true), theirs = start.clone().set_requires_grad(true);
        torch::OrderedDict<std::string, torch::Tensor> parameters;
        parameters.insert(name, ours);
        AdamW optimizer(parameters, {});
        torch::optim::AdamW reference({theirs}, torch::optim::AdamWOptions(1e-2).weight_decay(decays ? 0.01 : 0));
        for (int step = 0; step < 20; ++step) {
            const torch::Tensor gradient = torch::randn_like(start);
            ours.mutable_grad() = gradient.clone();
            theirs.mutable_grad() = gradient.clone();
            CHECK(optimizer.gradientNorm() == Approx(gradient.norm().item<double>()).epsilon(1e-5));
            optimizer.step(1e-2, 1);
            reference.step();
        }
        CAPTURE(name);
        CHECK((ours - theirs).abs().max().item<double>() < 2e-6);
    }
}

TEST_CASE("An epoch visits every text once, and another epoch in another order")
{
    std::vector<std::int64_t> lengths(1003);
    for (std::size_t i = 0; i < lengths.size(); ++i)
        lengths[i] = static_cast<std::int64_t>(3 + i * 7 % 50);
    const auto first = epochBatches(lengths, 16, 42, 0);
    CHECK(first.size() == 63);
    std::set<std::int64_t> seen;
    for (const auto& batch : first) {
        CHECK(batch.size() <= 16);
        seen.insert(batch.begin(), batch.end());
    }
    CHECK(seen.size() == 1003);
    CHECK(epochBatches(lengths, 16, 42, 0) == first);
    CHECK(epochBatches(lengths, 16, 42, 1) != first);
    CHECK(epochBatches(lengths, 16, 43, 0) != first);
}

TEST_CASE("Texts of like length share a batch")
{
    std::vector<std::int64_t> lengths(2048);
    for (std::size_t i = 0; i < lengths.size(); ++i)
        lengths[i] = static_cast<std::int64_t>(3 + i * 37 % 60);
    double spread = 0;
    const auto batches = epochBatches(lengths, 32, 1, 0);
    for (const auto& batch : batches) {
        const auto [low, high] = std::minmax_element(batch.begin(), batch.end(), [&](auto a, auto b) {
            return lengths[static_cast<std::size_t>(a)] < lengths[static_cast<std::size_t>(b)];
        });
        spread += static_cast<double>(lengths[static_cast<std::size_t>(*high)] - lengths[static_cast<std::size_t>(*low)]);
    }
    CHECK(spread / static_cast<double>(batches.size()) < 6);
}

TEST_CASE("Micro-batches hold at most so many tokens, and a longer text stands alone")
{
    const std::vector<std::int64_t> lengths{5, 40, 8, 200, 6, 30};
    const auto parts = microBatches({0, 1, 2, 3, 4, 5}, lengths, 50);
    CHECK(parts == std::vector<std::vector<std::int64_t>>{{0, 4, 2, 5}, {1}, {3}});
}

TEST_CASE("Accuracy and macro-F1 agree with a worked example of scikit-learn")
{
    // sklearn: y_true = [0,1,2,0,1,2], y_pred = [0,2,1,0,0,1]: accuracy 1/3, f1_score(average="macro") 0.26666...
    EvaluationCounts counts(3);
    const int labels[] = {0, 1, 2, 0, 1, 2}, predicted[] = {0, 2, 1, 0, 0, 1};
    for (int i = 0; i < 6; ++i)
        counts.add(labels[i], predicted[i], 0.5 * i);
    CHECK(counts.samples() == 6);
    CHECK(counts.accuracy() == Approx(1.0 / 3));
    CHECK(counts.macroF1() == Approx(4.0 / 15));
    CHECK(counts.meanLoss() == Approx(1.25));
}
