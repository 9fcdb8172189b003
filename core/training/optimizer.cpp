#include "core/training/optimizer.h"

#include "core/runtime/torch_compat.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace attune::core {

namespace {

constexpr std::int64_t kBlock = 1 << 15;
constexpr const char* kWords = "bert.embeddings.word_embeddings.weight";

double squaredNorm(const torch::Tensor& gradient)
{
    const torch::Tensor flat = gradient.contiguous();
    const float* values = flat.data_ptr<float>();
    const std::int64_t n = flat.numel();
    std::vector<double> blocks(static_cast<std::size_t>((n + kBlock - 1) / kBlock));
    at::parallel_for(0, static_cast<std::int64_t>(blocks.size()), 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t b = begin; b < end; ++b)
            blocks[static_cast<std::size_t>(b)] = sumOfSquares(values + b * kBlock, std::min(kBlock, n - b * kBlock));
    });
    double total = 0;
    for (const double block : blocks)
        total += block;
    return total;
}

} // namespace

double rateShare(const std::string& parameter, std::int64_t layers, double decay)
{
    constexpr std::string_view kLayer = "bert.encoder.layer.";
    if (parameter.starts_with("bert.embeddings."))
        return std::pow(decay, static_cast<double>(layers + 1));
    if (!parameter.starts_with(kLayer))
        return 1;
    const std::int64_t layer = std::atoll(parameter.c_str() + kLayer.size());
    return std::pow(decay, static_cast<double>(layers - layer));
}

Optimizer::Optimizer(const torch::OrderedDict<std::string, torch::Tensor>& parameters, const TrainingOptions& options, std::int64_t layers,
                     Bf16Weights* bf16Weights)
    : m_kind(options.optim == "sgd" ? OptimizerKind::Sgd : options.optim == "adam" ? OptimizerKind::Adam : OptimizerKind::AdamW)
    , m_options(options)
    , m_bf16Weights(bf16Weights)
{
    for (const auto& entry : parameters) {
        if (!entry.value().requires_grad())
            continue;
        const bool decays = entry.key().find("bias") == std::string::npos && entry.key().find("LayerNorm") == std::string::npos;
        const torch::Tensor second = m_kind == OptimizerKind::Sgd ? torch::Tensor() : torch::zeros_like(entry.value());
        m_slots.push_back({entry.key(), entry.value(), torch::zeros_like(entry.value()), second, decays ? options.weightDecay : 0,
                           rateShare(entry.key(), layers, options.layerwiseLrDecay)});
        const Slot& slot = m_slots.back();
        if (slot.name == kWords && slot.parameter.device().is_cpu())
            m_words.emplace(slot.parameter.detach(), slot.first, slot.second);
    }
}

double Optimizer::gradientNorm() const
{
    double total = m_words ? m_words->squaredNorm() : 0;
    std::vector<torch::Tensor> onDevice;
    for (const Slot& slot : m_slots) {
        const torch::Tensor gradient = slot.parameter.grad();
        if (gradient.defined() && gradient.device().is_cpu())
            total += squaredNorm(gradient);
        else if (gradient.defined())
            onDevice.push_back(gradient);
    }
    if (!onDevice.empty()) // one wait for the device, not one for each parameter
        total += torch::stack(at::_foreach_norm(onDevice)).to(torch::kFloat64).square().sum().item<double>();
    return std::sqrt(total);
}

void Optimizer::step(double learningRate, double gradientScale)
{
    torch::NoGradGuard noGrad;
    ++m_steps;
    if (m_kind == OptimizerKind::AdamW && !m_slots.empty() && hasFusedAdamW(m_slots.front().parameter.device())) {
        stepFused(learningRate, gradientScale);
        dropGradients();
        return;
    }
    for (Slot& slot : m_slots) {
        const double rate = learningRate * slot.rateShare;
        const torch::Tensor gradient = slot.parameter.grad();
        if (m_words && slot.name == kWords)
            m_words->step(ruleOf(slot, rate), static_cast<float>(gradientScale));
        else if (gradient.defined() && slot.parameter.device().is_cpu())
            stepOnCpu(slot, gradient, rate, gradientScale);
        else if (gradient.defined())
            stepOnDevice(slot, gradient, rate, gradientScale);
    }
    dropGradients();
}

UpdateRule Optimizer::ruleOf(const Slot& slot, double learningRate) const
{
    const auto t = static_cast<double>(m_steps);
    const bool decoupled = m_kind == OptimizerKind::AdamW, sgd = m_kind == OptimizerKind::Sgd;
    UpdateRule rule;
    rule.kind = m_kind;
    rule.keep = decoupled ? static_cast<float>(1 - learningRate * slot.decay) : 1.0f;
    rule.decay = decoupled ? 0.0f : static_cast<float>(slot.decay);
    rule.beta1 = static_cast<float>(m_options.adamBeta1);
    rule.rest1 = static_cast<float>(1 - m_options.adamBeta1);
    rule.beta2 = static_cast<float>(m_options.adamBeta2);
    rule.rest2 = static_cast<float>(1 - m_options.adamBeta2);
    rule.rate = static_cast<float>(sgd ? learningRate : learningRate / (1 - std::pow(m_options.adamBeta1, t)));
    rule.secondScale = static_cast<float>(1 / std::sqrt(1 - std::pow(m_options.adamBeta2, t)));
    rule.epsilon = static_cast<float>(m_options.adamEpsilon);
    rule.momentum = static_cast<float>(m_options.momentum);
    return rule;
}

