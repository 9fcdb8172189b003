#pragma once

#include <string>

namespace attune::core {

/// What matrix products are computed in. Weights, sums and everything else stay fp32.
enum class Precision { Fp32, Bf16, Fp16 };

/// "fp32", "bf16" or "fp16".
std::string precisionName(Precision precision);

/// Throws Error naming the option `precision` when `name` is none of the three.
Precision precisionNamed(const std::string& name);

} // namespace attune::core
