#include "core/checkpoint/weight_files.h"

#include "core/error.h"

#include <algorithm>
#include <string>
#include <vector>

namespace attune::core {

namespace fs = std::filesystem;

namespace {

bool isWeights(const std::string& name)
{
    for (const char* ending : {".safetensors", ".safetensors.index.json", ".bin", ".bin.index.json", ".h5", ".msgpack", ".onnx", ".ckpt", ".pt"})
        if (name.ends_with(ending) && name != "training_args.bin" && name != "tokenizer_config.json")
            return true;
    return false;
}

// An index first, for it stands for all the shards.
std::vector<std::string> otherWeights(const fs::path& directory)
{
    std::vector<std::string> names;
    std::error_code fault;
    for (fs::directory_iterator entry(directory, fault), end; !fault && entry != end; entry.increment(fault))
        if (const std::string name = entry->path().filename().string(); isWeights(name))
            names.push_back(name);
    std::sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
        const bool first = a.ends_with(".index.json"), second = b.ends_with(".index.json");
        return first != second ? first : a < b;
    });
    return names;
}

} // namespace

fs::path weightsFile(const fs::path& directory)
{
    const fs::path weights = directory / "model.safetensors";
    std::error_code absent;
    if (fs::is_regular_file(weights, absent))
        return weights;

    const std::vector<std::string> others = otherWeights(directory);
    if (others.empty())
        throw Error(directory.string() + " holds no weights: neither model.safetensors nor pytorch_model.bin is there.",
                    "Fetch model.safetensors into it, or choose another directory.");
    throw Error(directory.string() + " holds its weights as " + others.front() + ", and Attune reads one file model.safetensors only.",
                "Fetch the checkpoint as model.safetensors, or convert it with transformers: save_pretrained(directory, "
                "safe_serialization=True).");
}

} // namespace attune::core
