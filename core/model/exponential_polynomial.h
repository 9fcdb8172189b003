#pragma once

namespace attune::core {

/// y = e^r for |r| <= ln 2 / 2, within an ulp: the polynomial of Cephes' expf. `Value` is a float or a vector of them, which by value would depend
/// on the width that the caller is compiled for.
template <typename Value> inline __attribute__((always_inline)) void exponentialPolynomial(const Value& r, Value& y)
{
    y = r * 1.9875691500e-4f + 1.3981999507e-3f;
    y = y * r + 8.3334519073e-3f;
    y = y * r + 4.1665795894e-2f;
    y = y * r + 1.6666665459e-1f;
    y = y * r + 5.0000001201e-1f;
    y = y * r * r + r + 1.0f;
}

} // namespace attune::core
