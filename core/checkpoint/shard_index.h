#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace attune::core {

/// What model.safetensors.index.json and pytorch_model.bin.index.json say: which tensors lie in which file.
struct ShardIndex {
    std::map<std::string, std::set<std::string>> tensorsOf; ///< by the shard's file name; plain names, of files beside the index
};

/// Throws Error naming `name`: not JSON, no weight_map, a shard that is not a plain file name, more than a thousand shards.
ShardIndex parseShardIndex(std::string_view json, const std::string& name);

} // namespace attune::core
