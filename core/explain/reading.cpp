#include "core/explain/reading.h"

#include "core/error.h"

#include <ATen/Parallel.h>

#include <algorithm>

namespace attune::core {

std::vector<float> valuesOf(const torch::Tensor& tensor)
{
    const torch::Tensor flat = tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
    const float* data = flat.data_ptr<float>();
    return {data, data + flat.numel()};
}

std::vector<Encoding> readTexts(const ModelConfig& config, const Tokenizer& tokenizer, std::span<const TextInput> texts, const EncodeOptions& options)
{
    const auto positions = static_cast<std::size_t>(config.maxPositionEmbeddings);
    if (options.maxLength < 2 || options.maxLength > positions)
        throw Error("The maximum length " + std::to_string(options.maxLength) + " does not suit this model.",
                    "Choose max_length between 2 and " + std::to_string(positions) + ".");
    const bool pairs = std::any_of(texts.begin(), texts.end(), [](const TextInput& input) { return input.second.has_value(); });
    if (pairs && options.maxLength < kLeastPairLength)
        throw Error("A pair does not fit into " + std::to_string(options.maxLength) + " tokens: [CLS] and two [SEP] alone are 3.",
                    "Choose a max_length of 3 or more, or give one text.");
    if (pairs && config.typeVocabSize < 2)
        throw Error("This model knows one text at a time: its type_vocab_size is 1, and a pair needs 2.", "Give one text.");
    return encodeAll(tokenizer, texts, options, at::get_num_threads(), {}, {});
}

std::vector<Token> tokensOf(const Encoding& encoding, const Vocabulary& vocabulary)
{
    std::vector<Token> tokens;
    tokens.reserve(encoding.ids.size());
    for (std::size_t i = 0; i < encoding.ids.size(); ++i)
        tokens.push_back({vocabulary.token(encoding.ids[i]), encoding.ids[i], encoding.ranges[i],
                          encoding.tokenTypeIds.empty() ? 0 : encoding.tokenTypeIds[i]});
    return tokens;
}

torch::Tensor checkedLogits(const torch::Tensor& logits)
{
    const torch::Tensor checked = logits.detach().to(torch::kCPU, torch::kFloat32); // [sequences, labels]
    if (!torch::isfinite(checked).all().item<bool>())
        throw Error("The model's answer is not a number.",
                    "Its weights are damaged or its training went astray: choose another checkpoint, or train again with a lower learning rate.");
    return checked;
}

torch::Tensor probabilitiesOf(const torch::Tensor& logits, ProblemType problemType)
{
    return problemType == ProblemType::MultiLabel ? torch::sigmoid(logits) : torch::softmax(logits, -1); // [sequences, labels]
}

} // namespace attune::core
