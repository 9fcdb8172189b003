#include "core/checkpoint/shard_index.h"

#include "core/checkpoint/spelling.h"
#include "core/error.h"
#include "core/json_text.h"

#include <nlohmann/json.hpp>

namespace attune::core {

namespace {

constexpr std::size_t kMostShards = 1'000;

const char* const kFetchAgain = "Fetch the checkpoint again, or choose another one.";

// The index comes with the checkpoint: it must not lead to files elsewhere.
bool isPlainName(const std::string& name)
{
    return !name.empty() && name != "." && name != ".." && name.find_first_of(std::string_view("/\\\0", 3)) == std::string::npos;
}

} // namespace

ShardIndex parseShardIndex(std::string_view text, const std::string& name)
{
    const nlohmann::json json = parseJsonObject(text, name);
    const auto map = json.find("weight_map");
    if (map == json.end() || !map->is_object() || map->empty())
        throw Error(name + " has no weight_map that tells which tensor lies in which file.", kFetchAgain);

    ShardIndex index;
    for (const auto& [tensor, file] : map->items()) {
        if (!file.is_string())
            throw Error("In " + name + ", the weight_map has no file name for \"" + printable(tensor) + "\".", kFetchAgain);
        const auto& shard = file.get_ref<const std::string&>();
        if (!isPlainName(shard))
            throw Error("In " + name + ", \"" + printable(shard) + "\" is not the name of a file beside it.", kFetchAgain);
        index.tensorsOf[shard].insert(tensor);
        if (index.tensorsOf.size() > kMostShards)
            throw Error(name + " names more than " + std::to_string(kMostShards) + " files, which no BERT has.", kFetchAgain);
    }
    return index;
}

} // namespace attune::core
