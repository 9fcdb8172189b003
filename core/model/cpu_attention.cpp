#include "core/model/cpu_attention.h"

#include "core/model/attention_kernels.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>

namespace attune::core {

namespace {

/// One head of one sequence: rows of `stride` floats in memory, `headSize` of them used.
struct Head {
    const float *query, *key, *value;
    float* out;                  ///< forward: the context; else the gradient of the query
    std::int64_t stride, headSize, queries, length;
    float scale;
    std::uint32_t firstPlace;    ///< of its probabilities among all
    const float* contextGradient = nullptr;
    float *keyGradient = nullptr, *valueGradient = nullptr;
};

class Worker {
public:
    Worker(std::int64_t longest, std::int64_t headSize, const Dropping& dropping)
        : m_dropping(dropping)
        , m_keys(static_cast<std::size_t>(headSize * padded(longest)))
        , m_values(static_cast<std::size_t>(longest * padded(headSize)))
        , m_scores(static_cast<std::size_t>(kRows * padded(longest)))
        , m_queries(static_cast<std::size_t>(kRows * headSize))
        , m_contexts(static_cast<std::size_t>(kRows * padded(headSize)))
    {
    }

    void compute(const Head& head)
    {
        const std::int64_t keyColumns = padded(head.length), valueColumns = padded(head.headSize);
        turn(head.key, head, m_keys);
        copy(head.value, head, m_values);
        for (std::int64_t first = 0; first < head.queries; first += kRows) {
            const std::int64_t rows = std::min(kRows, head.queries - first);
            float sums[kRows] = {};
            score(head, first, rows, sums);
            if (m_dropping.threshold)
                for (std::int64_t row = 0; row < rows; ++row)
                    dropPlaces(&m_scores[at(row * keyColumns)], head.length, m_dropping, place(head, first + row));
            multiply(m_scores.data(), keyColumns, m_values.data(), head.length, valueColumns, m_contexts.data());
            for (std::int64_t row = 0; row < rows; ++row)
                for (std::int64_t i = 0; i < head.headSize; ++i)
                    head.out[(first + row) * head.stride + i] = m_contexts[at(row * valueColumns + i)] / sums[row];
        }
    }

    /// The gradients of query, key and value. Probabilities are computed again: that costs less than keeping them.
    void computeGradients(const Head& head)
    {
        const std::int64_t keyColumns = padded(head.length), valueColumns = padded(head.headSize);
        makeRoomForGradients(head.length, head.headSize);
        turn(head.key, head, m_keys);
        turn(head.value, head, m_turnedValues);
        copy(head.key, head, m_values); // whose turn it is now to be multiplied by
        std::fill_n(m_keyGradients.begin(), head.length * valueColumns, 0.0f);
        std::fill_n(m_valueGradients.begin(), head.length * valueColumns, 0.0f);
        for (std::int64_t first = 0; first < head.queries; first += kRows) {
            const std::int64_t rows = std::min(kRows, head.queries - first);
            float sums[kRows] = {};
            score(head, first, rows, sums);
            std::fill(m_outGradients.begin(), m_outGradients.end(), 0.0f);
            std::fill(m_wideQueries.begin(), m_wideQueries.end(), 0.0f);
            for (std::int64_t row = 0; row < rows; ++row) {
                std::copy_n(head.contextGradient + (first + row) * head.stride, head.headSize, &m_outGradients[at(row * valueColumns)]);
                std::copy_n(&m_queries[at(row * head.headSize)], head.headSize, &m_wideQueries[at(row * valueColumns)]);
            }
            multiply(m_outGradients.data(), valueColumns, m_turnedValues.data(), head.headSize, keyColumns, m_scoreGradients.data());
            for (std::int64_t row = 0; row < kRows; ++row) {
                float* const p = &m_scores[at(row * keyColumns)];
                float* const g = &m_scoreGradients[at(row * keyColumns)];
                if (row >= rows) {
                    std::fill_n(p, keyColumns, 0.0f);
                    std::fill_n(g, keyColumns, 0.0f);
                    continue;
                }
                softmaxGradient(p, g, m_probabilities.data(), head.length, sums[row], m_dropping, place(head, first + row));
            }
            addProduct(m_scores.data(), keyColumns, m_outGradients.data(), head.length, valueColumns, m_valueGradients.data());
            addProduct(m_scoreGradients.data(), keyColumns, m_wideQueries.data(), head.length, valueColumns, m_keyGradients.data());
            multiply(m_scoreGradients.data(), keyColumns, m_values.data(), head.length, valueColumns, m_contexts.data());
            for (std::int64_t row = 0; row < rows; ++row)
                for (std::int64_t i = 0; i < head.headSize; ++i)
                    head.out[(first + row) * head.stride + i] = m_contexts[at(row * valueColumns + i)] * head.scale;
        }
        for (std::int64_t token = 0; token < head.length; ++token) {
            std::copy_n(&m_keyGradients[at(token * valueColumns)], head.headSize, head.keyGradient + token * head.stride);
            std::copy_n(&m_valueGradients[at(token * valueColumns)], head.headSize, head.valueGradient + token * head.stride);
        }
    }

private:
    static std::size_t at(std::int64_t index) { return static_cast<std::size_t>(index); }

