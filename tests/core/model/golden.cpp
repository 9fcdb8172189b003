#include "tests/core/model/golden.h"

#include <cmath>
#include <iostream>
#include <limits>
#include <stdexcept>

namespace attune::test {

using namespace attune::core;

std::map<std::string, torch::Tensor> readTensors(const std::filesystem::path& file)
{
    static const std::map<std::string, torch::Dtype> kTypes{
        {"F32", torch::kFloat32}, {"F64", torch::kFloat64}, {"I64", torch::kInt64}, {"I32", torch::kInt32}, {"U8", torch::kUInt8}};
    const SafetensorsFile stored(file);
    std::map<std::string, torch::Tensor> tensors;
    for (const StoredTensor& tensor : stored.tensors()) {
        const torch::Dtype type = kTypes.at(tensor.dtype);
        torch::Tensor copy = torch::empty(tensor.shape, type);
        std::memcpy(copy.data_ptr(), tensor.bytes.data(), tensor.bytes.size());
        tensors[tensor.name] = torch::isFloatingType(type) ? copy : copy.to(torch::kInt64);
    }
    return tensors;
}

std::vector<PackedText> UnpaddedTexts::packed() const
{
    std::vector<PackedText> texts;
    for (std::size_t i = 0; i < ids.size(); ++i)
        texts.push_back({&ids[i], &types[i], static_cast<std::int64_t>(i)});
    return texts;
}

UnpaddedTexts unpad(const torch::Tensor& inputIds, const torch::Tensor& attentionMask, const torch::Tensor& tokenTypeIds)
{
    UnpaddedTexts texts;
    for (std::int64_t row = 0; row < inputIds.size(0); ++row) {
        texts.ids.emplace_back();
        texts.types.emplace_back();
        for (std::int64_t at = 0; at < inputIds.size(1); ++at) {
            if (attentionMask[row][at].item<std::int64_t>() == 0)
                continue;
            texts.ids.back().push_back(inputIds[row][at].item<std::int32_t>());
            texts.types.back().push_back(tokenTypeIds.defined() ? tokenTypeIds[row][at].item<std::int32_t>() : 0);
        }
    }
    return texts;
}

void Differences::add(const Differences& other)
{
    logits = std::max(logits, other.logits);
    pooled = std::max(pooled, other.pooled);
    lastHidden = std::max(lastHidden, other.lastHidden);
    attentions = std::max(attentions, other.attentions);
    numbers += other.numbers;
    texts += other.texts;
}

double Differences::largest() const { return std::max(std::max(logits, pooled), std::max(lastHidden, attentions)); }

void Differences::raise(double& largest, const torch::Tensor& ours, const torch::Tensor& theirs)
{
    if (ours.sizes() != theirs.sizes())
        throw std::runtime_error("shapes differ");
    numbers += ours.numel();
    const double difference = (ours - theirs).abs().max().item<double>();
    largest = std::isnan(difference) ? std::numeric_limits<double>::infinity() : std::max(largest, difference);
}

namespace {

BertOutput onCpu(BertOutput output)
{
    output.lastHiddenState = output.lastHiddenState.to(torch::kCPU);
    output.pooled = output.pooled.to(torch::kCPU);
    output.logits = output.logits.to(torch::kCPU);
    for (auto& layer : output.attentions)
        for (torch::Tensor& group : layer)
            group = group.to(torch::kCPU);
    return output;
}

} // namespace

Differences compare(const BertForSequenceClassification& model, const GoldenBatch& golden)
{
    torch::NoGradGuard noGrad;
    const UnpaddedTexts texts = unpad(golden.inputIds, golden.attentionMask, golden.tokenTypeIds);
    const PackedBatch batch = pack(texts.packed());
    const PackedTensors tensors(batch, model.device());
    const torch::Tensor rows = torch::tensor(batch.rows);

    Differences found;
    found.texts = batch.sequences();
    // Once as predictions are computed, by the fastest attention, and once with the attention's probabilities.
    std::vector<ForwardOptions> ways(2);
    ways[1].attentions = true;
    for (const ForwardOptions& options : ways) {
        const BertOutput output = onCpu(model.forward(tensors, options));
        if (golden.logits.defined())
            found.raise(found.logits, output.logits, golden.logits.index_select(0, rows));
        if (golden.pooled.defined())
            found.raise(found.pooled, output.pooled, golden.pooled.index_select(0, rows));

        std::int64_t sequence = 0;
        for (std::size_t g = 0; g < batch.groups.size(); ++g) {
            const LengthGroup& group = batch.groups[g];
            for (std::int64_t i = 0; i < group.sequences; ++i, ++sequence) {
                const std::int64_t row = batch.rows[static_cast<std::size_t>(sequence)];
                if (golden.lastHidden.defined())
                    found.raise(found.lastHidden, output.lastHiddenState.narrow(0, group.firstToken + i * group.length, group.length),
                                golden.lastHidden[row].narrow(0, 0, group.length));
                for (std::size_t layer = 0; options.attentions && layer < golden.attentions.size(); ++layer)
                    found.raise(found.attentions, output.attentions[layer][g][i],
                                golden.attentions[layer][row].narrow(1, 0, group.length).narrow(2, 0, group.length));
            }
        }
    }
    return found;
}

std::vector<torch::Device> devices()
{
    std::vector<torch::Device> found{torch::kCPU};
    if (torch::cuda::is_available())
        found.emplace_back(torch::kCUDA, 0);
    else
        std::cout << "skipped: the same on CUDA, there is no such device here" << std::endl;
    return found;
}

} // namespace attune::test
