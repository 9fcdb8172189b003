#include "core/training/trainer.h"

#include "core/error.h"

#include <cmath>

namespace attune::core {

namespace nn = torch::nn;
namespace F = torch::nn::functional;

namespace {

// torch/amp/grad_scaler.py's defaults.
constexpr double kFirstLossScale = 65536;
constexpr std::int64_t kStepsBeforeGrowth = 2000;

torch::Tensor labelsOf(const PackedBatch& batch, const std::vector<std::int64_t>& labels, torch::Device device)
{
    std::vector<std::int64_t> chosen;
    chosen.reserve(batch.rows.size());
    for (const std::int64_t row : batch.rows)
        chosen.push_back(labels[static_cast<std::size_t>(row)]);
    return torch::tensor(chosen, torch::kInt64).to(device); // [sequences]
}

template <typename Value> std::vector<Value> valuesOf(const torch::Tensor& tensor)
{
    const torch::Tensor flat = tensor.contiguous();
    return {flat.data_ptr<Value>(), flat.data_ptr<Value>() + flat.numel()};
}

} // namespace

torch::Tensor Objective::lossSum(const torch::Tensor& logits, const torch::Tensor& target) const
{
    auto options = F::CrossEntropyFuncOptions().reduction(torch::kSum).label_smoothing(labelSmoothing);
    if (!classWeights.empty())
        options.weight(torch::tensor(classWeights, torch::kFloat32).to(logits.device()));
    return F::cross_entropy(logits, target, options);
}

double Objective::weightOf(const std::vector<std::int64_t>& texts, const std::vector<std::int64_t>& labels) const
{
    if (classWeights.empty())
        return static_cast<double>(texts.size());
    double sum = 0;
    for (const std::int64_t text : texts)
        sum += classWeights[static_cast<std::size_t>(labels[static_cast<std::size_t>(text)])];
    return sum;
}

void prepareForTraining(BertForSequenceClassification& model, const TrainingOptions& options)
{
    if (options.freezeEmbeddings)
        for (torch::Tensor& parameter : model.embeddings->parameters())
            parameter.set_requires_grad(false);
    const auto frozen = static_cast<std::size_t>(options.freezeLayers);
    if (frozen > model.layers.size())
        throw Error("freeze_layers is " + std::to_string(frozen) + ", and the model has " + std::to_string(model.layers.size()) + " layers.",
                    "Choose 0 to " + std::to_string(model.layers.size()) + ".");
    for (std::size_t i = 0; i < frozen; ++i)
        for (torch::Tensor& parameter : model.layers[i]->parameters())
            parameter.set_requires_grad(false);
    if (options.dropout)
        model.setDropout(*options.dropout);
}

Trainer::Trainer(std::shared_ptr<BertForSequenceClassification> model, const TrainingOptions& options, const Schedule& schedule, Objective objective,
                 Precision precision)
    : m_model(std::move(model))
    , m_options(options)
    , m_schedule(schedule)
    , m_objective(std::move(objective))
    , m_precision(precision)
    , m_optimizer(m_model->named_parameters(), options, static_cast<std::int64_t>(m_model->layers.size()), &m_model->bf16Weights())
    , m_trainsWords(m_model->embeddings->wordEmbeddings->weight.requires_grad())
    , m_lossScale(precision == Precision::Fp16 ? kFirstLossScale : 1)
{
    if (m_trainsWords && !m_optimizer.stepsLazily())
        m_wordGradient = torch::zeros_like(m_model->embeddings->wordEmbeddings->weight);
}

Trainer::MicroBatchResult Trainer::accumulate(const PackedBatch& batch, const std::vector<std::int64_t>& labels, double share)
{
    const PackedTensors tensors(batch, m_model->device());
    const torch::Tensor target = labelsOf(batch, labels, m_model->device());

    DropoutBits bits(m_options.seed, m_microBatches++);
    ForwardOptions options;
    options.dropout = &bits;
    options.clsOnly = true;
    options.precision = m_precision;
    options.addsWeightGradients = true;
    options.wordRows = lookUpWords(batch, tensors.inputIds);
    const torch::Tensor logits = m_model->forward(tensors, options).logits; // [sequences, labels]
    const torch::Tensor lossSum = m_objective.lossSum(logits, target);

    const torch::Tensor correct = logits.detach().argmax(-1).eq(target).sum();
    // Asked for before the backward pass, the loss would keep a graphics card waiting for it.
    (lossSum * (share * m_lossScale)).backward();
    if (m_trainsWords)
        addWordGradient(batch, tensors.inputIds, options.wordRows.grad());
    const torch::Tensor both = torch::stack({lossSum.detach().to(torch::kFloat64), correct.to(torch::kFloat64)}).to(torch::kCPU);
    const double* values = both.data_ptr<double>();
    return {values[0], static_cast<std::int64_t>(values[1])};
}

torch::Tensor Trainer::lookUpWords(const PackedBatch& batch, const torch::Tensor& inputIds)
{
    m_optimizer.beforeReading(batch.inputIds);
    // A leaf of its own: its gradient has the batch's rows, where the table's would have the whole vocabulary's.
    torch::NoGradGuard noGrad;
    return m_model->embeddings->wordEmbeddings->weight.index_select(0, inputIds).set_requires_grad(m_trainsWords); // [tokens, hidden]
}

void Trainer::addWordGradient(const PackedBatch& batch, const torch::Tensor& inputIds, const torch::Tensor& rows)
{
    if (m_optimizer.stepsLazily()) {
        m_optimizer.addWordGradient(batch.inputIds, rows);
        return;
    }
    torch::NoGradGuard noGrad;
    m_wordGradient.index_add_(0, inputIds, rows);
    m_model->embeddings->wordEmbeddings->weight.mutable_grad() = m_wordGradient;
}

Trainer::StepResult Trainer::step()
{
    StepResult result;
    result.learningRate = learningRate();
    result.gradientNorm = m_optimizer.gradientNorm() / m_lossScale;
    if (overflowed(result.gradientNorm)) {
        restartStep();
        result.repeat = true;
        return result;
    }
    if (!std::isfinite(result.gradientNorm))
        return result;
    // torch.nn.utils.clip_grad_norm_: gradients times min(1, max_norm / (norm + 1e-6)).
    const double scale = m_options.maxGradNorm > 0 ? std::min(1.0, m_options.maxGradNorm / (result.gradientNorm + 1e-6)) : 1.0;
    m_optimizer.step(result.learningRate, scale / m_lossScale);
    if (m_wordGradient.defined()) {
        torch::NoGradGuard noGrad;
        m_wordGradient.zero_();
    }
    m_microBatchesBefore = m_microBatches;
    return result;
}

bool Trainer::overflowed(double gradientNorm)
{
    if (m_precision != Precision::Fp16)
        return false;
    if (!std::isfinite(gradientNorm) && m_lossScale > 1) {
        m_lossScale /= 2;
        m_stepsSinceOverflow = 0;
        return true;
    }
    if (++m_stepsSinceOverflow == kStepsBeforeGrowth) {
        m_lossScale *= 2;
        m_stepsSinceOverflow = 0;
    }
    return false;
}

void Trainer::restartStep()
{
    m_optimizer.dropGradients();
    if (m_wordGradient.defined()) {
        torch::NoGradGuard noGrad;
        m_wordGradient.zero_();
    }
    m_microBatches = m_microBatchesBefore;
}

Trainer::State Trainer::state() const { return {m_microBatchesBefore, m_optimizer.steps(), m_lossScale, m_stepsSinceOverflow}; }

void Trainer::restore(const State& state)
{
    m_microBatches = m_microBatchesBefore = state.microBatches;
    m_optimizer.setSteps(state.steps);
    m_lossScale = state.lossScale;
    m_stepsSinceOverflow = state.stepsSinceOverflow;
}

ClassifiedBatch classify(const BertForSequenceClassification& model, const PackedBatch& batch, const std::vector<std::int64_t>& labels,
                         Precision precision)
{
    torch::NoGradGuard noGrad;
    ForwardOptions options;
    options.clsOnly = true;
    options.precision = precision;
    const torch::Tensor logits = model.forward(PackedTensors(batch, model.device()), options).logits; // [sequences, labels]
    const torch::Tensor losses
        = F::cross_entropy(logits, labelsOf(batch, labels, model.device()), F::CrossEntropyFuncOptions().reduction(torch::kNone)); // [sequences]
    return {valuesOf<double>(losses.to(torch::kCPU, torch::kFloat64)), valuesOf<float>(torch::softmax(logits, -1).to(torch::kCPU, torch::kFloat32))};
}

} // namespace attune::core