    static std::uint32_t place(const Head& head, std::int64_t query) { return head.firstPlace + static_cast<std::uint32_t>(query * head.length); }

    /// [head_size, tokens] out of rows of tokens; columns beyond the last are 0.
    static void turn(const float* rows, const Head& head, std::vector<float>& out)
    {
        const std::int64_t columns = padded(head.length);
        for (std::int64_t token = 0; token < head.length; ++token)
            for (std::int64_t i = 0; i < head.headSize; ++i)
                out[at(i * columns + token)] = rows[token * head.stride + i];
        for (std::int64_t i = 0; i < head.headSize; ++i)
            std::fill_n(&out[at(i * columns + head.length)], columns - head.length, 0.0f);
    }

    /// [tokens, head_size]
    static void copy(const float* rows, const Head& head, std::vector<float>& out)
    {
        for (std::int64_t token = 0; token < head.length; ++token)
            std::copy_n(rows + token * head.stride, head.headSize, &out[at(token * padded(head.headSize))]);
    }

    /// m_scores: e^(score - largest) of `rows` queries from `first` on; their sums. m_queries: the queries, scaled.
    void score(const Head& head, std::int64_t first, std::int64_t rows, float* sums)
    {
        const std::int64_t keyColumns = padded(head.length);
        for (std::int64_t row = 0; row < rows; ++row)
            for (std::int64_t i = 0; i < head.headSize; ++i)
                m_queries[at(row * head.headSize + i)] = head.query[(first + row) * head.stride + i] * head.scale;
        multiply(m_queries.data(), head.headSize, m_keys.data(), head.headSize, keyColumns, m_scores.data());
        for (std::int64_t row = 0; row < rows; ++row)
            sums[row] = exponentials(&m_scores[at(row * keyColumns)], head.length, keyColumns);
    }

    void makeRoomForGradients(std::int64_t length, std::int64_t headSize)
    {
        const auto grow = [](std::vector<float>& vector, std::int64_t size) {
            if (vector.size() < at(size))
                vector.resize(at(size));
        };
        grow(m_turnedValues, headSize * padded(length));
        grow(m_values, length * padded(headSize));
        grow(m_keyGradients, length * padded(headSize));
        grow(m_valueGradients, length * padded(headSize));
        grow(m_outGradients, kRows * padded(headSize));
        grow(m_wideQueries, kRows * padded(headSize));
        grow(m_scoreGradients, kRows * padded(length));
        grow(m_probabilities, length);
    }

