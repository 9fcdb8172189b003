#include "core/model/fused_encoder.h"

#include "core/model/attention.h"
#include "core/model/cpu_attention.h"
#include "core/model/encoder_kernels.h"
#include "core/model/matrix_product.h"

#include <ATen/Parallel.h>

namespace attune::core {

namespace {

/// oneDNN makes code for every new number of rows: rounded up it meets few. The rows beyond the last one are 0 in whatever is summed over.
std::int64_t rounded(std::int64_t rows)
{
    const std::int64_t unit = rows < 256 ? 8 : 32;
    return (rows + unit - 1) / unit * unit;
}

/// [rounded rows, columns]; the rows beyond `rows` are 0.
torch::Tensor makeRows(std::int64_t rows, std::int64_t columns, torch::ScalarType type)
{
    torch::Tensor made = torch::empty({rounded(rows), columns}, type);
    if (made.size(0) > rows)
        made.narrow(0, rows, made.size(0) - rows).zero_();
    return made;
}

torch::Tensor copyRows(const torch::Tensor& x)
{
    torch::Tensor made = makeRows(x.size(0), x.size(1), torch::kFloat32);
    made.narrow(0, 0, x.size(0)).copy_(x);
    return made;
}

/// Calls `work(block, first row, rows)` for each block of kBlockRows rows, on all threads.
template <typename Work> void forEachBlock(std::int64_t rows, const Work& work)
{
    at::parallel_for(0, (rows + kBlockRows - 1) / kBlockRows, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t block = begin; block < end; ++block)
            work(block, block * kBlockRows, std::min(kBlockRows, rows - block * kBlockRows));
    });
}

/// Sums over rows, block by block: [blocks, columns].
class BlockSums {
public:
    BlockSums(std::int64_t rows, std::int64_t columns) : m_sums(torch::empty({(rows + kBlockRows - 1) / kBlockRows, columns})) {}

    float* operator[](std::int64_t block) { return m_sums.data_ptr<float>() + block * m_sums.size(1); }
    torch::Tensor total() const { return m_sums.size(0) == 1 ? m_sums[0] : m_sums.sum(0); } // [columns]

private:
    torch::Tensor m_sums;
};

/// What the backward pass needs of one layer. `rows` of them follow the attention: all tokens, or the first of each sequence.
struct LayerPass {
    const BertLayer* layer = nullptr;
    bool clsOnly = false;
    std::int64_t rows = 0;
    torch::Tensor values;                      // what the products read of the layer's input, [tokens, hidden]
    torch::Tensor askingValues;                // the same, of the rows that ask
    torch::Tensor query, key, value;           // fp32; rows may lie apart
    torch::Tensor leaves[3], contextGraph;     // where attention is left to autograd
    torch::Tensor context;                     // [rows, hidden]
    torch::Tensor attendedSum, attendedMoments, middle; // before the norm [rows, hidden]; [rows, 2]; what products read of its result
    torch::Tensor wide, wideDerivative;        // [rows, intermediate]
    torch::Tensor narrowSum, narrowMoments;
    Dropping attentionDropping, attendedDropping, narrowDropping;
};

float* floats(const torch::Tensor& x) { return x.data_ptr<float>(); }

RowMoments* momentsOf(const torch::Tensor& x) { return reinterpret_cast<RowMoments*>(x.data_ptr<float>()); }

