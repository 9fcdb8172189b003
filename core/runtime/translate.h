#pragma once

#include "core/error.h"

#include <torch/torch.h>

#include <new>

namespace attune::core {

/// Runs `work` and turns LibTorch's exceptions into Error: the engine's edge, the one place where this happens.
template <typename Work> auto translated(Work&& work) -> decltype(work())
{
    try {
        return work();
    } catch (const Error&) {
        throw;
    } catch (const c10::Error& error) {
        const std::string message = error.what_without_backtrace();
        if (message.find("out of memory") != std::string::npos || message.find("alloc") != std::string::npos)
            throw Error("There is not enough memory for this computation.",
                        "Choose a smaller batch size or maximum length, or close other programs.", message);
        throw Error("The computation failed inside LibTorch: " + message.substr(0, message.find('\n')), {}, message);
    } catch (const std::bad_alloc&) {
        throw Error("There is not enough memory for this computation.",
                    "Choose a smaller batch size or maximum length, or close other programs.");
    }
}

} // namespace attune::core
