#include "core/training/optimizer.h"

#include <ATen/Parallel.h>

#include <cmath>

namespace attune::core {

namespace {

constexpr std::int64_t kBlock = 1 << 15;

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define ATTUNE_VECTOR_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define ATTUNE_VECTOR_CLONES
#endif

struct AdamScalars {
    float keep;           // 1 - learning_rate * weight_decay of AdamW
    float decay;          // weight_decay of Adam
    float beta1, rest1;   // rest = 1 - beta, formed in double: 1 - 0.999f would be off by 1e-5
    float beta2, rest2;
    float gradientScale;
    float rate;           // learning_rate / (1 - beta1^t)
    float secondScale;    // 1 / sqrt(1 - beta2^t)
    float epsilon;
};

ATTUNE_VECTOR_CLONES
void updateAdam(float* parameter, const float* gradient, float* first, float* second, std::int64_t n, const AdamScalars& s)
{
    for (std::int64_t i = 0; i < n; ++i) {
        const float g = gradient[i] * s.gradientScale + s.decay * parameter[i];
        const float m = first[i] = s.beta1 * first[i] + s.rest1 * g;
        const float v = second[i] = s.beta2 * second[i] + s.rest2 * g * g;
        parameter[i] = parameter[i] * s.keep - s.rate * m / (std::sqrt(v) * s.secondScale + s.epsilon);
    }
}

struct SgdScalars {
    float rate, decay, momentum, gradientScale;
};

ATTUNE_VECTOR_CLONES
void updateSgd(float* parameter, const float* gradient, float* velocity, std::int64_t n, const SgdScalars& s)
{
    for (std::int64_t i = 0; i < n; ++i) {
        const float g = gradient[i] * s.gradientScale + s.decay * parameter[i];
        velocity[i] = s.momentum * velocity[i] + g;
        parameter[i] -= s.rate * velocity[i];
    }
}

ATTUNE_VECTOR_CLONES
double sumOfSquares(const float* values, std::int64_t n)
{
    // Sixteen running sums: enough for the widest vector unit, and the same order of addition everywhere.
    float sums[16] = {};
    std::int64_t i = 0;
    for (; i + 16 <= n; i += 16)
        for (int j = 0; j < 16; ++j)
            sums[j] += values[i + j] * values[i + j];
    double total = 0;
    for (const float sum : sums)
        total += sum;
    for (; i < n; ++i)
        total += static_cast<double>(values[i]) * values[i];
    return total;
}

double squaredNorm(const torch::Tensor& gradient)
{
    if (!gradient.device().is_cpu())
        return gradient.square().sum(torch::kFloat64).item<double>();
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

Optimizer::Optimizer(const torch::OrderedDict<std::string, torch::Tensor>& parameters, const TrainingOptions& options, std::int64_t layers)
    : m_kind(options.optim == "sgd" ? Kind::Sgd : options.optim == "adam" ? Kind::Adam : Kind::AdamW)
    , m_options(options)
{
    for (const auto& entry : parameters) {
        if (!entry.value().requires_grad())
            continue;
        const bool decays = entry.key().find("bias") == std::string::npos && entry.key().find("LayerNorm") == std::string::npos;
        const torch::Tensor second = m_kind == Kind::Sgd ? torch::Tensor() : torch::zeros_like(entry.value());
        m_slots.push_back({entry.key(), entry.value(), torch::zeros_like(entry.value()), second, decays ? options.weightDecay : 0,
                           rateShare(entry.key(), layers, options.layerwiseLrDecay)});
    }
}

double Optimizer::gradientNorm() const
{
    double total = 0;
    for (const Slot& slot : m_slots)
        if (slot.parameter.grad().defined())
            total += squaredNorm(slot.parameter.grad());
    return std::sqrt(total);
}

void Optimizer::step(double learningRate, double gradientScale)
{
    torch::NoGradGuard noGrad;
    ++m_steps;
    for (Slot& slot : m_slots) {
        const torch::Tensor gradient = slot.parameter.grad();
        if (!gradient.defined())
            continue;
        const bool onCpu = slot.parameter.device().is_cpu();
        (this->*(onCpu ? &Optimizer::stepOnCpu : &Optimizer::stepOnDevice))(slot, gradient, learningRate * slot.rateShare, gradientScale);
    }
    dropGradients();
}

void Optimizer::stepOnCpu(Slot& slot, const torch::Tensor& gradient, double learningRate, double gradientScale)
{
    const torch::Tensor flat = gradient.contiguous();
    float* const parameter = slot.parameter.data_ptr<float>();
    const float* const g = flat.data_ptr<float>();
    float* const first = slot.first.data_ptr<float>();
    if (m_kind == Kind::Sgd) {
        const SgdScalars scalars{static_cast<float>(learningRate), static_cast<float>(slot.decay), static_cast<float>(m_options.momentum),
                                 static_cast<float>(gradientScale)};
        at::parallel_for(0, flat.numel(), kBlock, [&](std::int64_t begin, std::int64_t end) {
            updateSgd(parameter + begin, g + begin, first + begin, end - begin, scalars);
        });
        return;
    }
    const auto t = static_cast<double>(m_steps);
    const bool decoupled = m_kind == Kind::AdamW;
    const AdamScalars scalars{decoupled ? static_cast<float>(1 - learningRate * slot.decay) : 1.0f,
                              decoupled ? 0.0f : static_cast<float>(slot.decay),
                              static_cast<float>(m_options.adamBeta1),
                              static_cast<float>(1 - m_options.adamBeta1),
                              static_cast<float>(m_options.adamBeta2),
                              static_cast<float>(1 - m_options.adamBeta2),
                              static_cast<float>(gradientScale),
                              static_cast<float>(learningRate / (1 - std::pow(m_options.adamBeta1, t))),
                              static_cast<float>(1 / std::sqrt(1 - std::pow(m_options.adamBeta2, t))),
                              static_cast<float>(m_options.adamEpsilon)};
    float* const second = slot.second.data_ptr<float>();
    at::parallel_for(0, flat.numel(), kBlock, [&](std::int64_t begin, std::int64_t end) {
        updateAdam(parameter + begin, g + begin, first + begin, second + begin, end - begin, scalars);
    });
}

void Optimizer::stepOnDevice(Slot& slot, const torch::Tensor& gradient, double learningRate, double gradientScale)
{
    const bool decoupled = m_kind == Kind::AdamW;
    torch::Tensor g = gradient * gradientScale;
    if (!decoupled && slot.decay > 0)
        g.add_(slot.parameter, slot.decay);
    if (m_kind == Kind::Sgd) {
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

void Optimizer::dropGradients()
{
    // Released rather than zeroed: the next backward pass hands its own buffer over instead of adding to this one.
    for (Slot& slot : m_slots)
        slot.parameter.mutable_grad() = torch::Tensor();
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