/// One forward pass through all layers, and its way back. `Value` is float or BFloat.
template <typename Value> class EncoderPass {
public:
    EncoderPass(const BertForSequenceClassification& model, const PackedTensors& batch, const ForwardOptions& options, bool keeps)
        : m_model(model), m_groups(batch.groups), m_firstTokens(batch.firstTokens), m_options(options), m_keeps(keeps)
    {
    }

    torch::Tensor forward(const torch::Tensor& hidden)
    {
        m_tokens = hidden.size(0);
        torch::Tensor x = copyRows(hidden), values = valuesOf(x, m_tokens);
        std::int64_t rows = m_tokens;
        for (std::size_t i = 0; i < m_model.layers.size(); ++i) {
            LayerPass pass;
            pass.layer = m_model.layers[i].get();
            pass.clsOnly = m_options.clsOnly && i + 1 == m_model.layers.size();
            rows = pass.rows = pass.clsOnly ? m_firstTokens.size(0) : m_tokens;
            pass.values = values;
            compute(pass, x, values);
            if (m_keeps)
                m_layers.push_back(std::move(pass));
        }
        return x.narrow(0, 0, rows);
    }

    /// The gradient of forward's argument; undefined where nothing below learns.
    torch::Tensor backward(const torch::Tensor& gradient, bool hiddenLearns)
    {
        torch::Tensor flowing = copyRows(gradient);
        std::size_t lowest = m_layers.size(); // that learns
        for (std::size_t i = 0; i < m_layers.size() && lowest == m_layers.size(); ++i)
            for (const torch::Tensor& parameter : m_layers[i].layer->parameters())
                if (parameter.requires_grad())
                    lowest = i;
        for (std::size_t i = m_layers.size(); i-- > (hiddenLearns ? 0 : lowest);) {
            goBack(m_layers[i], flowing, hiddenLearns || i > lowest);
            m_layers[i] = LayerPass(); // gives its memory to the next one
        }
        return hiddenLearns ? flowing.narrow(0, 0, m_tokens) : torch::Tensor();
    }

private:
    static constexpr bool kIsBf16 = std::is_same_v<Value, BFloat>;
    static constexpr torch::ScalarType kType = kIsBf16 ? torch::kBFloat16 : torch::kFloat32;

    static Value* pointer(const torch::Tensor& x) { return static_cast<Value*>(x.data_ptr()); }

    /// What products read of fp32 rows.
    static torch::Tensor valuesOf(const torch::Tensor& x, std::int64_t rows)
    {
        if constexpr (!kIsBf16)
            return x;
        torch::Tensor half = makeRows(rows, x.size(1), torch::kBFloat16);
        forEachBlock(rows, [&](std::int64_t, std::int64_t first, std::int64_t count) {
            toBf16(floats(x) + first * x.size(1), static_cast<BFloat*>(half.data_ptr()) + first * x.size(1), count * x.size(1));
        });
        return half;
    }

    torch::Tensor weightOf(const torch::nn::Linear& linear) const // [out, in]
    {
        if constexpr (kIsBf16)
            return m_model.bf16Weights().of(linear->weight);
        else
            return linear->weight.detach();
    }

    /// x W^T + b, written to `out`.
    void apply(const torch::nn::Linear& linear, const torch::Tensor& x, std::int64_t rows, const torch::Tensor& out) const
    {
        if (m_options.trace)
            m_options.trace->linearRows.push_back(rows);
        multiply(x, weightOf(linear).t(), out, linear->bias.detach());
    }

    Dropping nextDropping(double probability) const
    {
        const bool drops = m_options.dropout && probability > 0;
        return drops ? Dropping(probability, m_options.dropout->nextSite()) : Dropping();
    }

    AttentionInput attentionOf(const LayerPass& pass) const
    {
        return {pass.query, pass.key, pass.value, m_groups, m_model.config().numAttentionHeads, pass.clsOnly, m_options.precision};
    }

    torch::Tensor attended(LayerPass& pass) const // [rows, hidden] fp32
    {
        const double probability = m_model.config().attentionProbsDropoutProb;
        torch::Tensor context = makeRows(pass.rows, pass.query.size(1), torch::kFloat32);
        if (m_keeps && productsAreFaster(m_options.precision, m_groups.back().length)) {
            const torch::AutoGradMode enabled(true);
            const torch::Tensor* const parts[] = {&pass.query, &pass.key, &pass.value};
            for (int i = 0; i < 3; ++i)
                pass.leaves[i] = parts[i]->contiguous().detach().requires_grad_();
            const AttentionInput input{pass.leaves[0], pass.leaves[1], pass.leaves[2], m_groups, m_model.config().numAttentionHeads, pass.clsOnly,
                                       m_options.precision};
            pass.contextGraph = attend(input, probability, m_options.dropout, nullptr);
            context.narrow(0, 0, pass.rows).copy_(pass.contextGraph.detach());
            return context;
        }
        pass.attentionDropping = nextDropping(probability);
        attentionContext(attentionOf(pass), pass.attentionDropping, context);
        return context;
    }

    /// LayerNorm(dropout(x) + residual): fp32, and what products read of it.
    struct Normed {
        torch::Tensor sum, moments, out, values;
    };
    Normed norm(const torch::nn::LayerNorm& layer, const torch::Tensor& x, const torch::Tensor& residual, std::int64_t rows,
                const Dropping& dropping) const
    {
        const std::int64_t columns = x.size(1);
        Normed normed{torch::empty({rows, columns}), torch::empty({rows, 2}), makeRows(rows, columns, torch::kFloat32), {}};
        normed.values = kIsBf16 ? makeRows(rows, columns, torch::kBFloat16) : normed.out;
        const NormWeights weights{floats(layer->weight), floats(layer->bias), static_cast<float>(layer->options.eps())};
        forEachBlock(rows, [&](std::int64_t, std::int64_t first, std::int64_t count) {
            const std::int64_t at = first * columns;
            residualNorm(pointer(x) + at, floats(residual) + at, first, count, columns, weights, dropping, floats(normed.sum) + at,
                         floats(normed.out) + at, kIsBf16 ? static_cast<BFloat*>(normed.values.data_ptr()) + at : nullptr,
                         momentsOf(normed.moments) + first);
        });
        return normed;
    }

    /// x and values become the layer's result.
    void compute(LayerPass& pass, torch::Tensor& x, torch::Tensor& values)
    {
        const BertLayer& layer = *pass.layer;
        const std::int64_t hidden = x.size(1), rows = pass.rows;
        if (m_options.trace)
            m_options.trace->attentionGroups.push_back(m_groups);

        const torch::Tensor asking = pass.clsOnly ? copyRows(x.index_select(0, m_firstTokens)) : x;
        pass.askingValues = pass.clsOnly ? valuesOf(asking, rows) : values;
        pass.query = torch::empty({rounded(rows), hidden});
        const torch::Tensor keyValue = torch::empty({rounded(m_tokens), 2 * hidden});
        pass.key = keyValue.narrow(1, 0, hidden);
        pass.value = keyValue.narrow(1, hidden, hidden);
        apply(layer.self->query, pass.askingValues, rows, pass.query);
        apply(layer.self->key, values, m_tokens, pass.key);
        apply(layer.self->value, values, m_tokens, pass.value);
        pass.context = valuesOf(attended(pass), rows);

        const torch::Tensor dense = torch::empty({rounded(rows), hidden}, kType);
        apply(layer.attentionOutput->dense, pass.context, rows, dense);
        pass.attendedDropping = nextDropping(m_model.config().hiddenDropoutProb);
        const Normed middle = norm(layer.attentionOutput->layerNorm, dense, asking, rows, pass.attendedDropping);
        pass.attendedSum = middle.sum;
        pass.attendedMoments = middle.moments;
        pass.middle = middle.values;

        activate(pass);
        apply(layer.output->dense, pass.wide, rows, dense);
        pass.narrowDropping = nextDropping(m_model.config().hiddenDropoutProb);
        const Normed out = norm(layer.output->layerNorm, dense, middle.out, rows, pass.narrowDropping);
        pass.narrowSum = out.sum;
        pass.narrowMoments = out.moments;
        x = out.out;
        values = out.values;
    }

    void activate(LayerPass& pass) const
    {
        const std::int64_t columns = m_model.config().intermediateSize;
        const torch::Tensor x = makeRows(pass.rows, columns, kType);
        apply(pass.layer->intermediate, pass.middle, pass.rows, x);
        pass.wide = m_keeps ? makeRows(pass.rows, columns, kType) : x;
        forEachBlock(pass.rows, [&](std::int64_t, std::int64_t first, std::int64_t count) {
            const std::int64_t at = first * columns;
            if (m_keeps)
                geluWithDerivative(pointer(x) + at, pointer(pass.wide) + at, count * columns);
            else
                gelu(pointer(x) + at, count * columns);
        });
        pass.wideDerivative = x;
    }

    static void addGradient(const torch::Tensor& parameter, const torch::Tensor& gradient)
    {
        if (!parameter.requires_grad())
            return;
        torch::Tensor& sum = const_cast<torch::Tensor&>(parameter).mutable_grad();
        if (sum.defined())
            sum.add_(gradient);
        else
            sum = gradient.clone();
    }

    /// gradient^T x, added to the weight's grad().
    static void addWeightGradient(const torch::nn::Linear& linear, const torch::Tensor& gradient, const torch::Tensor& x)
    {
        if (!linear->weight.requires_grad())
            return;
        torch::Tensor& sum = linear->weight.mutable_grad();
        const bool adds = sum.defined();
        if (!adds)
            sum = torch::empty_like(linear->weight, torch::TensorOptions().requires_grad(false));
        multiply(gradient.t(), x, sum, {}, adds);
    }

    /// Through the norm and dropout: `flowing` becomes the residual's gradient; returns that of what came out of `linear`, whose bias it serves.
    torch::Tensor goBackThroughNorm(const BertBlockOutput& block, torch::Tensor& flowing, const torch::Tensor& sum, const torch::Tensor& moments,
                                    std::int64_t rows, const Dropping& dropping) const
    {
        const std::int64_t columns = sum.size(1);
        torch::Tensor inner = makeRows(rows, columns, kType);
        BlockSums sums(rows, 3 * columns);
        forEachBlock(rows, [&](std::int64_t number, std::int64_t first, std::int64_t count) {
            const std::int64_t at = first * columns;
            float* const to = sums[number];
            residualNormGradient(floats(flowing) + at, floats(sum) + at, momentsOf(moments) + first, first, count, columns,
                                 floats(block.layerNorm->weight), dropping, pointer(inner) + at, to, to + columns, to + 2 * columns);
        });
        const torch::Tensor total = sums.total();
        addGradient(block.layerNorm->weight, total.narrow(0, 0, columns));
        addGradient(block.layerNorm->bias, total.narrow(0, columns, columns));
        addGradient(block.dense->bias, total.narrow(0, 2 * columns, columns));
        return inner;
    }

    /// `flowing` is the gradient of the layer's result and becomes that of its input, where `belowLearns`.
    void goBack(LayerPass& pass, torch::Tensor& flowing, bool belowLearns) const
    {
        const BertLayer& layer = *pass.layer;
        const std::int64_t rows = pass.rows, hidden = pass.query.size(1), columns = pass.wide.size(1);
        const torch::Tensor narrow = goBackThroughNorm(*layer.output, flowing, pass.narrowSum, pass.narrowMoments, rows, pass.narrowDropping);
        addWeightGradient(layer.output->dense, narrow, pass.wide);
        const torch::Tensor wide = torch::empty({rounded(rows), columns}, kType);
        multiply(narrow, weightOf(layer.output->dense), wide);
        BlockSums wideSums(rows, columns);
        forEachBlock(rows, [&](std::int64_t number, std::int64_t first, std::int64_t count) {
            multiplyAndSum(pointer(wide) + first * columns, pointer(pass.wideDerivative) + first * columns, count, columns, wideSums[number]);
        });
        addGradient(layer.intermediate->bias, wideSums.total());
        addWeightGradient(layer.intermediate, wide, pass.middle);
        multiply(wide, weightOf(layer.intermediate), flowing, {}, true);

        const torch::Tensor attended
            = goBackThroughNorm(*layer.attentionOutput, flowing, pass.attendedSum, pass.attendedMoments, rows, pass.attendedDropping);
        addWeightGradient(layer.attentionOutput->dense, attended, pass.context);
        const torch::Tensor context = torch::empty({rounded(rows), hidden});
        multiply(attended, weightOf(layer.attentionOutput->dense), context);

        const AttentionGradients gradients{makeRows(rows, hidden, torch::kFloat32), makeRows(m_tokens, hidden, torch::kFloat32),
                                           makeRows(m_tokens, hidden, torch::kFloat32)};
        goBackThroughAttention(pass, context, gradients);
        const torch::Tensor query = goBackToInput(layer.self->query, gradients.query, rows, pass.askingValues);
        const torch::Tensor key = goBackToInput(layer.self->key, gradients.key, m_tokens, pass.values);
        const torch::Tensor value = goBackToInput(layer.self->value, gradients.value, m_tokens, pass.values);
        if (!belowLearns)
            return;
        multiply(query, weightOf(layer.self->query), flowing, {}, true);
        if (!pass.clsOnly) {
            multiply(key, weightOf(layer.self->key), flowing, {}, true);
            multiply(value, weightOf(layer.self->value), flowing, {}, true);
            return;
        }
        const torch::Tensor all = torch::empty({rounded(m_tokens), hidden});
        multiply(key, weightOf(layer.self->key), all);
        multiply(value, weightOf(layer.self->value), all, {}, true);
        all.index_add_(0, m_firstTokens, flowing.narrow(0, 0, rows));
        flowing = all;
    }

    void goBackThroughAttention(const LayerPass& pass, const torch::Tensor& context, const AttentionGradients& gradients) const
    {
        if (!pass.contextGraph.defined()) {
            attentionGradients(attentionOf(pass), pass.attentionDropping, context, gradients);
            return;
        }
        const torch::autograd::variable_list found = torch::autograd::grad({pass.contextGraph}, {pass.leaves[0], pass.leaves[1], pass.leaves[2]},
                                                                           {context.narrow(0, 0, pass.rows)});
        const torch::Tensor* const to[] = {&gradients.query, &gradients.key, &gradients.value};
        for (int i = 0; i < 3; ++i)
            to[i]->narrow(0, 0, found[static_cast<std::size_t>(i)].size(0)).copy_(found[static_cast<std::size_t>(i)]);
    }

    /// Weight and bias of a product get their gradients; returns what products read of `gradient`.
    torch::Tensor goBackToInput(const torch::nn::Linear& linear, const torch::Tensor& gradient, std::int64_t rows, const torch::Tensor& x) const
    {
        const std::int64_t columns = gradient.size(1);
        const torch::Tensor values = kIsBf16 ? makeRows(rows, columns, torch::kBFloat16) : gradient;
        BlockSums sums(rows, columns);
        forEachBlock(rows, [&](std::int64_t number, std::int64_t first, std::int64_t count) {
            sumRows(floats(gradient) + first * columns, count, columns, sums[number],
                    kIsBf16 ? static_cast<BFloat*>(values.data_ptr()) + first * columns : nullptr);
        });
        addGradient(linear->bias, sums.total());
        addWeightGradient(linear, values, x);
        return values;
    }

    const BertForSequenceClassification& m_model;
    std::vector<LengthGroup> m_groups;
    torch::Tensor m_firstTokens;
    ForwardOptions m_options;
    bool m_keeps;
    std::int64_t m_tokens = 0;
    std::vector<LayerPass> m_layers;
};

