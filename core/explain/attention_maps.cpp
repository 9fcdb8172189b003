#include "core/explain/attention_maps.h"

namespace attune::core {

AttentionMaps attentionMaps(const BertOutput& output, const PackedBatch& batch, std::int64_t sequence)
{
    std::size_t group = 0;
    while (sequence >= batch.groups[group].sequences)
        sequence -= batch.groups[group++].sequences;

    AttentionMaps maps;
    maps.layers = output.attentions.size();
    for (const std::vector<torch::Tensor>& layer : output.attentions) {
        const torch::Tensor one = layer[group][sequence].detach().to(torch::kCPU, torch::kFloat32).contiguous(); // [heads, tokens, tokens]
        maps.heads = static_cast<std::size_t>(one.size(0));
        maps.tokens = static_cast<std::size_t>(one.size(1));
        const float* values = one.data_ptr<float>();
        maps.values.insert(maps.values.end(), values, values + one.numel());
    }
    return maps;
}

} // namespace attune::core
