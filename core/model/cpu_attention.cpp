#include "core/model/cpu_attention.h"

#include "core/model/attention_kernels.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>

namespace attune::core {

namespace {

/// Rows of floats, `stride` from one to the next.
template <typename Float> struct Rows {
    Float* first = nullptr;
    std::int64_t stride = 0;

    Float* operator[](std::int64_t row) const { return first + row * stride; }
};

/// One head of one sequence; `headSize` floats of each row are its own.
struct Head {
    Rows<const float> query, key, value;
    Rows<float> out;             ///< forward: the context; else the gradient of the query
    std::int64_t headSize, queries, length;
    float scale;
    std::uint32_t firstPlace;    ///< of its probabilities among all
    Rows<const float> contextGradient = {};
    Rows<float> keyGradient = {}, valueGradient = {};
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
                    head.out[first + row][i] = m_contexts[at(row * valueColumns + i)] / sums[row];
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
                std::copy_n(head.contextGradient[first + row], head.headSize, &m_outGradients[at(row * valueColumns)]);
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
                    head.out[first + row][i] = m_contexts[at(row * valueColumns + i)] * head.scale;
        }
        for (std::int64_t token = 0; token < head.length; ++token) {
            std::copy_n(&m_keyGradients[at(token * valueColumns)], head.headSize, head.keyGradient[token]);
            std::copy_n(&m_valueGradients[at(token * valueColumns)], head.headSize, head.valueGradient[token]);
        }
    }

private:
    static std::size_t at(std::int64_t index) { return static_cast<std::size_t>(index); }

    static std::uint32_t place(const Head& head, std::int64_t query) { return head.firstPlace + static_cast<std::uint32_t>(query * head.length); }

    /// [head_size, tokens] out of rows of tokens; columns beyond the last are 0.
    static void turn(const Rows<const float>& rows, const Head& head, std::vector<float>& out)
    {
        const std::int64_t columns = padded(head.length);
        for (std::int64_t token = 0; token < head.length; ++token)
            for (std::int64_t i = 0; i < head.headSize; ++i)
                out[at(i * columns + token)] = rows[token][i];
        for (std::int64_t i = 0; i < head.headSize; ++i)
            std::fill_n(&out[at(i * columns + head.length)], columns - head.length, 0.0f);
    }

    /// [tokens, head_size]
    static void copy(const Rows<const float>& rows, const Head& head, std::vector<float>& out)
    {
        for (std::int64_t token = 0; token < head.length; ++token)
            std::copy_n(rows[token], head.headSize, &out[at(token * padded(head.headSize))]);
    }

    /// m_scores: e^(score - largest) of `rows` queries from `first` on; their sums. m_queries: the queries, scaled.
    void score(const Head& head, std::int64_t first, std::int64_t rows, float* sums)
    {
        const std::int64_t keyColumns = padded(head.length);
        for (std::int64_t row = 0; row < rows; ++row)
            for (std::int64_t i = 0; i < head.headSize; ++i)
                m_queries[at(row * head.headSize + i)] = head.query[first + row][i] * head.scale;
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

/// One head's columns of one sequence's rows.
template <typename Float> Rows<Float> rowsOf(const torch::Tensor& x, std::int64_t firstRow, std::int64_t firstColumn)
{
    return {x.data_ptr<float>() + firstRow * x.stride(0) + firstColumn, x.stride(0)};
}

Head headOf(const AttentionInput& input, const Sequence& sequence, std::int64_t head, const torch::Tensor& out, std::uint32_t firstPlace)
{
    const std::int64_t headSize = input.key.size(1) / input.heads, column = head * headSize;
    return {rowsOf<const float>(input.query, sequence.firstQuery, column),
            rowsOf<const float>(input.key, sequence.firstToken, column),
            rowsOf<const float>(input.value, sequence.firstToken, column),
            rowsOf<float>(out, sequence.firstQuery, column),
            headSize,
            sequence.queries,
            sequence.length,
            static_cast<float>(1.0 / std::sqrt(static_cast<double>(headSize))),
            firstPlace};
}

} // namespace

void attentionContext(const AttentionInput& input, const Dropping& dropping, const torch::Tensor& context)
{
    forEachHead(input, dropping, [&](Worker& worker, const Sequence& sequence, std::int64_t head, std::uint32_t place) {
        worker.compute(headOf(input, sequence, head, context, place));
    });
}

void attentionGradients(const AttentionInput& input, const Dropping& dropping, const torch::Tensor& contextGradient, const AttentionGradients& gradients)
{
    forEachHead(input, dropping, [&](Worker& worker, const Sequence& sequence, std::int64_t number, std::uint32_t place) {
        Head head = headOf(input, sequence, number, gradients.query, place);
        const std::int64_t column = number * head.headSize;
        head.contextGradient = rowsOf<const float>(contextGradient, sequence.firstQuery, column);
        head.keyGradient = rowsOf<float>(gradients.key, sequence.firstToken, column);
        head.valueGradient = rowsOf<float>(gradients.value, sequence.firstToken, column);
        worker.computeGradients(head);
    });
}

namespace {

torch::Tensor contextOf(const AttentionInput& input, const Dropping& dropping)
{
    torch::Tensor context = torch::empty(input.query.sizes(), input.query.options()); // [asking, hidden]
    attentionContext(input, dropping, context);
    return context;
}

bool isPlain(const torch::Tensor& x) { return x.device().is_cpu() && x.scalar_type() == torch::kFloat32 && x.stride(1) == 1; }

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
        return contextOf({query, key, value, groups, heads, clsOnly}, Dropping(probability, static_cast<std::uint64_t>(site)));
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list gradients)
    {
        const torch::autograd::variable_list saved = context->get_saved_variables();
        std::vector<LengthGroup> groups;
        const std::vector<std::int64_t> flat = context->saved_data["groups"].toIntVector();
        for (std::size_t i = 0; i < flat.size(); i += 3)
            groups.push_back({flat[i], flat[i + 1], flat[i + 2]});
        const AttentionInput input{saved[0], saved[1], saved[2], groups, context->saved_data["heads"].toInt(), context->saved_data["cls_only"].toBool()};
        const Dropping dropping(context->saved_data["probability"].toDouble(), static_cast<std::uint64_t>(context->saved_data["site"].toInt()));
        const auto like = [](const torch::Tensor& x) { return torch::empty(x.sizes(), x.options()); };
        const AttentionGradients made{like(input.query), like(input.key), like(input.value)};
        attentionGradients(input, dropping, gradients[0].contiguous(), made);
        const torch::Tensor none;
        return {made.query, made.key, made.value, none, none, none, none, none};
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
    return contextOf(input, Dropping(probability, site));
}

} // namespace attune::core
