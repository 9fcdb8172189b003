#pragma once

#include "core/engine/engine.h"

namespace attune::core {

/// What attune-engine exports, under the name kEngineSymbol.
struct EngineEntry {
    int interfaceNumber;           ///< kEngineInterface of the headers it was built with
    Engine& (*engine)();           ///< makes the engine at the first call; owned by the library
};
using EngineEntryFunction = const EngineEntry& (*)();
inline constexpr const char* kEngineSymbol = "attuneEngineEntry";

/// Sets the environment that LibTorch's thread pools and OpenBLAS read when they are loaded, where the user has not set it:
/// call first thing in main, before any thread. `threads`: how many to compute with; 0: a thread for each of allowedCores().
void prepareProcess(int threads = 0);

/// Processors that this process may use: its affinity mask, less where a control group grants less; at least 1.
int allowedCores();

/// libattune-engine beside the program, or what ATTUNE_ENGINE names.
std::filesystem::path enginePath();

/// Loads the engine, once a process; it is never unloaded. Throws Error when the library is absent, cannot be loaded or was
/// built for another interface: the sentence says which and what to do.
Engine& loadEngine(const std::filesystem::path& library = enginePath());

} // namespace attune::core
