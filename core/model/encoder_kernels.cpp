#include "core/model/encoder_kernels.h"

#include "core/model/exponential_polynomial.h"
#include "core/vector_clones.h"

#include <algorithm>
#include <bit>
#include <cmath>

// What a function with versions for several widths calls must become part of it, or it keeps the narrowest.
#define ATTUNE_ALWAYS __attribute__((always_inline))
#define ATTUNE_INLINE inline ATTUNE_ALWAYS

namespace attune::core {

namespace {

constexpr std::int64_t kLanes = 16; // floats that are added up side by side, on every processor

ATTUNE_INLINE float toFloat(float x)
{
    return x;
}
ATTUNE_INLINE float toFloat(BFloat x)
{
    return std::bit_cast<float>(static_cast<std::uint32_t>(x) << 16);
}

ATTUNE_INLINE void store(float x, float& out)
{
    out = x;
}
ATTUNE_INLINE void store(float x, BFloat& out)
{
    const auto bits = std::bit_cast<std::uint32_t>(x);
    const std::uint32_t rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
    out = static_cast<BFloat>(x == x ? rounded : (bits >> 16) | 0x40u);
}

ATTUNE_INLINE float total(const float* lanes)
{
    float sum = 0;
    for (std::int64_t lane = 0; lane < kLanes; ++lane)
        sum += lanes[lane];
    return sum;
}

/// Adds up term(i) for i below `count`.
template <typename Term> ATTUNE_INLINE float sumOf(std::int64_t count, const Term& term)
{
    float lanes[kLanes] = {};
    std::int64_t i = 0;
    for (; i + kLanes <= count; i += kLanes)
        for (std::int64_t lane = 0; lane < kLanes; ++lane)
            lanes[lane] += term(i + lane);
    for (std::int64_t lane = 0; i < count; ++i, ++lane)
        lanes[lane] += term(i);
    return total(lanes);
}

ATTUNE_INLINE float drop(float x, std::uint32_t place, const Dropping& dropping)
{
    return isKept(place, dropping.key, dropping.threshold) ? x * dropping.keptScale : 0.0f;
}

/// e^x for x <= 0: Cephes' expf, to within an ulp; 0 below the smallest normal number.
ATTUNE_INLINE float exponential(float x)
{
    x = x < -87.0f ? -87.0f : x;
    const auto n = static_cast<std::int32_t>(x * 1.44269504088896341f - 0.5f);
    const auto power = static_cast<float>(n);
    const float r = x - power * 0.693359375f + power * 2.12194440e-4f;
    float y = 0;
    exponentialPolynomial(r, y);
    return y * std::bit_cast<float>((n + 127) << 23);
}

/// The normal distribution's function at x, and e^(-x^2 / 2). The upper tail is e^(-x^2 / 2) times a polynomial of degree 8 in 1
/// / (1 + 0.29 |x|), fitted by Chebyshev's points for |x| up to 14: within 5e-9 before rounding.
struct Normal {
    float below, bell;
};

ATTUNE_INLINE Normal normal(float x)
{
    const float size = std::fabs(x), t = 1.0f / (1.0f + 0.29f * size);
    float tail = 0.04009512439370155f;
    tail = tail * t - 0.1966787725687027f;
    tail = tail * t + 0.3144325613975525f;
    tail = tail * t - 0.16130849719047546f;
    tail = tail * t + 0.1932637244462967f;
    tail = tail * t + 0.07325094193220139f;
    tail = tail * t + 0.12187879532575607f;
    tail = tail * t + 0.11503621935844421f;
    tail = tail * t + 2.9910162993473932e-05f;
    const float bell = exponential(-0.5f * x * x);
    tail *= bell;
    return {x < 0 ? tail : 1.0f - tail, bell};
}

constexpr float kBellHeight = 0.3989422804014327f; // 1 / sqrt(2 pi)

template <typename Value>
ATTUNE_INLINE void residualNormOf(const Value* x, const float* residual, std::int64_t firstRow, std::int64_t rows,
    std::int64_t columns, const NormWeights& norm, const Dropping& dropping, float* sum, float* out, BFloat* outBf16,
    RowMoments* moments)
{
    const Dropping local = dropping; // in registers: the arrays could overlap it for all the compiler knows
    const NormWeights weights = norm;
    for (std::int64_t row = 0; row < rows; ++row) {
        const Value* const __restrict from = x + row * columns;
        const float* const __restrict beside = residual + row * columns;
        float* const __restrict added = sum + row * columns;
        const auto place = static_cast<std::uint32_t>((firstRow + row) * columns);
        if (local.threshold)
            for (std::int64_t i = 0; i < columns; ++i)
                added[i] = drop(toFloat(from[i]), place + static_cast<std::uint32_t>(i), local) + beside[i];
        else
            for (std::int64_t i = 0; i < columns; ++i)
                added[i] = toFloat(from[i]) + beside[i];
        const float mean = sumOf(columns, [&](std::int64_t i) { return added[i]; }) / static_cast<float>(columns);
        const float variance =
            sumOf(columns, [&](std::int64_t i) { return (added[i] - mean) * (added[i] - mean); }) / static_cast<float>(columns);
        const float inverse = 1.0f / std::sqrt(variance + weights.epsilon);
        moments[row] = {mean, inverse};
        float* const __restrict to = out + row * columns;
        for (std::int64_t i = 0; i < columns; ++i)
            to[i] = (added[i] - mean) * inverse * weights.weight[i] + weights.bias[i];
        if (outBf16)
            for (std::int64_t i = 0; i < columns; ++i)
                store(to[i], outBf16[row * columns + i]);
    }
}

template <typename Value>
ATTUNE_INLINE void residualNormGradientOf(float* gradient, const float* sum, const RowMoments* moments, std::int64_t firstRow, std::int64_t rows,
                                          std::int64_t columns, const float* weight, const Dropping& dropping, Value* xGradient,
                                          float* __restrict weightGradient, float* __restrict biasGradient, float* __restrict xSum)
{
    const Dropping local = dropping;
    std::fill_n(weightGradient, columns, 0.0f);
    std::fill_n(biasGradient, columns, 0.0f);
    std::fill_n(xSum, columns, 0.0f);
    for (std::int64_t row = 0; row < rows; ++row) {
        float* const __restrict g = gradient + row * columns;
        const float* const __restrict added = sum + row * columns;
        Value* const __restrict to = xGradient + row * columns;
        const float mean = moments[row].mean, inverse = moments[row].inverse;
        float sums[kLanes] = {}, products[kLanes] = {};
        const auto addUp = [&](std::int64_t i, std::int64_t lane) ATTUNE_ALWAYS {
            const float normal = (added[i] - mean) * inverse, scaled = g[i] * weight[i];
            weightGradient[i] += g[i] * normal;
            biasGradient[i] += g[i];
            sums[lane] += scaled;
            products[lane] += scaled * normal;
        };
        const std::int64_t whole = columns / kLanes * kLanes;
        for (std::int64_t i = 0; i < whole; i += kLanes)
            for (std::int64_t lane = 0; lane < kLanes; ++lane)
                addUp(i + lane, lane);
        for (std::int64_t i = whole; i < columns; ++i)
            addUp(i, i - whole);
        const float meanGradient = total(sums) / static_cast<float>(columns), meanProduct = total(products) / static_cast<float>(columns);
        const auto place = static_cast<std::uint32_t>((firstRow + row) * columns);
        for (std::int64_t i = 0; i < columns; ++i)
            g[i] = inverse * (g[i] * weight[i] - meanGradient - (added[i] - mean) * inverse * meanProduct);
        for (std::int64_t i = 0; i < columns; ++i) {
            const float kept = drop(g[i], place + static_cast<std::uint32_t>(i), local);
            xSum[i] += kept;
            store(kept, to[i]);
        }
    }
}

template <typename Value> ATTUNE_INLINE void geluWithDerivativeOf(Value* x, Value* out, std::int64_t count)
{
    for (std::int64_t i = 0; i < count; ++i) {
        const float value = toFloat(x[i]);
        const auto [below, bell] = normal(value);
        store(value * below, out[i]);
        store(below + value * bell * kBellHeight, x[i]);
    }
}

template <typename Value> ATTUNE_INLINE void geluOf(Value* x, std::int64_t count)
{
    for (std::int64_t i = 0; i < count; ++i) {
        const float value = toFloat(x[i]);
        store(value * normal(value).below, x[i]);
    }
}

template <typename Value>
ATTUNE_INLINE void multiplyAndSumOf(
    Value* gradient, const Value* derivative, std::int64_t rows, std::int64_t columns, float* sums)
{
    std::fill_n(sums, columns, 0.0f);
    for (std::int64_t row = 0; row < rows; ++row)
        for (std::int64_t i = 0; i < columns; ++i) {
            const float product = toFloat(gradient[row * columns + i]) * toFloat(derivative[row * columns + i]);
            sums[i] += product;
            store(product, gradient[row * columns + i]);
        }
}

} // namespace

#define ATTUNE_FOR_BOTH_VALUES(Value)                                                                                            \
    ATTUNE_VECTOR_CLONES                                                                                                         \
    void residualNorm(const Value* x, const float* residual, std::int64_t firstRow, std::int64_t rows, std::int64_t columns,     \
        const NormWeights& norm, const Dropping& dropping, float* sum, float* out, BFloat* outBf16, RowMoments* moments)           \
    {                                                                                                                            \
        residualNormOf(x, residual, firstRow, rows, columns, norm, dropping, sum, out, outBf16, moments);                        \
    }                                                                                                                            \
    ATTUNE_VECTOR_CLONES                                                                                                         \
    void residualNormGradient(float* gradient, const float* sum, const RowMoments* moments, std::int64_t firstRow,               \
        std::int64_t rows, std::int64_t columns, const float* weight, const Dropping& dropping, Value* xGradient,                \
        float* weightGradient, float* biasGradient, float* xSum)                                                                 \
    {                                                                                                                            \
        residualNormGradientOf(                                                                                                  \
            gradient, sum, moments, firstRow, rows, columns, weight, dropping, xGradient, weightGradient, biasGradient, xSum);   \
    }                                                                                                                            \
    ATTUNE_VECTOR_CLONES                                                                                                         \
    void geluWithDerivative(Value* x, Value* out, std::int64_t count)                                                            \
    {                                                                                                                            \
        geluWithDerivativeOf(x, out, count);                                                                                     \
    }                                                                                                                            \
    ATTUNE_VECTOR_CLONES                                                                                                         \
    void gelu(Value* x, std::int64_t count)                                                                                      \
    {                                                                                                                            \
        geluOf(x, count);                                                                                                        \
    }                                                                                                                            \
    ATTUNE_VECTOR_CLONES                                                                                                         \
    void multiplyAndSum(Value* gradient, const Value* derivative, std::int64_t rows, std::int64_t columns, float* sums)          \
    {                                                                                                                            \
        multiplyAndSumOf(gradient, derivative, rows, columns, sums);                                                             \
    }

ATTUNE_FOR_BOTH_VALUES(float)
ATTUNE_FOR_BOTH_VALUES(BFloat)

ATTUNE_VECTOR_CLONES
void sumRows(const float* x, std::int64_t rows, std::int64_t columns, float* sums, BFloat* half)
{
    std::fill_n(sums, columns, 0.0f);
    for (std::int64_t row = 0; row < rows; ++row) {
        const float* const from = x + row * columns;
        for (std::int64_t i = 0; i < columns; ++i)
            sums[i] += from[i];
        if (half)
            for (std::int64_t i = 0; i < columns; ++i)
                store(from[i], half[row * columns + i]);
    }
}

ATTUNE_VECTOR_CLONES
void toBf16(const float* x, BFloat* out, std::int64_t count)
{
    for (std::int64_t i = 0; i < count; ++i)
        store(x[i], out[i]);
}

} // namespace attune::core