void Optimizer::stepOnCpu(Slot& slot, const torch::Tensor& gradient, double learningRate, double gradientScale)
{
    const UpdateRule rule = ruleOf(slot, learningRate);
    const torch::Tensor flat = gradient.contiguous();
    float* const parameter = slot.parameter.data_ptr<float>();
    const float* const g = flat.data_ptr<float>();
    float* const first = slot.first.data_ptr<float>();
    float* const second = slot.second.defined() ? slot.second.data_ptr<float>() : nullptr;
    BFloat* const copy = m_bf16Weights ? m_bf16Weights->place(slot.parameter) : nullptr;
    at::parallel_for(0, flat.numel(), kBlock, [&](std::int64_t begin, std::int64_t end) {
        constexpr std::int64_t kInCache = 4096;
        for (std::int64_t i = begin; i < end; i += kInCache) {
            const std::int64_t size = std::min(kInCache, end - i);
            update(rule, static_cast<float>(gradientScale), parameter + i, g + i, first + i, second ? second + i : nullptr, size);
            if (copy)
                toBf16(parameter + i, copy + i, size);
        }
    });
    slot.parameter.unsafeGetTensorImpl()->bump_version(); // copies of it are out of date
    if (copy)
        m_bf16Weights->markCurrent(slot.parameter);
}

void Optimizer::beforeReading(std::span<const std::int64_t> words)
{
    if (m_words)
        m_words->catchUp(words);
}

void Optimizer::addWordGradient(std::span<const std::int64_t> words, const torch::Tensor& rows)
{
    m_words->addGradient(words, rows);
}

void Optimizer::settle()
{
    if (m_words)
        m_words->catchUpAll();
}

void Optimizer::setSteps(std::int64_t steps)
{
    m_steps = steps;
    if (m_words)
        m_words->restart();
}

void Optimizer::stepOnDevice(Slot& slot, const torch::Tensor& gradient, double learningRate, double gradientScale)
{
    const bool decoupled = m_kind == OptimizerKind::AdamW;
    torch::Tensor g = gradient * gradientScale;
    if (!decoupled && slot.decay > 0)
        g.add_(slot.parameter, slot.decay);
    if (m_kind == OptimizerKind::Sgd) {
        slot.first.mul_(m_options.momentum).add_(g);
        slot.parameter.add_(slot.first, -learningRate);
        return;
    }
    const auto t = static_cast<double>(m_steps);
    slot.first.mul_(m_options.adamBeta1).add_(g, 1 - m_options.adamBeta1);
    slot.second.mul_(m_options.adamBeta2).addcmul_(g, g, 1 - m_options.adamBeta2);
    if (decoupled)
        slot.parameter.mul_(1 - learningRate * slot.decay);
    const double secondScale = 1 / std::sqrt(1 - std::pow(m_options.adamBeta2, t));
    slot.parameter.addcdiv_(slot.first, slot.second.sqrt().mul_(secondScale).add_(m_options.adamEpsilon),
                            -learningRate / (1 - std::pow(m_options.adamBeta1, t)));
}

void Optimizer::stepFused(double learningRate, double gradientScale)
{
    struct Group {
        std::vector<torch::Tensor> parameters, gradients, first, second;
    };
    std::map<std::pair<double, double>, Group> groups; // by decay and share of the rate
    for (Slot& slot : m_slots) {
        if (!slot.parameter.grad().defined())
            continue;
        Group& group = groups[{slot.decay, slot.rateShare}];
        group.parameters.push_back(slot.parameter);
        group.gradients.push_back(slot.parameter.grad().contiguous());
        group.first.push_back(slot.first);
        group.second.push_back(slot.second);
    }
    for (const auto& [kind, group] : groups)
        fusedAdamW({learningRate * kind.second, m_options.adamBeta1, m_options.adamBeta2, m_options.adamEpsilon, kind.first, gradientScale, m_steps},
                   group.parameters, group.gradients, group.first, group.second);
}

void Optimizer::dropGradients()
{
    // Released rather than zeroed: the next backward pass hands its own buffer over instead of adding to this one.
    for (Slot& slot : m_slots)
        slot.parameter.mutable_grad() = torch::Tensor();
    if (m_words)
        m_words->dropGradient();
}

std::vector<std::pair<std::string, torch::Tensor>> Optimizer::state() const
{
    std::vector<std::pair<std::string, torch::Tensor>> tensors;
    for (const Slot& slot : m_slots) {
        tensors.emplace_back("first." + slot.name, slot.first);
        if (slot.second.defined())
            tensors.emplace_back("second." + slot.name, slot.second);
    }
    return tensors;
}

} // namespace attune::core
