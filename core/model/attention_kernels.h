#pragma once

#include "core/model/dropping.h"

#include <cstdint>

/// The loops of attention on the processor: blocks of kRows queries, columns in multiples of kTile.
namespace attune::core {

inline constexpr std::int64_t kLanes = 16;        ///< floats that are computed at once
inline constexpr std::int64_t kTile = 2 * kLanes; ///< columns of a block of a product
inline constexpr std::int64_t kRows = 4;          ///< rows of one: eight sums in registers hide the latency of the additions

inline std::int64_t padded(std::int64_t size) { return (size + kTile - 1) / kTile * kTile; }

/// out [kRows, columns] = left [kRows, depth] * right [depth, columns]; columns is a multiple of kTile.
void multiply(const float* left, std::int64_t leftStride, const float* right, std::int64_t depth, std::int64_t columns, float* out);

/// out [depth, columns] += left^T * right, where left is [kRows, depth] and right [kRows, columns]; columns is a multiple of kTile.
void addProduct(const float* left, std::int64_t leftStride, const float* right, std::int64_t depth, std::int64_t columns, float* out);

/// Turns the first `size` of `columns` scores into e^(score - largest), the others into 0. Returns the sum. exp as in the Cephes library:
/// 2^n times a polynomial, to within one unit in the last place.
float exponentials(float* scores, std::int64_t size, std::int64_t columns);

/// Dropout of `size` numbers, the first of which is at `place`.
void dropPlaces(float* numbers, std::int64_t size, const Dropping& dropping, std::uint32_t place);

/// One row's way back through dropout and softmax. `p`: exponentials of sum `sum`, become the probabilities after dropout. `gradient`: that of
/// the latter, becomes that of the scores. `scratch`: room for as many numbers.
void softmaxGradient(float* p, float* gradient, float* scratch, std::int64_t size, float sum, const Dropping& dropping, std::uint32_t place);

} // namespace attune::core
