#pragma once

#include "core/checkpoint/stored_tensor.h"

namespace attune::core {

/// What a file written by torch.save holds.
struct TorchContent {
    std::vector<StoredTensor> tensors; ///< in the order of the state dict; some may share bytes
    std::string format;                ///< "PyTorch zip" or "PyTorch legacy pickle"
};

/// Reads the bytes of a file of either of torch.save's formats (zip since PyTorch 1.6, before that a stream of pickles), to which
/// the tensors then point. Nothing in it is ever executed. Throws Error naming `file` and what is wrong with it.
TorchContent readTorch(std::span<const std::byte> bytes, const std::string& file);

} // namespace attune::core
