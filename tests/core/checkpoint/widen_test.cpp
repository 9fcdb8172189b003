#include "core/checkpoint/stored_tensor.h"
#include "core/error.h"
#include "tests/support/catch.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>

using namespace attune;
using core::StoredTensor;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

template <typename Number> std::vector<float> widened(const std::string& dtype, const std::vector<Number>& numbers)
{
    const StoredTensor tensor{"t", dtype, {static_cast<std::int64_t>(numbers.size())}, std::as_bytes(std::span(numbers))};
    std::vector<float> out(numbers.size(), 77);
    core::widen(tensor, out);
    return out;
}

float half(std::uint16_t bits)
{
    return widened<std::uint16_t>("F16", {bits})[0];
}

/// IEEE 754 binary16 by its definition, in double precision.
double halfByDefinition(std::uint16_t bits)
{
    const int exponent = bits >> 10 & 0x1F, fraction = bits & 0x3FF;
    const double magnitude = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
    return bits & 0x8000 ? -magnitude : magnitude;
}

} // namespace

TEST_CASE("Every half-precision number becomes the float of the same value")
{
    std::size_t wrong = 0;
    for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
        const float wide = half(static_cast<std::uint16_t>(bits));
        const bool special = (bits & 0x7C00) == 0x7C00;
        const bool infinite = special && (bits & 0x3FF) == 0;
        if (infinite)
            wrong += wide != (bits & 0x8000 ? -kInfinity : kInfinity);
        else if (special)
            wrong += !std::isnan(wide);
        else
            wrong += std::bit_cast<std::uint32_t>(wide)
                != std::bit_cast<std::uint32_t>(static_cast<float>(halfByDefinition(static_cast<std::uint16_t>(bits))));
    }
    CHECK(wrong == 0);
    CHECK(half(0x0001) == 0x1p-24f); // the smallest subnormal
    CHECK(half(0x03FF) == 1023 * 0x1p-24f);
    CHECK(half(0x7BFF) == 65504.0f);
    CHECK(std::signbit(half(0x8000)));
}

TEST_CASE("A bfloat16 is the upper half of a float")
{
    const auto wide = widened<std::uint16_t>("BF16", {0x3F80, 0xBF80, 0x0000, 0x8000, 0x7F80, 0x0001, 0x4049, 0x7FC0});
    CHECK(wide[0] == 1);
    CHECK(wide[1] == -1);
    CHECK(std::signbit(wide[3]));
    CHECK(wide[4] == kInfinity);
    CHECK(wide[5] == std::bit_cast<float>(0x00010000u));
    CHECK(wide[6] == 3.140625f);
    CHECK(std::isnan(wide[7]));
}

TEST_CASE("A double is rounded to the nearest float, ties to even")
{
    const double one = 1;
    const auto wide =
        widened<double>("F64", {0.1, one + 0x1p-24, one + 3 * 0x1p-24, 1e300, -1e300, 1e-46, 0x1p-149, 0x1.8p-149, NAN});
    CHECK(wide[0] == 0.1f);
    CHECK(wide[1] == 1.0f);
    CHECK(wide[2] == 1.0f + 0x1p-22f);
    CHECK(wide[3] == kInfinity);
    CHECK(wide[4] == -kInfinity);
    CHECK(wide[5] == 0.0f);
    CHECK(wide[6] == 0x1p-149f);
    CHECK(wide[7] == 0x1p-148f);
    CHECK(std::isnan(wide[8]));
}

TEST_CASE("Floats are taken as they are, at any alignment and with every bit of a NaN")
{
    std::vector<std::byte> bytes(1 + 3 * sizeof(float));
    const std::uint32_t bits[] = {0x3F800000, 0x7FA00001, 0x80000000};
    std::memcpy(bytes.data() + 1, bits, sizeof bits);
    std::vector<float> out(3);
    core::widen({"t", "F32", {3}, std::span(bytes).subspan(1)}, out);
    for (int i = 0; i < 3; ++i)
        CHECK(std::bit_cast<std::uint32_t>(out[static_cast<std::size_t>(i)]) == bits[i]);
}

TEST_CASE("Strides of every order come out with the last axis fastest")
{
    std::vector<float> storage(24);
    std::iota(storage.begin(), storage.end(), 0.0f);
    const auto taken = [&](const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& strides) {
        std::vector<float> out(
            static_cast<std::size_t>(std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies())), -1);
        core::widen({"t", "F32", shape, std::as_bytes(std::span(storage)), strides}, out);
        return out;
    };
    CHECK(taken({2, 3}, {1, 2}) == std::vector<float>{0, 2, 4, 1, 3, 5}); // column after column
    CHECK(taken({2, 2}, {8, 2}) == std::vector<float>{0, 2, 8, 10});
    CHECK(taken({3}, {0}) == std::vector<float>{0, 0, 0}); // expanded
    CHECK(taken({0, 3}, {1, 2}).empty());
    core::widen({"t", "F32", {0}, {}}, {}); // nothing to read, nowhere to write
    const auto cube = taken({2, 3, 4}, {1, 8, 2});
    for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t j = 0; j < 3; ++j)
            for (std::size_t k = 0; k < 4; ++k)
                CHECK(cube[(i * 3 + j) * 4 + k] == static_cast<float>(i + 8 * j + 2 * k));
}

TEST_CASE("Whole numbers are not widened")
{
    const std::int64_t number = 1;
    std::vector<float> out(1);
    CHECK_THROWS_WITH(core::widen({"the.buffer", "I64", {1}, std::as_bytes(std::span(&number, 1))}, out),
        ContainsSubstring("the.buffer") && ContainsSubstring("I64"));
    CHECK_FALSE(core::isFloating("I64"));
    CHECK(core::isFloating("F64"));
}
