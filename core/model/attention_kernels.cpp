#include "core/model/attention_kernels.h"

#include "core/model/exponential_polynomial.h"
#include "core/vector_clones.h"

#include <algorithm>

namespace attune::core {

namespace {

// Sixteen floats; the compiler cuts them into what the processor has.
using Lanes = float __attribute__((vector_size(64), aligned(4), may_alias));
using IntLanes = std::int32_t __attribute__((vector_size(64)));

} // namespace

ATTUNE_VECTOR_CLONES
void multiply(const float* left, std::int64_t leftStride, const float* right, std::int64_t depth, std::int64_t columns, float* out)
{
    for (std::int64_t column = 0; column < columns; column += kTile) {
        Lanes sums[kRows][2] = {};
        for (std::int64_t i = 0; i < depth; ++i) {
            const float* const line = right + i * columns + column;
            const Lanes first = *reinterpret_cast<const Lanes*>(line);
            const Lanes second = *reinterpret_cast<const Lanes*>(line + kLanes);
            for (std::int64_t row = 0; row < kRows; ++row) {
                const float factor = left[row * leftStride + i];
                sums[row][0] += factor * first;
                sums[row][1] += factor * second;
            }
        }
        for (std::int64_t row = 0; row < kRows; ++row) {
            *reinterpret_cast<Lanes*>(out + row * columns + column) = sums[row][0];
            *reinterpret_cast<Lanes*>(out + row * columns + column + kLanes) = sums[row][1];
        }
    }
}

ATTUNE_VECTOR_CLONES
void addProduct(const float* left, std::int64_t leftStride, const float* right, std::int64_t depth, std::int64_t columns, float* out)
{
    for (std::int64_t column = 0; column < columns; column += kTile) {
        Lanes lines[kRows][2];
        for (std::int64_t row = 0; row < kRows; ++row) {
            lines[row][0] = *reinterpret_cast<const Lanes*>(right + row * columns + column);
            lines[row][1] = *reinterpret_cast<const Lanes*>(right + row * columns + column + kLanes);
        }
        for (std::int64_t i = 0; i < depth; ++i) {
            Lanes& first = *reinterpret_cast<Lanes*>(out + i * columns + column);
            Lanes& second = *reinterpret_cast<Lanes*>(out + i * columns + column + kLanes);
            for (std::int64_t row = 0; row < kRows; ++row) {
                const float factor = left[row * leftStride + i];
                first += factor * lines[row][0];
                second += factor * lines[row][1];
            }
        }
    }
}

ATTUNE_VECTOR_CLONES
float exponentials(float* scores, std::int64_t size, std::int64_t columns)
{
    std::fill(scores + size, scores + columns, scores[0]);
    Lanes tops = *reinterpret_cast<const Lanes*>(scores);
    for (std::int64_t i = kLanes; i < columns; i += kLanes) {
        const Lanes x = *reinterpret_cast<const Lanes*>(scores + i);
        tops = x > tops ? x : tops;
    }
    float largest = tops[0];
    for (std::int64_t lane = 1; lane < kLanes; ++lane)
        largest = std::max(largest, tops[lane]);
    for (std::int64_t i = 0; i < columns; i += kLanes) {
        Lanes x = *reinterpret_cast<const Lanes*>(scores + i) - largest;
        x = x < -87.0f ? x - x - 87.0f : x; // below, the result is no normal number; a NaN stays one
        const IntLanes n = __builtin_convertvector(x * 1.44269504088896341f - 0.5f, IntLanes);
        const Lanes power = __builtin_convertvector(n, Lanes);
        x = x - power * 0.693359375f + power * 2.12194440e-4f;
        Lanes y;
        exponentialPolynomial(x, y);
        y *= reinterpret_cast<Lanes>((n + 127) << 23);
        *reinterpret_cast<Lanes*>(scores + i) = y;
    }
    std::fill(scores + size, scores + columns, 0.0f);
    Lanes total = {};
    for (std::int64_t i = 0; i < columns; i += kLanes)
        total += *reinterpret_cast<const Lanes*>(scores + i);
    float sum = 0;
    for (std::int64_t lane = 0; lane < kLanes; ++lane)
        sum += total[lane];
    return sum;
}

ATTUNE_VECTOR_CLONES
void dropPlaces(float* numbers, std::int64_t size, const Dropping& dropping, std::uint32_t place)
{
    const Dropping local = dropping; // in registers: the array could overlap it for all the compiler knows
    for (std::int64_t i = 0; i < size; ++i)
        numbers[i] = isKept(place + static_cast<std::uint32_t>(i), local.key, local.threshold) ? numbers[i] * local.keptScale : 0.0f;
}

ATTUNE_VECTOR_CLONES
void softmaxGradient(float* p, float* gradient, float* scratch, std::int64_t size, float sum, const Dropping& dropping, std::uint32_t place)
{
    const Dropping local = dropping;
    const float share = 1 / sum;
    for (std::int64_t i = 0; i < size; ++i) {
        const float scale = isKept(place + static_cast<std::uint32_t>(i), local.key, local.threshold) ? local.keptScale : 0.0f;
        scratch[i] = p[i] * share;
        p[i] = scratch[i] * scale;
        gradient[i] *= p[i];
    }
    float sums[kLanes] = {};
    std::int64_t i = 0;
    for (; i + kLanes <= size; i += kLanes)
        for (std::int64_t lane = 0; lane < kLanes; ++lane)
            sums[lane] += gradient[i + lane];
    float dot = 0;
    for (const float one : sums)
        dot += one;
    for (; i < size; ++i)
        dot += gradient[i];
    for (i = 0; i < size; ++i)
        gradient[i] -= scratch[i] * dot;
}

} // namespace attune::core
