#include "core/training/optimizer.h"
#include "core/training/sampler.h"
#include "core/runs/schedule.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>

using namespace attune::core;

TEST_CASE("The learning rate rises linearly from 0, reaches its peak after the warm-up and falls to 0")
{
    const Schedule schedule{"linear", 1e-3, 4, 12};
    CHECK(schedule.at(0) == 0);
    CHECK(schedule.at(2) == Approx(5e-4));
    CHECK(schedule.at(4) == Approx(1e-3));
    CHECK(schedule.at(8) == Approx(5e-4));
    CHECK(schedule.at(12) == 0);
    CHECK((Schedule{"linear", 1e-3, 0, 2}.at(0)) == Approx(1e-3));
}

TEST_CASE("Each schedule has the values of transformers' get_scheduler")
{
    // transformers 4.40: get_scheduler(name, optimizer(lr=1e-3), num_warmup_steps=4, num_training_steps=12), after 2, 6, 8 and 12 steps.
    const std::pair<const char*, std::array<double, 4>> expected[] = {
        {"linear", {5e-4, 7.5e-4, 5e-4, 0}},
        {"cosine", {5e-4, 8.535533905932737e-4, 5e-4, 0}},
        {"cosine_with_restarts", {5e-4, 8.535533905932737e-4, 5e-4, 0}},
        {"polynomial", {5e-4, 7.50025e-4, 5.0005e-4, 1e-7}},
        {"constant", {1e-3, 1e-3, 1e-3, 1e-3}},
        {"constant_with_warmup", {5e-4, 1e-3, 1e-3, 1e-3}}};
    for (const auto& [name, values] : expected) {
        CAPTURE(name);
        const Schedule schedule{name, 1e-3, 4, 12};
        CHECK(schedule.at(2) == Approx(values[0]));
        CHECK(schedule.at(6) == Approx(values[1]));
        CHECK(schedule.at(8) == Approx(values[2]));
        CHECK(schedule.at(12) == Approx(values[3]).margin(1e-15));
    }
}

namespace {

/// Twenty steps with equal gradients here and in LibTorch's own optimizer.
template <typename Reference, typename Options>
void compareSteps(const std::string& optim, const Options& decaying, const Options& plain)
{
    torch::manual_seed(3);
    const torch::Tensor start = torch::randn({70, 1000});
    for (const std::string name : {"dense.weight", "dense.bias", "output.LayerNorm.weight"}) {
        torch::Tensor ours = start.clone().set_requires_grad(true), theirs = start.clone().set_requires_grad(true);
        torch::OrderedDict<std::string, torch::Tensor> parameters;
        parameters.insert(name, ours);
        TrainingOptions options;
        options.optim = optim;
        Optimizer optimizer(parameters, options, 2);
        Reference reference({theirs}, name == "dense.weight" ? decaying : plain);
        for (int step = 0; step < 20; ++step) {
            const torch::Tensor gradient = torch::randn_like(start);
            ours.mutable_grad() = gradient.clone();
            theirs.mutable_grad() = gradient.clone();
            CHECK(optimizer.gradientNorm() == Approx(gradient.norm().template item<double>()).epsilon(1e-5));
            optimizer.step(1e-2, 1);
            reference.step();
        }
        CAPTURE(optim, name);
        CHECK((ours - theirs).abs().max().template item<double>() < 2e-6);
    }
}

} // namespace

TEST_CASE("Each optimizer's step equals LibTorch's on every parameter, with decay only where it belongs")
{
    compareSteps<torch::optim::AdamW>("adamw_torch", torch::optim::AdamWOptions(1e-2).weight_decay(0.01), torch::optim::AdamWOptions(1e-2).weight_decay(0));
    compareSteps<torch::optim::Adam>("adam", torch::optim::AdamOptions(1e-2).weight_decay(0.01), torch::optim::AdamOptions(1e-2));
    compareSteps<torch::optim::SGD>("sgd", torch::optim::SGDOptions(1e-2).momentum(0.9).weight_decay(0.01), torch::optim::SGDOptions(1e-2).momentum(0.9));
}

