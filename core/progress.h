#pragma once

#include <cstdint>
#include <functional>

namespace attune::core {

/// Reports how far a long call has come: units done and units in all. Called on the calling thread.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

} // namespace attune::core
