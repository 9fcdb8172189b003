#include "tests/benchmark/tokenizer_benchmark.h"

#include "core/text/batch_encoding.h"

#include <benchmark/benchmark.h>

#include <memory>
#include <thread>

namespace attune::test {

namespace {

using core::Encoding;
using core::TextInput;
using core::Tokenizer;

constexpr std::size_t kMaxLength = 512;

void report(benchmark::State& state, std::size_t bytes, std::size_t tokens)
{
    const auto rounds = static_cast<double>(state.iterations());
    state.SetBytesProcessed(static_cast<std::int64_t>(rounds * static_cast<double>(bytes)));
    state.counters["tokens/s"] = benchmark::Counter(rounds * static_cast<double>(tokens), benchmark::Counter::kIsRate);
}

void encodeOneByOne(benchmark::State& state, const Tokenizer& tokenizer, const TextSet& set)
{
    std::size_t tokens = 0;
    for ([[maybe_unused]] auto round : state) {
        tokens = 0;
        for (const auto& text : set.texts) {
            const Encoding encoding = tokenizer.encode(text, kMaxLength);
            tokens += encoding.fullLength;
            benchmark::DoNotOptimize(encoding.ids.data());
        }
    }
    report(state, set.bytes(), tokens);
}

void encodeTogether(benchmark::State& state, const Tokenizer& tokenizer, const TextSet& set)
{
    std::vector<TextInput> inputs;
    for (const auto& text : set.texts)
        inputs.push_back({text, std::nullopt});
    core::EncodeOptions options;
    options.maxLength = kMaxLength;
    const int threads = static_cast<int>(std::thread::hardware_concurrency());
    std::size_t tokens = 0;
    for ([[maybe_unused]] auto round : state) {
        tokens = 0;
        for (const Encoding& encoding : core::encodeAll(tokenizer, inputs, options, threads, {}, {}))
            tokens += encoding.fullLength;
    }
    report(state, set.bytes(), tokens);
}

} // namespace

void registerTokenizerBenchmarks(std::vector<TextSet> sets, const std::filesystem::path& vocabulary)
{
    const auto tokenizer = std::make_shared<Tokenizer>(Tokenizer::fromDirectory(vocabulary));
    const auto texts = std::make_shared<std::vector<TextSet>>(std::move(sets));
    for (const TextSet& set : *texts) {
        benchmark::RegisterBenchmark(("encode/" + set.name).c_str(),
            [tokenizer, texts, &set](benchmark::State& state) { encodeOneByOne(state, *tokenizer, set); });
        benchmark::RegisterBenchmark(("encodeAll/" + set.name).c_str(), [tokenizer, texts, &set](benchmark::State& state) {
            encodeTogether(state, *tokenizer, set);
        })->UseRealTime()->MeasureProcessCPUTime();
    }
    benchmark::RegisterBenchmark("read vocabulary", [vocabulary](benchmark::State& state) {
        for ([[maybe_unused]] auto round : state)
            benchmark::DoNotOptimize(Tokenizer::fromDirectory(vocabulary).vocabulary().size());
    })->Unit(benchmark::kMillisecond);
}

} // namespace attune::test
