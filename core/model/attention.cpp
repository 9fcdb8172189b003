#include "core/model/attention.h"

#include <cmath>

namespace attune::core {

torch::Tensor attend(const AttentionInput& input, double dropoutProbability, DropoutBits* bits, std::vector<torch::Tensor>* probabilities)
{
    const std::int64_t hidden = input.key.size(1);
    const std::int64_t headSize = hidden / input.heads;
    const double scale = 1.0 / std::sqrt(static_cast<double>(headSize));

    const auto byHead = [&](const torch::Tensor& x, std::int64_t first, std::int64_t sequences, std::int64_t length) {
        return x.narrow(0, first, sequences * length).view({sequences, length, input.heads, headSize}).transpose(1, 2);
    };

    std::vector<torch::Tensor> contexts;
    contexts.reserve(input.groups.size());
    std::int64_t firstSequence = 0;
    for (const LengthGroup& group : input.groups) {
        const std::int64_t n = group.sequences;
        const std::int64_t queries = input.clsOnly ? 1 : group.length;
        const torch::Tensor q = byHead(input.query, input.clsOnly ? firstSequence : group.firstToken, n, queries); // [n, heads, queries, head_size]
        const torch::Tensor k = byHead(input.key, group.firstToken, n, group.length);                              // [n, heads, length, head_size]
        const torch::Tensor v = byHead(input.value, group.firstToken, n, group.length);                            // [n, heads, length, head_size]

        const torch::Tensor weights = torch::softmax(torch::matmul(q * scale, k.transpose(-1, -2)), -1); // [n, heads, queries, length]
        if (probabilities)
            probabilities->push_back(weights);
        const torch::Tensor context = torch::matmul(dropout(weights, dropoutProbability, bits), v);      // [n, heads, queries, head_size]
        contexts.push_back(context.transpose(1, 2).reshape({n * queries, hidden}));
        firstSequence += n;
    }
    return contexts.size() == 1 ? contexts.front() : torch::cat(contexts, 0);
}

} // namespace attune::core
