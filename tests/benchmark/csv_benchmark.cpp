#include "tests/benchmark/csv_benchmark.h"

#include "core/data/csv_parser.h"
#include "core/data/read_table.h"
#include "core/data/report.h"
#include "core/random.h"

#include <benchmark/benchmark.h>

#include <functional>

namespace attune::test {

namespace {

using namespace core;

constexpr std::size_t kRows = 200'000;

/// Texts of some twenty words with a label, some hundred bytes a row.
std::string rows(const std::function<std::string(const std::string& text, const std::string& label)>& row, const std::string& header)
{
    constexpr std::string_view kWords[] = {"good", "bad", "film", "the", "a", "was", "not", "really", "boring", "great", "plot", "actor", "and", "liked",
        "it", "hated", "much", "too", "very", "never"};
    Random random(1);
    std::string bytes = header;
    for (std::size_t i = 0; i < kRows; ++i) {
        std::string text;
        for (int word = 0; word < 20; ++word)
            text += std::string(word ? " " : "") + std::string(kWords[random.below(std::size(kWords))]);
        bytes += row(text + " " + std::to_string(i), random.below(2) ? "positive" : "negative");
    }
    return bytes;
}

std::string plain()
{
    return rows([](const auto& text, const auto& label) { return text + "," + label + "\n"; }, "text,label\n");
}

std::string quoted()
{
    return rows(
        [](const auto& text, const auto& label) {
            std::string inner = text;
            if (inner.ends_with('7'))
                inner.insert(inner.size() / 2, " \"\"so,\nto say\"\" ");
            return "\"" + inner + "\"," + label + "\n";
        },
        "text,label\n");
}

std::string manyColumns()
{
    return rows([](const auto& text, const auto& label) { return "1,2,," + label + ",4,5,6,,8,9," + text + ",x,y,z,\n"; },
        "a,b,c,label,d,e,f,g,h,i,text,j,k,l,m\n");
}

std::string jsonLines()
{
    return rows([](const auto& text, const auto& label) { return "{\"text\": \"" + text + "\", \"label\": \"" + label + "\"}\n"; }, {});
}

using Read = std::function<void(const SharedBytes& bytes)>;

void add(const char* name, const std::shared_ptr<const SharedBytes>& bytes, Read read)
{
    benchmark::RegisterBenchmark(name, [bytes, read = std::move(read)](benchmark::State& state) {
        for ([[maybe_unused]] auto round : state)
            read(*bytes);
        state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(bytes->view.size()));
    })->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();
}

Read parse(unsigned threads)
{
    return [threads](const SharedBytes& bytes) {
        const DecodedText text = decodeText(bytes, "rows.csv", {});
        benchmark::DoNotOptimize(parseDelimited(text, "rows.csv", {}, {}, {}, {std::size_t{1} << 20, threads}).rows.size());
    };
}

} // namespace

void registerCsvBenchmarks()
{
    const auto shared = [](std::string bytes) { return std::make_shared<const SharedBytes>(ownBytes(std::move(bytes))); };
    const auto rows = shared(plain());
    add("csv/plain, one thread", rows, parse(1));
    add("csv/plain, all threads", rows, parse(0));
    const auto inQuotes = shared(quoted());
    add("csv/quoted, one thread", inQuotes, parse(1));
    add("csv/quoted, all threads", inQuotes, parse(0));
    add("csv/15 columns, one thread", shared(manyColumns()), parse(1));
    add("jsonl", shared(jsonLines()), [](const SharedBytes& bytes) { benchmark::DoNotOptimize(parseTable(bytes, "rows.jsonl").rows.size()); });
    const auto table = std::make_shared<const Table>(parseTable(*rows, "rows.csv"));
    add("csv/examples and report", rows, [table](const SharedBytes&) {
        benchmark::DoNotOptimize(reportOn(makeDataset(*table, guessColumns(*table))).repeatedRows);
    });
}

} // namespace attune::test
