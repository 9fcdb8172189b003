#include "core/runs/device_name.h"

#include <charconv>

namespace attune::core {

std::optional<DeviceName> parseDeviceName(const std::string& name)
{
    using Kind = DeviceName::Kind;
    if (name == "auto")
        return DeviceName{Kind::Auto};
    if (name == "cpu")
        return DeviceName{Kind::Cpu};
    if (name == "mps")
        return DeviceName{Kind::Mps};
    if (name == "cuda")
        return DeviceName{Kind::Cuda};
    if (!name.starts_with("cuda:"))
        return std::nullopt;
    DeviceName device{Kind::Cuda};
    const char *const digits = name.data() + 5, *const end = name.data() + name.size();
    const auto [stop, fault] = std::from_chars(digits, end, device.index);
    if (fault != std::errc{} || stop != end || *digits == '-')
        return std::nullopt;
    return device;
}

} // namespace attune::core
