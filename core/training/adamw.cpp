#include "core/training/adamw.h"

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

struct Scalars {
    float keep;           // 1 - learning_rate * weight_decay
    float beta1, rest1;   // rest = 1 - beta, formed in double: 1 - 0.999f would be off by 1e-5
    float beta2, rest2;
    float gradientScale;
    float rate;           // learning_rate / (1 - beta1^t)
    float secondScale;    // 1 / sqrt(1 - beta2^t)
    float epsilon;
};

ATTUNE_VECTOR_CLONES
void update(float* parameter, const float* gradient, float* first, float* second, std::int64_t n, const Scalars& s)
{
    for (std::int64_t i = 0; i < n; ++i) {
        const float g = gradient[i] * s.gradientScale;
        const float m = first[i] = s.beta1 * first[i] + s.rest1 * g;
        const float v = second[i] = s.beta2 * second[i] + s.rest2 * g * g;
        parameter[i] = parameter[i] * s.keep - s.rate * m / (std::sqrt(v) * s.secondScale + s.epsilon);
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

AdamW::AdamW(const torch::OrderedDict<std::string, torch::Tensor>& parameters, const AdamWOptions& options) : m_options(options)
{
    for (const auto& entry : parameters) {
        const bool decays = entry.key().find("bias") == std::string::npos && entry.key().find("LayerNorm") == std::string::npos;
        m_slots.push_back({entry.value(), torch::zeros_like(entry.value()), torch::zeros_like(entry.value()), decays ? options.weightDecay : 0});
    }
}

double AdamW::gradientNorm() const
{
    double total = 0;
    for (const Slot& slot : m_slots)
        if (slot.parameter.grad().defined())
            total += squaredNorm(slot.parameter.grad());
    return std::sqrt(total);
}

void AdamW::step(double learningRate, double gradientScale)
{
    torch::NoGradGuard noGrad;
    ++m_steps;
    const double firstCorrection = 1 - std::pow(m_options.beta1, static_cast<double>(m_steps));
    const double secondCorrection = 1 - std::pow(m_options.beta2, static_cast<double>(m_steps));
    for (Slot& slot : m_slots) {
        const torch::Tensor gradient = slot.parameter.grad();
        if (!gradient.defined())
            continue;
        const Scalars scalars{static_cast<float>(1 - learningRate * slot.decay),
                              static_cast<float>(m_options.beta1),
                              static_cast<float>(1 - m_options.beta1),
                              static_cast<float>(m_options.beta2),
                              static_cast<float>(1 - m_options.beta2),
                              static_cast<float>(gradientScale),
                              static_cast<float>(learningRate / firstCorrection),
                              static_cast<float>(1 / std::sqrt(secondCorrection)),
                              static_cast<float>(m_options.epsilon)};
        if (slot.parameter.device().is_cpu()) {
            const torch::Tensor flat = gradient.contiguous();
            at::parallel_for(0, flat.numel(), kBlock, [&](std::int64_t begin, std::int64_t end) {
                update(slot.parameter.data_ptr<float>() + begin, flat.data_ptr<float>() + begin, slot.firstMoment.data_ptr<float>() + begin,
                       slot.secondMoment.data_ptr<float>() + begin, end - begin, scalars);
            });
        } else {
            const torch::Tensor g = gradient * gradientScale;
            slot.firstMoment.mul_(m_options.beta1).add_(g, 1 - m_options.beta1);
            slot.secondMoment.mul_(m_options.beta2).addcmul_(g, g, 1 - m_options.beta2);
            slot.parameter.mul_(scalars.keep);
            slot.parameter.addcdiv_(slot.firstMoment, slot.secondMoment.sqrt().mul_(scalars.secondScale).add_(m_options.epsilon), -scalars.rate);
        }
        // Released rather than zeroed: the next backward pass hands its own buffer over instead of adding to this one.
        slot.parameter.mutable_grad() = torch::Tensor();
    }
}

} // namespace attune::core
