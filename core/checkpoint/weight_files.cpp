#include "core/checkpoint/weight_files.h"

#include "core/checkpoint/spelling.h"
#include "core/error.h"

#include <algorithm>
#include <string>

namespace attune::core {

namespace fs = std::filesystem;

namespace {

struct Candidate {
    const char* name;
    WeightFormat format;
    bool isIndex;
};

constexpr Candidate kCandidates[] = {
    {"model.safetensors", WeightFormat::Safetensors, false},
    {"model.safetensors.index.json", WeightFormat::Safetensors, true},
    {"pytorch_model.bin", WeightFormat::Torch, false},
    {"pytorch_model.bin.index.json", WeightFormat::Torch, true},
};

bool isWeights(const std::string& name)
{
    for (const char* ending : {".safetensors", ".bin", ".h5", ".msgpack", ".onnx", ".ckpt", ".pt"})
        if (name.ends_with(ending) && name != "training_args.bin")
            return true;
    return false;
}

/// The alphabetically first file that looks like weights under another name or in another format; empty when there is none.
std::string otherWeights(const fs::path& directory)
{
    std::string first;
    std::error_code fault;
    for (fs::directory_iterator entry(directory, fault), end; !fault && entry != end; entry.increment(fault))
        if (const std::string name = entry->path().filename().string(); isWeights(name) && (first.empty() || name < first))
            first = name;
    return first;
}

} // namespace

WeightFiles findWeights(const fs::path& directory)
{
    std::error_code absent;
    for (const Candidate& candidate : kCandidates)
        if (fs::is_regular_file(directory / candidate.name, absent))
            return {directory / candidate.name, candidate.format, candidate.isIndex};

    const std::string other = otherWeights(directory);
    throw Error(directory.string()
            + " holds no weights that Attune reads: neither model.safetensors nor pytorch_model.bin, whole or in shards with "
            + "their index, is there" + (other.empty() ? "." : " (" + printable(other) + " is)."),
        "Fetch model.safetensors into it, or choose another directory.");
}

} // namespace attune::core
