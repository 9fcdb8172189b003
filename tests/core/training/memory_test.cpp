#include "tests/core/training/small_run.h"

#include "core/error.h"
#include "core/training/engine.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

#include <c10/core/CPUAllocator.h>
#include <torch/torch.h>

#include <algorithm>
#include <atomic>
#include <iostream>

using namespace attune;
using namespace attune::core;
using namespace attune::test;

namespace {

/// Stands in for LibTorch's allocator: remembers the largest request, and refuses what is larger than is allowed, as a full machine would.
class ScarceMemory : public c10::Allocator {
public:
    ScarceMemory()
        : m_real(c10::GetCPUAllocator())
    {
        c10::SetCPUAllocator(this, 255);
    }
    ~ScarceMemory() override { c10::SetCPUAllocator(m_real, 255); }

#if TORCH_VERSION_MAJOR >= 2
    c10::DataPtr allocate(std::size_t bytes) override { return give(bytes); }
    void copy_data(void* to, const void* from, std::size_t bytes) const override { default_copy_data(to, from, bytes); }
#else
    c10::DataPtr allocate(std::size_t bytes) const override { return give(bytes); }
#endif
    c10::DeleterFnPtr raw_deleter() const override { return m_real->raw_deleter(); }

    std::size_t largest() const { return m_largest; }
    void allow(std::size_t bytes) { m_allowed = bytes; }

private:
    c10::DataPtr give(std::size_t bytes) const
    {
        TORCH_CHECK(bytes <= m_allowed, "DefaultCPUAllocator: can't allocate memory: you tried to allocate ", bytes, " bytes.");
        for (std::size_t known = m_largest; known < bytes && !m_largest.compare_exchange_weak(known, bytes);) { }
        return m_real->allocate(bytes);
    }

    c10::Allocator* m_real;
    mutable std::atomic<std::size_t> m_largest{0};
    std::atomic<std::size_t> m_allowed{SIZE_MAX};
};

TrainingRequest largeBatches(const std::filesystem::path& output)
{
    TrainingRequest wanted = request(output);
    wanted.options.batchSize = 96;
    wanted.options.maxSteps = 6;
    wanted.options.evalSteps = 3;
    wanted.options.precision = "fp32";
    wanted.options.dropout = 0;
    return wanted;
}

struct Told {
    std::vector<double> losses;
    std::vector<std::string> notices;
};

Told runAndListen(TrainingSession& session)
{
    Told told;
    while (!session.finished()) {
        const StepResult result = session.step();
        if (result.step)
            told.losses.push_back(result.step->loss);
        if (!result.notice.empty())
            told.notices.push_back(result.notice);
    }
    return told;
}

void checkHalved(const Told& scarce, const Told& plenty)
{
    CHECK(plenty.notices.empty());
    REQUIRE(!scarce.notices.empty());
    CHECK(scarce.notices.size() < 12);
    for (const std::string& notice : scarce.notices) {
        CHECK(notice.find("There is not enough memory for ") == 0);
        CHECK(notice.find(" tokens at once: the training goes on with ") != std::string::npos);
    }
    REQUIRE(scarce.losses.size() == plenty.losses.size());
    for (std::size_t i = 0; i < plenty.losses.size(); ++i)
        CHECK(scarce.losses[i] == Approx(plenty.losses[i]).epsilon(1e-5));
}

} // namespace

TEST_CASE("Where memory fails a step, its micro-batch is halved, the training goes on to the same losses and says so")
{
    const TemporaryDirectory place;
    ScarceMemory memory;
    const auto first = libTorchEngine().startTraining(largeBatches(place / "plenty"), {}, {});
    const std::size_t before = memory.largest();
    const Told plenty = runAndListen(*first);
    REQUIRE(memory.largest() > 2 * before); // the steps ask for the most, not the loading

    const auto second = libTorchEngine().startTraining(largeBatches(place / "scarce"), {}, {});
    memory.allow(memory.largest() / 2);
    const Told scarce = runAndListen(*second);
    memory.allow(SIZE_MAX);
    checkHalved(scarce, plenty);
    CHECK(second->plan().microBatchTokens < first->plan().microBatchTokens);
    std::cout << scarce.notices.front() << std::endl;
}

TEST_CASE("Where not even a single text fits, the training says so, and goes on when there is memory again")
{
    const TemporaryDirectory place;
    ScarceMemory memory;
    const auto session = libTorchEngine().startTraining(largeBatches(place / "run"), {}, {});
    while (session->summary().steps < 2)
        session->step();
    memory.allow(1000);
    std::string failure;
    for (int i = 0; i < 20 && failure.empty(); ++i)
        try {
            session->step();
        } catch (const Error& error) {
            failure = error.what();
        }
    memory.allow(SIZE_MAX);
    CHECK(failure.find("memory") != std::string::npos);
    CHECK_FALSE(session->finished());
    runAndListen(*session);
    CHECK(session->summary().status == RunStatus::Finished);
    CHECK(session->summary().steps == 6);
}

TEST_CASE("On CUDA a step that finds the card full halves its micro-batch and goes on to the same losses")
{
    if (!torch::cuda::is_available()) {
        std::cout << "skipped: a full graphics card, there is no CUDA device here" << std::endl;
        return;
    }
    const TemporaryDirectory place;
    const auto onCard = [&](const char* name) {
        TrainingRequest wanted = largeBatches(place / name);
        wanted.options.device = "cuda";
        wanted.options.batchSize = 4096;
        wanted.options.maxSeqLength.reset();
        Dataset& train = wanted.data.train;
        const std::vector<Example> few = train.examples;
        while (train.examples.size() < 4096)
            train.examples.insert(train.examples.end(), few.begin(), few.end());
        return wanted;
    };
    const Told plenty = runAndListen(*libTorchEngine().startTraining(onCard("plenty"), {}, {}));
    const auto session = libTorchEngine().startTraining(onCard("scarce"), {}, {});
    // Filled from large pieces to small, all but what the last pieces leave.
    std::vector<torch::Tensor> filling;
    for (std::int64_t piece = std::int64_t{1} << 34; piece >= std::int64_t{1} << 24;)
        try {
            filling.push_back(torch::empty({piece}, torch::TensorOptions(torch::kCUDA).dtype(torch::kUInt8)));
        } catch (const c10::Error&) {
            piece /= 2;
        }
    const Told scarce = runAndListen(*session);
    checkHalved(scarce, plenty);
    std::cout << scarce.notices.front() << std::endl;
}