TEST_CASE("A step writes the bf16 copy of a weight in the same pass, to the bit as it would be made anew, and no copy that nobody asked for")
{
    torch::manual_seed(8);
    const torch::Tensor start = torch::randn({300, 70}); // more than one piece of the cache, and an odd end
    torch::Tensor weight = start.clone().set_requires_grad(true), alone = start.clone().set_requires_grad(true), unread = start.clone().set_requires_grad(true);
    torch::OrderedDict<std::string, torch::Tensor> parameters, without;
    parameters.insert("a.weight", weight);
    parameters.insert("b.weight", unread);
    without.insert("a.weight", alone);
    Bf16Weights copies;
    Optimizer optimizer(parameters, {}, 2, &copies), plain(without, {}, 2);
    const void* const where = copies.of(weight).data_ptr();
    for (int step = 0; step < 3; ++step) {
        const torch::Tensor gradient = torch::randn_like(start);
        for (torch::Tensor* parameter : {&weight, &unread, &alone})
            parameter->mutable_grad() = gradient.clone();
        optimizer.step(1e-2, 1);
        plain.step(1e-2, 1);
        CHECK(torch::equal(weight, alone));
        const torch::Tensor written = torch::from_blob(copies.place(weight), start.sizes(), torch::kBFloat16).clone(); // before of() could make it anew
        CHECK(torch::equal(written, weight.detach().to(torch::kBFloat16)));
        CHECK(torch::equal(copies.of(weight), written));
        CHECK(copies.of(weight).data_ptr() == where);
        CHECK(copies.place(unread) == nullptr);
    }
}

namespace {

/// A table of which each step has gradients for a few rows, some of them named twice, trained lazily as word embeddings and densely as any other.
void compareLazily(const std::string& optim, double weightDecay)
{
    constexpr std::int64_t kRows = 50, kColumns = 70;
    torch::manual_seed(5);
    const torch::Tensor start = torch::randn({kRows, kColumns});
    torch::Tensor lazy = start.clone().set_requires_grad(true), dense = start.clone().set_requires_grad(true);
    torch::OrderedDict<std::string, torch::Tensor> lazyParameters, denseParameters;
    lazyParameters.insert("bert.embeddings.word_embeddings.weight", lazy);
    denseParameters.insert("table.weight", dense);
    TrainingOptions options;
    options.optim = optim;
    options.weightDecay = weightDecay;
    Optimizer lazyOptimizer(lazyParameters, options, 2), denseOptimizer(denseParameters, options, 2);
    REQUIRE(lazyOptimizer.stepsLazily());
    REQUIRE_FALSE(denseOptimizer.stepsLazily());

    for (int step = 0; step < 40; ++step) {
        // Rows 40 to 49 are never met.
        const torch::Tensor rows = torch::randint(step % 7 ? 40 : 3, {6}, torch::kInt64);
        const std::vector<std::int64_t> ids(rows.data_ptr<std::int64_t>(), rows.data_ptr<std::int64_t>() + rows.numel());
        const torch::Tensor gradients = torch::randn({6, kColumns});
        lazyOptimizer.beforeReading(ids);
        CHECK(torch::equal(lazy.detach().index_select(0, rows), dense.detach().index_select(0, rows)));
        lazyOptimizer.addWordGradient(ids, gradients);
        dense.mutable_grad() = torch::zeros_like(start).index_add_(0, rows, gradients);
        CHECK(lazyOptimizer.gradientNorm() == Approx(denseOptimizer.gradientNorm()).epsilon(1e-6));
        if (step == 13) { // a step that is begun anew leaves nothing behind
            lazyOptimizer.dropGradients();
            lazyOptimizer.addWordGradient(ids, gradients);
        }
        if (step == 21) // looking at it changes nothing
            lazyOptimizer.settle();
        const double rate = step == 5 ? 0 : 1e-2 / (step + 1);
        lazyOptimizer.step(rate, 0.7);
        denseOptimizer.step(rate, 0.7);
    }
    CAPTURE(optim, weightDecay);
    CHECK_FALSE(torch::equal(lazy.detach(), dense.detach())); // it did put steps off
    lazyOptimizer.settle();
    CHECK(torch::equal(lazy.detach(), dense.detach()));
    const auto lazyState = lazyOptimizer.state(), denseState = denseOptimizer.state();
    REQUIRE(lazyState.size() == denseState.size());
    for (std::size_t i = 0; i < lazyState.size(); ++i)
        CHECK(torch::equal(lazyState[i].second, denseState[i].second));
}

} // namespace