    Dropping m_dropping;
    std::vector<float> m_keys;     // [head_size, tokens], so that a row of scores is a sum of rows
    std::vector<float> m_values;   // [tokens, head_size]
    std::vector<float> m_scores;   // [kRows, tokens]
    std::vector<float> m_queries;  // [kRows, head_size]; rows beyond the last query hold what the block before left, and are not read
    std::vector<float> m_contexts; // [kRows, head_size]
    // For gradients alone:
    std::vector<float> m_turnedValues;                   // [head_size, tokens]
    std::vector<float> m_keyGradients, m_valueGradients; // [tokens, head_size]
    std::vector<float> m_outGradients, m_wideQueries;    // [kRows, head_size]
    std::vector<float> m_scoreGradients;                 // [kRows, tokens]
    std::vector<float> m_probabilities;                  // [tokens]
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

/// Calls `work(worker, sequence, head, first place of its probabilities)` for every head of every sequence, on all threads.
template <typename Work> void forEachHead(const AttentionInput& input, const Dropping& dropping, const Work& work)
{
    const std::vector<Sequence> sequences = sequencesOf(input);
    const auto count = static_cast<std::int64_t>(sequences.size());
    std::int64_t longest = 0;
    std::uint32_t places = 0;
    std::vector<std::uint32_t> firstPlaces;
    for (const Sequence& sequence : sequences) {
        longest = std::max(longest, sequence.length);
        firstPlaces.push_back(places);
        places += static_cast<std::uint32_t>(sequence.queries * sequence.length);
    }
    const std::int64_t headSize = input.key.size(1) / input.heads;
    // Head by head and not sequence by sequence: these lie in order of length, and a share of the long ones would take longest.
    at::parallel_for(0, input.heads * count, 4, [&](std::int64_t begin, std::int64_t end) {
        Worker worker(longest, headSize, dropping);
        for (std::int64_t i = begin; i < end; ++i)
            work(worker, sequences[static_cast<std::size_t>(i % count)], i / count,
                 firstPlaces[static_cast<std::size_t>(i % count)] + static_cast<std::uint32_t>(i / count) * places);
    });
}

Head headOf(const AttentionInput& input, const Sequence& sequence, std::int64_t head, float* out, std::uint32_t firstPlace)
{
    const std::int64_t hidden = input.key.size(1), headSize = hidden / input.heads, column = head * headSize;
    return {input.query.data_ptr<float>() + sequence.firstQuery * hidden + column,
            input.key.data_ptr<float>() + sequence.firstToken * hidden + column,
            input.value.data_ptr<float>() + sequence.firstToken * hidden + column,
            out + sequence.firstQuery * hidden + column,
            hidden,
            headSize,
            sequence.queries,
            sequence.length,
            static_cast<float>(1.0 / std::sqrt(static_cast<double>(headSize))),
            firstPlace};
}

torch::Tensor contextOf(const AttentionInput& input, const Dropping& dropping)
{
    torch::Tensor context = torch::empty_like(input.query); // [asking, hidden]
    float* const out = context.data_ptr<float>();
    forEachHead(input, dropping, [&](Worker& worker, const Sequence& sequence, std::int64_t head, std::uint32_t place) {
        worker.compute(headOf(input, sequence, head, out, place));
    });
    return context;
}

Dropping droppingOf(double probability, std::uint64_t site)
{
    if (probability <= 0)
        return {};
    return {dropoutKey(site), dropoutThreshold(probability), static_cast<float>(1.0 / (1.0 - probability))};
}

bool isPlain(const torch::Tensor& x) { return x.device().is_cpu() && x.scalar_type() == torch::kFloat32 && x.is_contiguous(); }

bool wantsGradient(const torch::Tensor& x) { return x.requires_grad() && torch::GradMode::is_enabled(); }

struct AttentionFunction : torch::autograd::Function<AttentionFunction> {
    static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& query, const torch::Tensor& key,
                                 const torch::Tensor& value, const std::vector<LengthGroup>& groups, std::int64_t heads, bool clsOnly, double probability,
                                 std::int64_t site)
    {
        context->save_for_backward({query, key, value});
        std::vector<std::int64_t> flat;
        for (const LengthGroup& group : groups)
            flat.insert(flat.end(), {group.firstToken, group.sequences, group.length});
        context->saved_data["groups"] = flat;
        context->saved_data["heads"] = heads;
        context->saved_data["cls_only"] = clsOnly;
        context->saved_data["probability"] = probability;
        context->saved_data["site"] = site;
        return contextOf({query, key, value, groups, heads, clsOnly}, droppingOf(probability, static_cast<std::uint64_t>(site)));
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list gradients)
    {
        const torch::autograd::variable_list saved = context->get_saved_variables();
        std::vector<LengthGroup> groups;
        const std::vector<std::int64_t> flat = context->saved_data["groups"].toIntVector();
        for (std::size_t i = 0; i < flat.size(); i += 3)
            groups.push_back({flat[i], flat[i + 1], flat[i + 2]});
        const AttentionInput input{saved[0], saved[1], saved[2], groups, context->saved_data["heads"].toInt(), context->saved_data["cls_only"].toBool()};
        const Dropping dropping
            = droppingOf(context->saved_data["probability"].toDouble(), static_cast<std::uint64_t>(context->saved_data["site"].toInt()));

        const torch::Tensor gradient = gradients[0].contiguous(); // [asking, hidden]
        torch::Tensor query = torch::empty_like(input.query), key = torch::empty_like(input.key), value = torch::empty_like(input.value);
        float *const queries = query.data_ptr<float>(), *const keys = key.data_ptr<float>(), *const values = value.data_ptr<float>();
        const float* const from = gradient.data_ptr<float>();
        forEachHead(input, dropping, [&](Worker& worker, const Sequence& sequence, std::int64_t number, std::uint32_t place) {
            Head head = headOf(input, sequence, number, queries, place);
            const std::int64_t column = number * head.headSize;
            head.contextGradient = from + sequence.firstQuery * head.stride + column;
            head.keyGradient = keys + sequence.firstToken * head.stride + column;
            head.valueGradient = values + sequence.firstToken * head.stride + column;
            worker.computeGradients(head);
        });
        const torch::Tensor none;
        return {query, key, value, none, none, none, none, none};
    }
};

} // namespace

bool cpuAttentionTakes(const AttentionInput& input) { return isPlain(input.query) && isPlain(input.key) && isPlain(input.value); }

torch::Tensor cpuAttention(const AttentionInput& input, double dropoutProbability, DropoutBits* bits)
{
    const bool drops = bits && dropoutProbability > 0;
    const std::uint64_t site = drops ? bits->nextSite() : 0;
    const double probability = drops ? dropoutProbability : 0;
    if (wantsGradient(input.query) || wantsGradient(input.key) || wantsGradient(input.value))
        return AttentionFunction::apply(input.query, input.key, input.value, input.groups, input.heads, input.clsOnly, probability,
                                        static_cast<std::int64_t>(site));
    return contextOf(input, droppingOf(probability, site));
}

} // namespace attune::core
