#pragma once

#include "core/model/dropping.h"

#include <cstdint>

/// The loops between the matrix products of an encoder layer on the processor. Each goes over its rows once; rows lie one behind
/// the other. `Value` is what products take and give: float, or BFloat, which is bfloat16.
namespace attune::core {

using BFloat = std::uint16_t; ///< bfloat16: the upper half of a float's bits

/// Rows that are added up by themselves, so that the number of threads changes no bit of a sum.
inline constexpr std::int64_t kBlockRows = 32;

/// LayerNorm over rows of `columns` (Ba et al. 2016; torch.nn.LayerNorm).
struct NormWeights {
    const float *weight = nullptr, *bias = nullptr;
    float epsilon = 0;
};

struct RowMoments {
    float mean = 0, inverse = 0; ///< 1 / sqrt(variance + epsilon)
};

/// sum = dropout(x) + residual; out = LayerNorm(sum), and the same in `outBf16` where it is given. `firstRow` is the number of
/// the first row in dropout's counting.
void residualNorm(const float* x, const float* residual, std::int64_t firstRow, std::int64_t rows, std::int64_t columns,
    const NormWeights& norm, const Dropping& dropping, float* sum, float* out, BFloat* outBf16, RowMoments* moments);
void residualNorm(const BFloat* x, const float* residual, std::int64_t firstRow, std::int64_t rows, std::int64_t columns,
    const NormWeights& norm, const Dropping& dropping, float* sum, float* out, BFloat* outBf16, RowMoments* moments);

/// The way back. `gradient` of out becomes that of sum, which is the residual's, too; `xGradient` is x's. To each of
/// `weightGradient`, `biasGradient` and `xSum` [columns] the sums over the rows are written (xSum: of xGradient, the gradient of
/// the bias that was added to x).
void residualNormGradient(float* gradient, const float* sum, const RowMoments* moments, std::int64_t firstRow, std::int64_t rows,
    std::int64_t columns, const float* weight, const Dropping& dropping, float* xGradient, float* weightGradient,
    float* biasGradient, float* xSum);
void residualNormGradient(float* gradient, const float* sum, const RowMoments* moments, std::int64_t firstRow, std::int64_t rows,
    std::int64_t columns, const float* weight, const Dropping& dropping, BFloat* xGradient, float* weightGradient,
    float* biasGradient, float* xSum);

/// out = gelu(x), by the error function (Hendrycks and Gimpel 2016); x becomes the derivative at x.
void geluWithDerivative(float* x, float* out, std::int64_t count);
void geluWithDerivative(BFloat* x, BFloat* out, std::int64_t count);

/// x = gelu(x)
void gelu(float* x, std::int64_t count);
void gelu(BFloat* x, std::int64_t count);

/// gradient *= derivative; the sums over the rows are written to `sums` [columns].
void multiplyAndSum(float* gradient, const float* derivative, std::int64_t rows, std::int64_t columns, float* sums);
void multiplyAndSum(BFloat* gradient, const BFloat* derivative, std::int64_t rows, std::int64_t columns, float* sums);

/// The sums over the rows are written to `sums` [columns]; the rows themselves to `half` where it is given.
void sumRows(const float* x, std::int64_t rows, std::int64_t columns, float* sums, BFloat* half);

/// Rounds to the nearest, ties to even.
void toBf16(const float* x, BFloat* out, std::int64_t count);

} // namespace attune::core
