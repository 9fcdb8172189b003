#pragma once

#include "core/engine/loader.h"

namespace attune::core {

/// Loads one engine library and checks that it speaks kEngineInterface, without making the engine. The library stays loaded.
/// Throws Error as loadEngine does.
const EngineEntry& openEngineLibrary(const std::filesystem::path& library);

} // namespace attune::core
