#include "core/model/attention.h"

#include "core/model/cpu_attention.h"
#include "core/runtime/torch_compat.h"

#include <cmath>

namespace attune::core {

namespace {

constexpr std::int64_t kShort = 192; // tokens up to which half precision gains less than it costs

/// The rows of one group as [sequences, heads, queries, head_size]: a view.
struct ByHead {
    torch::Tensor query, key, value;
};

/// Calls `compute` with each group's heads; it returns a context [sequences, heads, queries, head_size]. Returns all contexts as rows.
template <typename Compute> torch::Tensor groupByGroup(const AttentionInput& input, Compute compute)
{
    const std::int64_t hidden = input.key.size(1);
    const std::int64_t headSize = hidden / input.heads;
    const auto byHead = [&](const torch::Tensor& x, std::int64_t first, std::int64_t sequences, std::int64_t length) {
        return x.narrow(0, first, sequences * length).view({sequences, length, input.heads, headSize}).transpose(1, 2);
    };

    std::vector<torch::Tensor> contexts;
    contexts.reserve(input.groups.size());
    std::int64_t firstSequence = 0;
    for (const LengthGroup& group : input.groups) {
        const std::int64_t n = group.sequences;
        const std::int64_t queries = input.clsOnly ? 1 : group.length;
        const ByHead heads{byHead(input.query, input.clsOnly ? firstSequence : group.firstToken, n, queries), // [n, heads, queries, head_size]
                           byHead(input.key, group.firstToken, n, group.length),                              // [n, heads, length, head_size]
                           byHead(input.value, group.firstToken, n, group.length)};                           // [n, heads, length, head_size]
        contexts.push_back(compute(heads).transpose(1, 2).reshape({n * queries, hidden}));
        firstSequence += n;
    }
    return contexts.size() == 1 ? contexts.front() : torch::cat(contexts, 0);
}

} // namespace

torch::Tensor explicitAttention(const AttentionInput& input, double dropoutProbability, DropoutBits* bits, std::vector<torch::Tensor>* probabilities)
{
    const double scale = 1.0 / std::sqrt(static_cast<double>(input.key.size(1) / input.heads));
    const torch::ScalarType type = scalarType(input.precision);
    const auto product = [type](const torch::Tensor& a, const torch::Tensor& b) {
        return torch::matmul(a.to(type), b.to(type)).to(torch::kFloat32); // no copies in fp32
    };
    return groupByGroup(input, [&](const ByHead& heads) {
        const torch::Tensor weights = torch::softmax(product(heads.query * scale, heads.key.transpose(-1, -2)), -1); // [n, heads, queries, length]
        if (probabilities)
            probabilities->push_back(weights);
        return product(dropout(weights, dropoutProbability, bits), heads.value); // [n, heads, queries, head_size]
    });
}

namespace {

/// All sequences by one kernel; CUDA only.
torch::Tensor attendPacked(const AttentionInput& input, double dropoutProbability, DropoutBits* bits)
{
    const std::int64_t hidden = input.key.size(1);
    const torch::ScalarType type = scalarType(input.precision);
    const auto byHead = [&](const torch::Tensor& x) { return x.to(type).view({x.size(0), input.heads, hidden / input.heads}); }; // [tokens, heads, head_size]
    const Sequences keys{input.offsets, input.groups.back().length};
    const Sequences queries = input.clsOnly ? Sequences{torch::arange(input.offsets.size(0), input.offsets.options()), 1} : keys;
    const bool drops = bits && dropoutProbability > 0;
    if (drops)
        seedGenerator(input.key.device(), bits->nextSite());
    return packedAttention(byHead(input.query), byHead(input.key), byHead(input.value), queries, keys, drops ? dropoutProbability : 0)
        .reshape({input.query.size(0), hidden});
}

} // namespace

bool attendsPacked(const torch::Tensor& offsets, std::int64_t headSize) { return offsets.defined() && hasPackedAttention(headSize); }

bool productsAreFaster(Precision precision, std::int64_t longest) { return precision != Precision::Fp32 && longest > kShort; }

torch::Tensor attend(const AttentionInput& input, double dropoutProbability, DropoutBits* bits, std::vector<torch::Tensor>* probabilities)
{
    const bool drops = bits && dropoutProbability > 0;
    if (probabilities)
        return explicitAttention(input, dropoutProbability, bits, probabilities);
    if (attendsPacked(input.offsets, input.key.size(1) / input.heads))
        return attendPacked(input, dropoutProbability, bits);
    // In fp32, whatever the products' precision.
    const bool slower = input.key.requires_grad() && productsAreFaster(input.precision, input.groups.back().length);
    if (cpuAttentionTakes(input) && !slower)
        return cpuAttention(input, dropoutProbability, bits);
    if (drops || input.key.device().is_cpu())
        return explicitAttention(input, dropoutProbability, bits, nullptr);
    if (!hasFusedAttention())
        return explicitAttention(input, 0, nullptr, nullptr);
    const torch::ScalarType type = scalarType(input.precision);
    return groupByGroup(input, [type](const ByHead& heads) {
        return fusedAttention(heads.query.to(type), heads.key.to(type), heads.value.to(type)).to(torch::kFloat32);
    });
}

} // namespace attune::core
