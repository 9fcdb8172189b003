#include "core/checkpoint/checkpoint.h"

#include "core/checkpoint/licence.h"
#include "core/checkpoint/safetensors_header.h"
#include "core/checkpoint/spelling.h"
#include "core/error.h"
#include "core/text/tokenizer_files.h"

#include <algorithm>
#include <unordered_set>

namespace attune::core {

namespace fs = std::filesystem;

namespace {

const char* const kAnotherCheckpoint = "Fetch the checkpoint again, or choose another one.";
const std::string kWordEmbeddings = "bert.embeddings.word_embeddings.weight";

bool isClassifier(const std::string& name) { return name.starts_with("classifier."); }

bool mayBeMissing(const std::string& name) { return isClassifier(name) || name.starts_with("bert.pooler."); }

// Buffers that transformers stores in some versions and computes in others; nobody misses them.
bool isBuffer(const std::string& name)
{
    return name == "bert.embeddings.position_ids" || name == "bert.embeddings.token_type_ids";
}

/// The conversions of 2018 kept TensorFlow's gamma and beta.
std::string todaysSpelling(std::string name)
{
    for (const auto& [old, now] : {std::pair<std::string, std::string>{".gamma", ".weight"}, {".beta", ".bias"}})
        if (name.ends_with(old))
            name.replace(name.size() - old.size(), old.size(), now);
    return name;
}

/// HuggingFace's name with prefix for a name as the file spells it.
std::string parameterName(std::string name, bool prefixed)
{
    name = todaysSpelling(std::move(name));
    if (!prefixed)
        for (const char* part : {"embeddings.", "encoder.", "pooler."})
            if (name.starts_with(part))
                return "bert." + name;
    return name;
}

std::map<std::string, const StoredTensor*> byParameterName(const StoredWeights& weights)
{
    const auto& tensors = weights.tensors();
    const bool prefixed = std::any_of(tensors.begin(), tensors.end(), [](const auto& t) { return t.name.starts_with("bert."); });
    std::map<std::string, const StoredTensor*> named;
    for (const auto& tensor : tensors) {
        const auto [place, isNew] = named.emplace(parameterName(tensor.name, prefixed), &tensor);
        if (!isNew)
            throw Error(weights.fileOf(tensor).string() + " stores one parameter twice, as \"" + printable(place->second->name) + "\" and as \""
                            + printable(tensor.name) + "\".",
                        kAnotherCheckpoint);
    }
    return named;
}

std::string tensorOf(const fs::path& file, const std::string& name) { return "The tensor \"" + name + "\" of " + file.string(); }

/// The file that Tokenizer::fromDirectory takes the vocabulary from.
fs::path vocabularyFile(const fs::path& directory)
{
    std::error_code absent;
    return directory / (fs::exists(directory / "vocab.txt", absent) ? "vocab.txt" : "tokenizer.json");
}

/// The rows of the embedding and config.json count the same thing, and so does the vocabulary.
void checkEmbedding(const StoredTensor* embedding, const Checkpoint& checkpoint)
{
    const fs::path configFile = checkpoint.directory / "config.json";
    const std::string stated = std::to_string(checkpoint.config.vocabSize);
    if (embedding && embedding->shape.size() == 2 && embedding->shape[0] != checkpoint.config.vocabSize)
        throw Error("In " + configFile.string() + ", vocab_size is " + stated + ", and " + checkpoint.weights.fileOf(*embedding).string() + " embeds "
                        + std::to_string(embedding->shape[0]) + " tokens.",
                    "Take config.json and the weights from the same checkpoint.");
}

void checkVocabulary(std::size_t vocabularySize, const Checkpoint& checkpoint)
{
    const fs::path listed = vocabularyFile(checkpoint.directory);
    if (vocabularySize != static_cast<std::size_t>(checkpoint.config.vocabSize))
        throw Error(listed.string() + " lists " + std::to_string(vocabularySize) + " tokens, and by vocab_size in config.json the model has "
                        + std::to_string(checkpoint.config.vocabSize) + ".",
                    "Take " + listed.filename().string() + " and the weights from the same checkpoint.");
}

void checkStored(const Checkpoint& checkpoint, const StoredTensor& tensor, const ParameterSpec& wanted)
{
    const std::string where = tensorOf(checkpoint.weights.fileOf(tensor), printable(tensor.name));
    if (tensor.shape != wanted.shape)
        throw Error(where + " has the shape " + printable(shapeText(tensor.shape)) + ", and by config.json it should have "
                        + shapeText(wanted.shape) + ".",
                    "Take config.json and the weights from the same checkpoint.");
    if (!isFloating(tensor.dtype))
        throw Error(where + " has the dtype " + tensor.dtype + ", and Attune reads F32, F16, BF16 and F64 only.",
                    "Convert the checkpoint with transformers: load it with torch_dtype=torch.float32 and save it again.");
}

std::uint64_t bytesOf(const StoredTensor& tensor)
{
    const auto elementSize = dtypeSize(tensor.dtype);
    return elementSize ? tensorBytes(tensor.shape, *elementSize).value_or(UINT64_MAX) : UINT64_MAX;
}

// A stride of 0 lets four bytes claim to be a matrix of any size, and a storage may be named any number of times; both would be
// allocated. What the network takes must lie in the files, number for number.
void checkSubstance(const Checkpoint& checkpoint)
{
    std::uint64_t left = checkpoint.weights.fileBytes();
    for (const auto& [name, tensor] : checkpoint.stored) {
        const std::string where = tensorOf(checkpoint.weights.fileOf(*tensor), printable(tensor->name));
        const std::uint64_t bytes = bytesOf(*tensor);
        if (bytes > tensor->bytes.size())
            throw Error(where + " repeats its numbers: the shape " + printable(shapeText(tensor->shape)) + " takes " + std::to_string(bytes)
                            + " bytes, and " + std::to_string(tensor->bytes.size()) + " are stored.",
                        "Load the checkpoint with transformers, call contiguous() on the parameter and save it again.");
        if (bytes > left)
            throw Error(where + " and the parameters before it take more bytes than the " + std::to_string(checkpoint.weights.fileBytes())
                            + " that the weights have: several share the same numbers.",
                        kAnotherCheckpoint);
        left -= bytes;
    }
}

/// Whether a head is stored that has one row for each label of config.json.
bool holdsClassifier(const std::map<std::string, const StoredTensor*>& named, const ModelConfig& config)
{
    const auto weight = named.find("classifier.weight"), bias = named.find("classifier.bias");
    const auto labels = static_cast<std::int64_t>(config.labels.size());
    return weight != named.end() && bias != named.end() && weight->second->shape == std::vector{labels, config.hiddenSize}
        && bias->second->shape == std::vector{labels};
}

void matchParameters(Checkpoint& checkpoint, const std::map<std::string, const StoredTensor*>& named)
{
    checkpoint.hasClassifier = holdsClassifier(named, checkpoint.config);
    for (const auto& parameter : bertParameters(checkpoint.config)) {
        const auto found = named.find(parameter.name);
        const bool usable = found != named.end() && (checkpoint.hasClassifier || !isClassifier(parameter.name));
        if (usable) {
            checkStored(checkpoint, *found->second, parameter);
            checkpoint.stored.emplace(parameter.name, found->second);
        } else if (mayBeMissing(parameter.name)) {
            checkpoint.missing.push_back(parameter.name);
        } else {
            throw Error(tensorOf(checkpoint.weights.files().front(), parameter.name) + " is absent, and the network needs it.", kAnotherCheckpoint);
        }
    }
    std::unordered_set<const StoredTensor*> accounted;
    for (const auto& [name, tensor] : named)
        if (checkpoint.stored.contains(name) || isBuffer(name))
            accounted.insert(tensor);
    for (const auto& tensor : checkpoint.weights.tensors())
        if (!accounted.contains(&tensor))
            checkpoint.unused.push_back(todaysSpelling(tensor.name));
}

ModelConfig readConfig(const fs::path& directory)
{
    if (directory.empty())
        throw Error("The name of the checkpoint's folder is an empty text.",
                    "Name a directory that holds a checkpoint: config.json, the tokenizer's files and the weights.");
    std::error_code fault;
    if (!fs::is_directory(directory, fault))
        throw Error(directory.string() + " is not a directory.",
                    "Choose a directory that holds a checkpoint: config.json, the tokenizer's files and the weights.");
    return ModelConfig::readFile(directory / "config.json");
}

struct Opened {
    Checkpoint checkpoint;
    Tokenizer tokenizer;
};

// Lines are counted first and the tokenizer is made last: with a large vocabulary both take long, which a refusal should not.
Opened openAll(const fs::path& directory)
{
    const ModelConfig config = readConfig(directory);
    const TokenizerFiles files = TokenizerFiles::read(directory);
    Checkpoint checkpoint{directory, config, StoredWeights::open(directory), {}, {}, {}, false};
    const auto named = byParameterName(checkpoint.weights);
    const auto embedding = named.find(kWordEmbeddings);
    checkEmbedding(embedding == named.end() ? nullptr : embedding->second, checkpoint);
    if (files.vocabulary && std::count(files.vocabulary->begin(), files.vocabulary->end(), '\n') > config.vocabSize)
        checkVocabulary(vocabularyLines(*files.vocabulary, vocabularyFile(directory).string()).size(), checkpoint);
    TokenizerParts parts = readTokenizer(files);
    checkVocabulary(parts.vocabulary.size(), checkpoint);
    matchParameters(checkpoint, named);
    checkSubstance(checkpoint);
    return {std::move(checkpoint), makeTokenizer(std::move(parts))};
}

std::string directoryName(const fs::path& directory)
{
    const fs::path whole = fs::absolute(directory).lexically_normal();
    return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

} // namespace

Checkpoint Checkpoint::open(const fs::path& directory)
{
    return openAll(directory).checkpoint;
}

CheckpointSummary inspectCheckpoint(const fs::path& directory)
{
    const auto [checkpoint, tokenizer] = openAll(directory);
    const ModelConfig& config = checkpoint.config;

    CheckpointSummary summary;
    summary.directory = directory;
    summary.name = directoryName(directory);
    summary.config = config;
    summary.parameters = config.parameterCount();
    if (!checkpoint.hasClassifier)
        summary.parameters -= (config.hiddenSize + 1) * static_cast<std::int64_t>(config.labels.size());
    summary.storedTensors = checkpoint.weights.tensors().size();
    summary.missing = checkpoint.missing;
    summary.unused = checkpoint.unused;
    summary.vocabularySize = tokenizer.vocabulary().size();
    summary.lowerCase = tokenizer.options().doLowerCase;
    summary.maxLength = static_cast<std::size_t>(config.maxPositionEmbeddings);
    if (const auto stated = tokenizer.options().modelMaxLength)
        summary.maxLength = std::min(summary.maxLength, *stated);
    summary.hasClassifier = checkpoint.hasClassifier;
    summary.weightBytes = checkpoint.weights.fileBytes();
    summary.format = checkpoint.weights.format();
    summary.dtype = checkpoint.weights.dtypes();
    for (const auto& file : checkpoint.weights.files())
        summary.files.push_back(file.filename().string());
    summary.licence = statedLicence(directory);
    return summary;
}

} // namespace attune::core
