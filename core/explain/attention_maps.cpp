#include "core/explain/attention_maps.h"

namespace attune::core {

AttentionMaps attentionMaps(const BertOutput& output)
{
    AttentionMaps maps;
    maps.layers = output.attentions.size();
    for (const std::vector<torch::Tensor>& layer : output.attentions) {
        const torch::Tensor one = layer.front().detach().to(torch::kCPU).contiguous(); // [1, heads, tokens, tokens]
        maps.heads = static_cast<std::size_t>(one.size(1));
        maps.tokens = static_cast<std::size_t>(one.size(2));
        const float* values = one.data_ptr<float>();
        maps.values.insert(maps.values.end(), values, values + one.numel());
    }
    return maps;
}

} // namespace attune::core
