// Attention without probabilities: the kernel that predictions take against the explicit products, on the lengths of SST-2 (mean 23 tokens,
// mixed) and on long texts. Arguments: heads, head size, texts, longest text.

#include "core/model/attention.h"
#include "core/model/cpu_attention.h"
#include "core/runtime/machine.h"

#include <benchmark/benchmark.h>

using namespace attune::core;

namespace {

/// Texts of evenly spread lengths from an eighth of the longest, sorted as in a packed batch.
struct Batch {
    std::vector<LengthGroup> groups;
    AttentionInput input;
    double flops = 0;

    explicit Batch(const benchmark::State& state)
        : input{{}, {}, {}, groups, state.range(0), false}
    {
        const std::int64_t texts = state.range(2), longest = state.range(3), hidden = state.range(0) * state.range(1);
        std::int64_t tokens = 0;
        for (std::int64_t i = 0; i < texts; ++i) {
            const std::int64_t length = longest / 8 + (longest - longest / 8) * (i + 1) / texts;
            if (groups.empty() || groups.back().length != length)
                groups.push_back({tokens, 0, length});
            ++groups.back().sequences;
            tokens += length;
            flops += 4.0 * static_cast<double>(length * length * hidden);
        }
        input.query = torch::randn({tokens, hidden});
        input.key = torch::randn({tokens, hidden});
        input.value = torch::randn({tokens, hidden});
    }
};

template <typename Compute> void measure(benchmark::State& state, Compute compute)
{
    setUpProcess();
    const torch::NoGradGuard noGrad;
    const Batch batch(state);
    for (auto _ : state)
        benchmark::DoNotOptimize(compute(batch.input).template data_ptr<float>());
    state.counters["GFLOP/s"] = benchmark::Counter(batch.flops * 1e-9, benchmark::Counter::kIsIterationInvariantRate);
}

void fast(benchmark::State& state) { measure(state, cpuAttention); }

void explicitly(benchmark::State& state)
{
    measure(state, [](const AttentionInput& input) { return explicitAttention(input, 0, nullptr, nullptr); });
}

void shapes(benchmark::internal::Benchmark* benchmark)
{
    benchmark->Args({2, 64, 32, 40})->Args({12, 32, 32, 40})->Args({12, 64, 32, 40})->Args({12, 64, 1, 32})->Args({12, 64, 8, 512});
    benchmark->UseRealTime()->Unit(benchmark::kMicrosecond);
}

} // namespace

BENCHMARK(fast)->Apply(shapes);
BENCHMARK(explicitly)->Apply(shapes);