/// Lets autograd keep a pass.
template <typename Value> struct KeptPass : torch::CustomClassHolder {
    explicit KeptPass(EncoderPass<Value>&& p) : pass(std::move(p)) {}
    EncoderPass<Value> pass;
};

template <typename Value> struct EncoderFunction : torch::autograd::Function<EncoderFunction<Value>> {
    /// `learns`: a tensor that requires a gradient, so that there is a way back where `hidden` requires none.
    static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& hidden, const torch::Tensor& learns,
                                 const c10::intrusive_ptr<KeptPass<Value>>& kept)
    {
        static_cast<void>(learns);
        context->saved_data["pass"] = torch::IValue::make_capsule(kept);
        context->saved_data["hidden_learns"] = hidden.requires_grad();
        return kept->pass.forward(hidden);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list gradients)
    {
        const auto kept = context->saved_data["pass"].toCapsule();
        auto& pass = static_cast<KeptPass<Value>*>(kept.get())->pass;
        return {pass.backward(gradients[0], context->saved_data["hidden_learns"].toBool()), torch::Tensor(), torch::Tensor()};
    }
};

template <typename Value>
torch::Tensor encode(const BertForSequenceClassification& model, const torch::Tensor& hidden, const PackedTensors& batch, const ForwardOptions& options)
{
    const bool keeps = torch::GradMode::is_enabled();
    EncoderPass<Value> pass(model, batch, options, keeps);
    if (!keeps)
        return pass.forward(hidden);
    const torch::Tensor learns = torch::zeros({1}, torch::TensorOptions().requires_grad(true));
    return EncoderFunction<Value>::apply(hidden, learns, c10::make_intrusive<KeptPass<Value>>(std::move(pass)));
}

} // namespace

bool fusedEncoderTakes(const BertForSequenceClassification& model, const ForwardOptions& options)
{
    return model.device().is_cpu() && model.config().hiddenAct == Activation::Gelu && options.precision != Precision::Fp16 && !options.attentions
        && !model.layers.empty() && (!torch::GradMode::is_enabled() || options.addsWeightGradients);
}

torch::Tensor fusedEncoder(const BertForSequenceClassification& model, const torch::Tensor& hidden, const PackedTensors& batch,
                           const ForwardOptions& options)
{
    return options.precision == Precision::Bf16 ? encode<BFloat>(model, hidden, batch, options) : encode<float>(model, hidden, batch, options);
}

} // namespace attune::core
