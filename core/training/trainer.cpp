#include "core/training/trainer.h"

#include <cmath>

namespace attune::core {

namespace {

torch::Tensor labelsOf(const PackedBatch& batch, const std::vector<std::int64_t>& labels, torch::Device device)
{
    std::vector<std::int64_t> chosen;
    chosen.reserve(batch.rows.size());
    for (const std::int64_t row : batch.rows)
        chosen.push_back(labels[static_cast<std::size_t>(row)]);
    return torch::tensor(chosen, torch::kInt64).to(device); // [sequences]
}

} // namespace

Trainer::Trainer(std::shared_ptr<BertForSequenceClassification> model, const TrainingOptions& options, const LinearSchedule& schedule)
    : m_model(std::move(model))
    , m_options(options)
    , m_schedule(schedule)
    , m_optimizer(m_model->named_parameters(), {options.adamBeta1, options.adamBeta2, options.adamEpsilon, options.weightDecay})
    , m_wordGradient(torch::zeros_like(m_model->embeddings->wordEmbeddings->weight))
{
}

Trainer::MicroBatchResult Trainer::accumulate(const PackedBatch& batch, const std::vector<std::int64_t>& labels, std::int64_t stepSamples)
{
    const PackedTensors tensors(batch, m_model->device());
    const torch::Tensor target = labelsOf(batch, labels, m_model->device());

    DropoutBits bits(m_options.seed, m_microBatches++);
    ForwardOptions options;
    options.dropout = &bits;
    options.clsOnly = true;
    options.wordRows = lookUpWords(tensors.inputIds);
    const torch::Tensor logits = m_model->forward(tensors, options).logits; // [sequences, labels]
    const torch::Tensor lossSum = torch::nn::functional::cross_entropy(
        logits, target, torch::nn::functional::CrossEntropyFuncOptions().reduction(torch::kSum));

    MicroBatchResult result;
    result.lossSum = lossSum.item<double>();
    result.correct = logits.argmax(-1).eq(target).sum().item<std::int64_t>();
    if (std::isfinite(result.lossSum)) {
        (lossSum / static_cast<double>(stepSamples)).backward();
        addWordGradient(tensors.inputIds, options.wordRows);
    }
    return result;
}

torch::Tensor Trainer::lookUpWords(const torch::Tensor& inputIds)
{
    // A leaf of its own: its gradient has the batch's rows, where the table's would have the whole vocabulary's.
    torch::NoGradGuard noGrad;
    return m_model->embeddings->wordEmbeddings->weight.index_select(0, inputIds).set_requires_grad(true); // [tokens, hidden]
}

void Trainer::addWordGradient(const torch::Tensor& inputIds, const torch::Tensor& rows)
{
    torch::NoGradGuard noGrad;
    m_wordGradient.index_add_(0, inputIds, rows.grad());
    m_model->embeddings->wordEmbeddings->weight.mutable_grad() = m_wordGradient;
}

Trainer::StepResult Trainer::step()
{
    StepResult result;
    result.learningRate = learningRate();
    result.gradientNorm = m_optimizer.gradientNorm();
    if (!std::isfinite(result.gradientNorm))
        return result;
    // torch.nn.utils.clip_grad_norm_: gradients times min(1, max_norm / (norm + 1e-6)).
    const double scale = m_options.maxGradNorm > 0 ? std::min(1.0, m_options.maxGradNorm / (result.gradientNorm + 1e-6)) : 1.0;
    m_optimizer.step(result.learningRate, scale);
    torch::NoGradGuard noGrad;
    m_wordGradient.zero_();
    ++m_steps;
    return result;
}

ClassifiedBatch classify(const BertForSequenceClassification& model, const PackedBatch& batch, const std::vector<std::int64_t>& labels)
{
    torch::NoGradGuard noGrad;
    ForwardOptions options;
    options.clsOnly = true;
    const torch::Tensor logits = model.forward(PackedTensors(batch, model.device()), options).logits; // [sequences, labels]
    const torch::Tensor target = labelsOf(batch, labels, model.device());
    const torch::Tensor losses = torch::nn::functional::cross_entropy(
        logits, target, torch::nn::functional::CrossEntropyFuncOptions().reduction(torch::kNone)).to(torch::kCPU, torch::kFloat64);
    const torch::Tensor predicted = logits.argmax(-1).to(torch::kCPU);
    ClassifiedBatch result;
    result.losses.assign(losses.data_ptr<double>(), losses.data_ptr<double>() + losses.numel());
    result.predicted.assign(predicted.data_ptr<std::int64_t>(), predicted.data_ptr<std::int64_t>() + predicted.numel());
    return result;
}

} // namespace attune::core
