#include "core/runs/precision.h"

#include "core/error.h"

namespace attune::core {

std::string precisionName(Precision precision)
{
    switch (precision) {
    case Precision::Bf16: return "bf16";
    case Precision::Fp16: return "fp16";
    case Precision::Fp32: break;
    }
    return "fp32";
}

Precision precisionNamed(const std::string& name)
{
    for (const Precision precision : {Precision::Fp32, Precision::Bf16, Precision::Fp16})
        if (name == precisionName(precision))
            return precision;
    throw Error("The precision \"" + name + "\" is unknown.", "Choose fp32, bf16 or fp16.");
}

} // namespace attune::core
