#pragma once

#include <cstdint>
#include <span>

namespace attune::core {

enum class OptimizerKind { AdamW, Adam, Sgd };

/// What one optimiser step does to one parameter: AdamW with bias correction (Loshchilov and Hutter 2019; torch/optim/adamw.py), Adam with the decay
/// as part of the gradient (torch/optim/adam.py) or SGD with momentum (torch/optim/sgd.py).
struct UpdateRule {
    OptimizerKind kind = OptimizerKind::AdamW;
    float keep = 1;                 ///< 1 - learning_rate * weight_decay of AdamW
    float decay = 0;                ///< weight_decay of the others
    float beta1 = 0, rest1 = 0;     ///< rest = 1 - beta, formed in double: 1 - 0.999f would be off by 1e-5
    float beta2 = 0, rest2 = 0;
    float rate = 0;                 ///< Adam: learning_rate / (1 - beta1^t); SGD: learning_rate
    float secondScale = 1;          ///< 1 / sqrt(1 - beta2^t)
    float epsilon = 0;
    float momentum = 0;
};

/// The step for `n` elements, each gradient times `gradientScale`. `second` is null for SGD.
void update(const UpdateRule& rule, float gradientScale, float* parameter, const float* gradient, float* first, float* second, std::int64_t n);

/// Several steps in a row without a gradient: equal to the bit to update() with zeros, once for each rule.
void updateWithoutGradient(std::span<const UpdateRule> rules, float* parameter, float* first, float* second, std::int64_t n);

/// In one order of addition everywhere.
double sumOfSquares(const float* values, std::int64_t n);

} // namespace attune::core