TEST_CASE("Word embeddings whose steps are put off until they are read end with the bits of those that made every step")
{
    for (const std::string optim : {"adamw_torch", "adam", "sgd"})
        for (const double weightDecay : {0.0, 0.01})
            compareLazily(optim, weightDecay);
}

TEST_CASE("Rows that are not read for thousands of steps still make every one of them")
{
    const torch::Tensor start = torch::ones({3, 5});
    torch::Tensor words = start.clone().set_requires_grad(true), dense = start.clone().set_requires_grad(true);
    torch::OrderedDict<std::string, torch::Tensor> wordParameters, denseParameters;
    wordParameters.insert("bert.embeddings.word_embeddings.weight", words);
    denseParameters.insert("table.weight", dense);
    Optimizer lazyOptimizer(wordParameters, {}, 2), denseOptimizer(denseParameters, {}, 2);
    const std::vector<std::int64_t> second{1};
    for (int step = 0; step < 5000; ++step) {
        lazyOptimizer.beforeReading(second);
        lazyOptimizer.addWordGradient(second, torch::full({1, 5}, 0.5));
        dense.mutable_grad() = torch::zeros({3, 5}).index_fill_(0, torch::tensor({1}), 0.5);
        lazyOptimizer.step(1e-4, 1);
        denseOptimizer.step(1e-4, 1);
    }
    lazyOptimizer.settle();
    CHECK(torch::equal(words.detach(), dense.detach()));
    CHECK(words[0][0].item<double>() < 1); // by decay alone
}

TEST_CASE("Layers further down learn more slowly by layerwise_lr_decay, and what is frozen not at all")
{
    CHECK(rateShare("classifier.weight", 2, 0.5) == 1);
    CHECK(rateShare("bert.pooler.dense.weight", 2, 0.5) == 1);
    CHECK(rateShare("bert.encoder.layer.1.output.dense.bias", 2, 0.5) == 0.5);
    CHECK(rateShare("bert.encoder.layer.0.output.dense.bias", 2, 0.5) == 0.25);
    CHECK(rateShare("bert.embeddings.word_embeddings.weight", 2, 0.5) == 0.125);

    torch::OrderedDict<std::string, torch::Tensor> parameters;
    parameters.insert("bert.encoder.layer.0.output.dense.weight", torch::ones({4}).set_requires_grad(true));
    parameters.insert("classifier.weight", torch::ones({4}).set_requires_grad(true));
    parameters.insert("frozen.weight", torch::ones({4}));
    TrainingOptions options;
    options.optim = "sgd";
    options.momentum = options.weightDecay = 0;
    options.layerwiseLrDecay = 0.5;
    Optimizer optimizer(parameters, options, 2);
    for (auto& entry : parameters)
        entry.value().mutable_grad() = torch::ones({4});
    CHECK(optimizer.gradientNorm() == Approx(std::sqrt(8.0))); // the frozen one does not count
    optimizer.step(0.1, 1);
    CHECK(parameters["classifier.weight"][0].item<double>() == Approx(0.9));
    CHECK(parameters["bert.encoder.layer.0.output.dense.weight"][0].item<double>() == Approx(0.975));
    CHECK(parameters["frozen.weight"][0].item<double>() == 1);
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

