#include "core/training/update_rule.h"

#include "core/vector_clones.h"

#include <algorithm>
#include <cmath>

// Compiled without contraction to fused multiply-add: both ways below, and every processor, round alike.

namespace attune::core {

namespace {

inline void adam(const UpdateRule& rule, float g, float& parameter, float& first, float& second)
{
    g += rule.decay * parameter;
    first = rule.beta1 * first + rule.rest1 * g;
    second = rule.beta2 * second + rule.rest2 * g * g;
    parameter = parameter * rule.keep - rule.rate * first / (std::sqrt(second) * rule.secondScale + rule.epsilon);
}

inline void sgd(const UpdateRule& rule, float g, float& parameter, float& velocity)
{
    g += rule.decay * parameter;
    velocity = rule.momentum * velocity + g;
    parameter -= rule.rate * velocity;
}

ATTUNE_VECTOR_CLONES
void updateAdam(const UpdateRule& rule, float gradientScale, float* parameter, const float* gradient, float* first, float* second, std::int64_t n)
{
    const UpdateRule local = rule; // in registers: the arrays could overlap it for all the compiler knows
    for (std::int64_t i = 0; i < n; ++i)
        adam(local, gradient[i] * gradientScale, parameter[i], first[i], second[i]);
}

ATTUNE_VECTOR_CLONES
void updateSgd(const UpdateRule& rule, float gradientScale, float* parameter, const float* gradient, float* velocity, std::int64_t n)
{
    const UpdateRule local = rule;
    for (std::int64_t i = 0; i < n; ++i)
        sgd(local, gradient[i] * gradientScale, parameter[i], velocity[i]);
}

constexpr std::int64_t kBlock = 64; // elements that go through all steps before the next ones do: they stay in the first cache

struct Block {
    alignas(64) float parameter[kBlock] = {};
    alignas(64) float first[kBlock] = {};
    alignas(64) float second[kBlock] = {};
};

/// Nothing ever moved these, and decay alone does.
bool isAtRest(const Block& block, const UpdateRule& rule)
{
    const auto isZero = [](float x) { return x == 0; };
    return rule.decay == 0 && std::all_of(block.first, block.first + kBlock, isZero) && std::all_of(block.second, block.second + kBlock, isZero);
}

ATTUNE_VECTOR_CLONES
void stepBlock(std::span<const UpdateRule> rules, Block& block)
{
    if (rules.front().kind == OptimizerKind::Sgd) {
        for (const UpdateRule& rule : rules)
            for (std::int64_t i = 0; i < kBlock; ++i)
                sgd(rule, 0.0f, block.parameter[i], block.first[i]);
    } else if (isAtRest(block, rules.front())) {
        for (const UpdateRule& rule : rules)
            for (std::int64_t i = 0; i < kBlock; ++i)
                block.parameter[i] *= rule.keep;
    } else {
        for (const UpdateRule& rule : rules) {
            const UpdateRule local = rule;
            for (std::int64_t i = 0; i < kBlock; ++i)
                adam(local, 0.0f, block.parameter[i], block.first[i], block.second[i]);
        }
    }
}

} // namespace

void update(const UpdateRule& rule, float gradientScale, float* parameter, const float* gradient, float* first, float* second, std::int64_t n)
{
    if (rule.kind == OptimizerKind::Sgd)
        updateSgd(rule, gradientScale, parameter, gradient, first, n);
    else
        updateAdam(rule, gradientScale, parameter, gradient, first, second, n);
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

void updateWithoutGradient(std::span<const UpdateRule> rules, float* parameter, float* first, float* second, std::int64_t n)
{
    if (rules.empty())
        return;
    for (std::int64_t i = 0; i < n; i += kBlock) {
        const std::int64_t size = std::min(kBlock, n - i);
        Block block;
        std::copy_n(parameter + i, size, block.parameter);
        std::copy_n(first + i, size, block.first);
        if (second)
            std::copy_n(second + i, size, block.second);
        stepBlock(rules, block);
        std::copy_n(block.parameter, size, parameter + i);
        std::copy_n(block.first, size, first + i);
        if (second)
            std::copy_n(block.second, size, second + i);
    }
}

} // namespace attune::core
