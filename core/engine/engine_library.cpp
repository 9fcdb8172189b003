#include "core/engine/engine_library.h"

#include "core/error.h"

#include <dlfcn.h>

namespace attune::core {

namespace fs = std::filesystem;

namespace {

std::string lastLoaderError()
{
    const char* message = dlerror();
    return message ? message : "the loader gives no reason";
}

} // namespace

const EngineEntry& openEngineLibrary(const fs::path& library)
{
    const std::string name = library.string();
    std::error_code ignored;
    if (!fs::is_regular_file(library, ignored))
        throw Error("The engine " + name + " is absent.", "Build the target attune-engine, or set ATTUNE_ENGINE to where it lies.");

    // An absolute path: a bare file name would be looked for in the system's library directories.
    // Never closed: LibTorch's threads and registries do not survive it.
    void* handle = dlopen(fs::absolute(library).c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        std::string reason = lastLoaderError();
        throw Error("The engine " + name + " cannot be loaded: " + reason + ".",
                    "Install the libraries it needs, or set ATTUNE_ENGINE to an engine built for this machine.", reason);
    }

    const auto entry = reinterpret_cast<EngineEntryFunction>(dlsym(handle, kEngineSymbol));
    if (!entry)
        throw Error(name + " is not an engine of Attune: it does not export " + kEngineSymbol + ".",
                    "Set ATTUNE_ENGINE to libattune-engine.so, or unset it.", lastLoaderError());

    const EngineEntry& found = entry();
    if (found.interfaceNumber != kEngineInterface)
        throw Error("The engine " + name + " speaks interface " + std::to_string(found.interfaceNumber) + ", and this program needs "
                        + std::to_string(kEngineInterface) + ".",
                    "Build engine and program from the same sources.");
    return found;
}

} // namespace attune::core
