#include "core/model/cpu_attention.h"

#include "core/vector_clones.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace attune::core {

namespace {

// Sixteen floats; the compiler cuts them into what the processor has.
using Lanes = float __attribute__((vector_size(64), aligned(4), may_alias));
using IntLanes = std::int32_t __attribute__((vector_size(64)));

constexpr std::int64_t kLanes = 16;
constexpr std::int64_t kTile = 2 * kLanes; ///< columns of a block of a product
constexpr std::int64_t kRows = 4;          ///< rows of one: eight sums in registers hide the latency of the additions

std::int64_t padded(std::int64_t size) { return (size + kTile - 1) / kTile * kTile; }

/// out [kRows, columns] = left [kRows, depth] * right [depth, columns]; columns is a multiple of kTile.
ATTUNE_VECTOR_CLONES
void multiply(const float* left, std::int64_t leftStride, const float* right, std::int64_t depth, std::int64_t columns, float* out)
{
    for (std::int64_t column = 0; column < columns; column += kTile) {
        Lanes sums[kRows][2] = {};
        for (std::int64_t i = 0; i < depth; ++i) {
            const float* const line = right + i * columns + column;
            const Lanes first = *reinterpret_cast<const Lanes*>(line);
            const Lanes second = *reinterpret_cast<const Lanes*>(line + kLanes);
            for (std::int64_t row = 0; row < kRows; ++row) {
                const float factor = left[row * leftStride + i];
                sums[row][0] += factor * first;
                sums[row][1] += factor * second;
            }
        }
        for (std::int64_t row = 0; row < kRows; ++row) {
            *reinterpret_cast<Lanes*>(out + row * columns + column) = sums[row][0];
            *reinterpret_cast<Lanes*>(out + row * columns + column + kLanes) = sums[row][1];
        }
    }
}

/// Turns the first `size` of `columns` scores into e^(score - largest), the others into 0. Returns the sum. exp as in the Cephes library:
/// 2^n times a polynomial, to within one unit in the last place.
ATTUNE_VECTOR_CLONES
float exponentials(float* scores, std::int64_t size, std::int64_t columns)
{
    std::fill(scores + size, scores + columns, scores[0]);
    Lanes tops = *reinterpret_cast<const Lanes*>(scores);
    for (std::int64_t i = kLanes; i < columns; i += kLanes) {
        const Lanes x = *reinterpret_cast<const Lanes*>(scores + i);
        tops = x > tops ? x : tops;
    }
    float largest = tops[0];
    for (std::int64_t lane = 1; lane < kLanes; ++lane)
        largest = std::max(largest, tops[lane]);
    for (std::int64_t i = 0; i < columns; i += kLanes) {
        Lanes x = *reinterpret_cast<const Lanes*>(scores + i) - largest;
        x = x < -87.0f ? x - x - 87.0f : x; // below, the result is no normal number; a NaN stays one
        const IntLanes n = __builtin_convertvector(x * 1.44269504088896341f - 0.5f, IntLanes);
        const Lanes power = __builtin_convertvector(n, Lanes);
        x = x - power * 0.693359375f + power * 2.12194440e-4f;
        Lanes y = {};
        y += 1.9875691500e-4f;
        y = y * x + 1.3981999507e-3f;
        y = y * x + 8.3334519073e-3f;
        y = y * x + 4.1665795894e-2f;
        y = y * x + 1.6666665459e-1f;
        y = y * x + 5.0000001201e-1f;
        y = y * x * x + x + 1.0f;
        y *= reinterpret_cast<Lanes>((n + 127) << 23);
        *reinterpret_cast<Lanes*>(scores + i) = y;
    }
    std::fill(scores + size, scores + columns, 0.0f);
    Lanes total = {};
    for (std::int64_t i = 0; i < columns; i += kLanes)
        total += *reinterpret_cast<const Lanes*>(scores + i);
    float sum = 0;
    for (std::int64_t lane = 0; lane < kLanes; ++lane)
        sum += total[lane];
    return sum;
}

/// One head of one sequence: rows of `stride` floats in memory, `headSize` of them used.
struct Head {
    const float *query, *key, *value;
    float* out;
    std::int64_t stride, outStride, headSize, queries, length;
    float scale;
};

class Worker {
public:
    Worker(std::int64_t longest, std::int64_t headSize)
        : m_keys(static_cast<std::size_t>(headSize * padded(longest)))
        , m_values(static_cast<std::size_t>(longest * padded(headSize)))
        , m_scores(static_cast<std::size_t>(kRows * padded(longest)))
        , m_queries(static_cast<std::size_t>(kRows * headSize))
        , m_contexts(static_cast<std::size_t>(kRows * padded(headSize)))
    {
    }

