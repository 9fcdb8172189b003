#pragma once

#include "core/checkpoint/pickle.h"
#include "core/checkpoint/stored_tensor.h"

#include <functional>

namespace attune::core {

/// The globals that a pickled state dict needs: collections.OrderedDict, torch's storages, dtypes, Size and device, and the three
/// functions that put a tensor together.
bool isTorchGlobal(std::string_view module, std::string_view name);

/// A storage that a state dict refers to and that lies elsewhere in the file.
struct StorageReference {
    std::string_view key;
    std::string_view dtype; ///< as safetensors spells it
    std::uint64_t elementSize = 0;
    std::uint64_t count = 0; ///< elements
    std::uint64_t first = 0; ///< of a view: where it begins in the storage `key`
    std::uint64_t viewed = 0; ///< of a view: its elements; otherwise `count`

    std::uint64_t bytes() const { return count * elementSize; } ///< fits, as torchStorages has checked
};

/// All storages that `pickle` refers to, by the place of the reference. Throws Error naming `file`: a reference that torch does
/// not write, or one storage under two types or sizes.
std::vector<std::pair<PickleId, StorageReference>> torchStorages(const Pickle& pickle, const std::string& file);

/// The bytes of a storage, exactly reference.bytes() of them.
using FindStorage = std::function<std::span<const std::byte>(const StorageReference&)>;

/// The tensors of a state dict, which is the pickle's root or stands there under "state_dict"; values that are no tensors are
/// passed over. Throws Error naming `file` and the tensor: one that reaches beyond its storage, two of one name, absurd sizes.
std::vector<StoredTensor> torchTensors(const Pickle& pickle, const FindStorage& find, const std::string& file);

} // namespace attune::core
