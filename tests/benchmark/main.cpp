#include "tests/benchmark/csv_benchmark.h"
#include "tests/benchmark/tokenizer_benchmark.h"

#include <benchmark/benchmark.h>

#include <fstream>
#include <iostream>

// attune-benchmarks [--write-texts=DIRECTORY] [FILE.txt...] [--benchmark_...]
// With FILEs (one text a line) those are measured, else the usual texts. --write-texts leaves what was measured in files for the peer.
int main(int argc, char** argv)
{
    using namespace attune::test;
    benchmark::Initialize(&argc, argv);
    std::vector<TextSet> sets;
    std::filesystem::path writeTo;
    try {
        for (int i = 1; i < argc; ++i) {
            const std::string argument = argv[i];
            const std::string option = "--write-texts=";
            if (argument.starts_with(option))
                writeTo = argument.substr(option.size());
            else
                sets.push_back(textSetOf(argument));
        }
        if (sets.empty())
            sets = usualTextSets();
        for (const TextSet& set : sets)
            if (!writeTo.empty()) {
                std::ofstream out(writeTo / (set.name + ".txt"), std::ios::binary);
                for (const auto& text : set.texts)
                    out << text << '\n';
            }
        registerCsvBenchmarks();
        registerTokenizerBenchmarks(std::move(sets), benchmarkVocabulary());
    } catch (const std::exception& error) {
        std::cerr << "attune-benchmarks: " << error.what() << std::endl;
        return 1;
    }
    benchmark::RunSpecifiedBenchmarks();
}
