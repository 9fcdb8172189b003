#pragma once

#include <optional>
#include <string>

namespace attune::core {

/// What the option `device` says, taken apart.
struct DeviceName {
    enum class Kind { Auto, Cpu, Cuda, Mps };
    Kind kind = Kind::Auto;
    int index = 0; ///< of a CUDA device; "cuda" alone is the first
};

/// Of "auto", "cpu", "cuda", "cuda:N" or "mps"; nothing of anything else. Whether the computer has the device is the engine's to say.
std::optional<DeviceName> parseDeviceName(const std::string& name);

} // namespace attune::core
