#include "core/training/session_data.h"

#include "core/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace attune::core {

namespace {

EncodeOptions encodeOptions(const TrainingOptions& options, std::int64_t length)
{
    EncodeOptions how;
    how.maxLength = static_cast<std::size_t>(length);
    how.kept = keptPartNamed(options.truncation);
    return how;
}

} // namespace

EncodedData encodeData(const DataSplit& data, const Tokenizer& tokenizer, const ModelConfig& config, TrainingOptions& options,
                       const Progress& progress, const std::stop_token& stop)
{
    if (options.maxSeqLength && *options.maxSeqLength > config.maxPositionEmbeddings)
        throw Error("max_seq_length " + std::to_string(*options.maxSeqLength) + " is more than the checkpoint has positions for.",
                    "Choose at most " + std::to_string(config.maxPositionEmbeddings) + ".");
    const bool pairs = std::any_of(data.train.examples.begin(), data.train.examples.end(), [](const Example& e) { return e.textPair.has_value(); });
    if (pairs && config.typeVocabSize < 2)
        throw Error("The checkpoint cannot tell the second text of a pair from the first: its type_vocab_size is "
                        + std::to_string(config.typeVocabSize) + ".",
                    "Choose another checkpoint, or learn from one text column.");

    const std::uint64_t inAll = data.train.examples.size() + data.validation.examples.size() + data.test.examples.size();
    const auto encoded = [&](const Dataset& part, std::int64_t length, std::uint64_t before) {
        return encodeTexts(part, tokenizer, encodeOptions(options, length), before, inAll, progress, stop);
    };
    EncodedData result;
    if (options.maxSeqLength) {
        result.train = encoded(data.train, *options.maxSeqLength, 0);
    } else {
        const auto readable = static_cast<std::int64_t>(tokenizer.options().modelMaxLength.value_or(static_cast<std::size_t>(kMostTokensByItself)));
        const std::int64_t most = std::min({kMostTokensByItself, config.maxPositionEmbeddings, readable});
        result.train = encoded(data.train, most, 0);
        std::vector<std::size_t> lengths;
        for (const Encoding& encoding : result.train.encodings)
            lengths.push_back(encoding.fullLength);
        options.maxSeqLength = maxSeqLengthFor(std::move(lengths), most);
        if (*options.maxSeqLength < most && std::any_of(result.train.lengths.begin(), result.train.lengths.end(),
                                                        [&](std::int64_t length) { return length > *options.maxSeqLength; }))
            result.train = encoded(data.train, *options.maxSeqLength, 0);
    }
    result.validation = encoded(data.validation, *options.maxSeqLength, data.train.examples.size());
    result.test = encoded(data.test, *options.maxSeqLength, inAll - data.test.examples.size());
    return result;
}

void checkResumable(const TrainingOptions& now, const TrainingOptions& before, const std::filesystem::path& run)
{
    const nlohmann::ordered_json wanted = toJson(now), had = toJson(before);
    for (const char* name : {"per_device_train_batch_size", "gradient_accumulation_steps", "optim", "max_seq_length", "truncation", "freeze_embeddings",
                             "freeze_layers", "seed"})
        if (wanted.at(name) != had.at(name))
            throw Error(std::string(name) + " cannot change in the middle of a run: " + run.string() + " was begun with " + had.at(name).dump() + ".",
                        "Leave it as it was, or begin a new run.");
}

} // namespace attune::core