    void compute(const Head& head)
    {
        const std::int64_t keyColumns = padded(head.length), valueColumns = padded(head.headSize);
        for (std::int64_t token = 0; token < head.length; ++token)
            for (std::int64_t i = 0; i < head.headSize; ++i)
                m_keys[static_cast<std::size_t>(i * keyColumns + token)] = head.key[token * head.stride + i];
        for (std::int64_t i = 0; i < head.headSize; ++i)
            std::fill_n(&m_keys[static_cast<std::size_t>(i * keyColumns + head.length)], keyColumns - head.length, 0.0f);
        for (std::int64_t token = 0; token < head.length; ++token)
            std::copy_n(head.value + token * head.stride, head.headSize, &m_values[static_cast<std::size_t>(token * valueColumns)]);

        for (std::int64_t first = 0; first < head.queries; first += kRows) {
            const std::int64_t rows = std::min(kRows, head.queries - first);
            for (std::int64_t row = 0; row < rows; ++row)
                for (std::int64_t i = 0; i < head.headSize; ++i)
                    m_queries[static_cast<std::size_t>(row * head.headSize + i)] = head.query[(first + row) * head.stride + i] * head.scale;
            multiply(m_queries.data(), head.headSize, m_keys.data(), head.headSize, keyColumns, m_scores.data());
            float sums[kRows] = {};
            for (std::int64_t row = 0; row < rows; ++row)
                sums[row] = exponentials(&m_scores[static_cast<std::size_t>(row * keyColumns)], head.length, keyColumns);
            multiply(m_scores.data(), keyColumns, m_values.data(), head.length, valueColumns, m_contexts.data());
            for (std::int64_t row = 0; row < rows; ++row)
                for (std::int64_t i = 0; i < head.headSize; ++i)
                    head.out[(first + row) * head.outStride + i] = m_contexts[static_cast<std::size_t>(row * valueColumns + i)] / sums[row];
        }
    }

private:
    std::vector<float> m_keys;     // [head_size, tokens], so that a row of scores is a sum of rows
    std::vector<float> m_values;   // [tokens, head_size]
    std::vector<float> m_scores;   // [kRows, tokens]
    std::vector<float> m_queries;  // [kRows, head_size]; rows beyond the last query hold what the block before left, and are not read
    std::vector<float> m_contexts; // [kRows, head_size]
};

/// Where a sequence's rows begin.
struct Sequence {
    std::int64_t firstQuery, queries, firstToken, length;
};

std::vector<Sequence> sequencesOf(const AttentionInput& input)
{
    std::vector<Sequence> sequences;
    for (const LengthGroup& group : input.groups)
        for (std::int64_t i = 0; i < group.sequences; ++i) {
            const std::int64_t firstToken = group.firstToken + i * group.length;
            const auto index = static_cast<std::int64_t>(sequences.size());
            sequences.push_back(input.clsOnly ? Sequence{index, 1, firstToken, group.length} : Sequence{firstToken, group.length, firstToken, group.length});
        }
    return sequences;
}

bool isPlain(const torch::Tensor& x)
{
    return x.device().is_cpu() && x.scalar_type() == torch::kFloat32 && x.is_contiguous() && !(x.requires_grad() && torch::GradMode::is_enabled());
}

} // namespace

bool cpuAttentionTakes(const AttentionInput& input) { return isPlain(input.query) && isPlain(input.key) && isPlain(input.value); }

torch::Tensor cpuAttention(const AttentionInput& input)
{
    const std::int64_t hidden = input.key.size(1);
    const std::int64_t headSize = hidden / input.heads;
    const std::vector<Sequence> sequences = sequencesOf(input);
    const auto count = static_cast<std::int64_t>(sequences.size());
    std::int64_t longest = 0;
    for (const Sequence& sequence : sequences)
        longest = std::max(longest, sequence.length);

    torch::Tensor context = torch::empty_like(input.query); // [asking, hidden]
    const float* const query = input.query.data_ptr<float>();
    const float* const key = input.key.data_ptr<float>();
    const float* const value = input.value.data_ptr<float>();
    float* const out = context.data_ptr<float>();
    const auto scale = static_cast<float>(1.0 / std::sqrt(static_cast<double>(headSize)));

    // Head by head and not sequence by sequence: these lie in order of length, and a share of the long ones would take longest.
    at::parallel_for(0, input.heads * count, 4, [&](std::int64_t begin, std::int64_t end) {
        Worker worker(longest, headSize);
        for (std::int64_t i = begin; i < end; ++i) {
            const Sequence& sequence = sequences[static_cast<std::size_t>(i % count)];
            const std::int64_t column = i / count * headSize;
            worker.compute({query + sequence.firstQuery * hidden + column, key + sequence.firstToken * hidden + column,
                            value + sequence.firstToken * hidden + column, out + sequence.firstQuery * hidden + column, hidden, hidden, headSize,
                            sequence.queries, sequence.length, scale});
        }
    });
    return context;
}

} // namespace attune::core
