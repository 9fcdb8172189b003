#include "core/engine/loader.h"
#include "core/training/engine.h"

/// The one function that the library exports; see core/engine/loader.h.
extern "C" const attune::core::EngineEntry& attuneEngineEntry()
{
    static const attune::core::EngineEntry entry{attune::core::kEngineInterface, &attune::core::libTorchEngine};
    return entry;
}
