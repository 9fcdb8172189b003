#pragma once

#include "core/engine/engine.h"

namespace attune::core {

/// The engine of this library; made at the first call, destroyed never: LibTorch's statics must not outlive or precede it.
Engine& libTorchEngine();

} // namespace attune::core
