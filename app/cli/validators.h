#pragma once

#include <CLI/CLI.hpp>

namespace attune::cli {

// What can be told to be wrong from the command line alone is wrong usage: exit code 2.

/// Not the empty text that a script passes where a variable is unset.
CLI::Validator notEmpty();

/// auto, cpu, cuda, cuda:N or mps.
CLI::Validator deviceName();

/// fp32, bf16 or fp16.
CLI::Validator precisionName();

/// integrated-gradients, gradient-x-input, rollout or leave-one-out.
CLI::Validator explainMethodName();

/// An index or a seed: digits only, where CLI11 would take -1 for the largest number there is.
CLI::Validator unsignedNumber();

} // namespace attune::cli
