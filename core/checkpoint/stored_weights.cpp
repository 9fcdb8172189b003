#include "core/checkpoint/stored_weights.h"

#include "core/checkpoint/safetensors.h"
#include "core/checkpoint/shard_index.h"
#include "core/checkpoint/spelling.h"
#include "core/checkpoint/torch_file.h"
#include "core/checkpoint/weight_files.h"
#include "core/error.h"
#include "core/small_file.h"

#include <set>
#include <unordered_map>
#include <unordered_set>

namespace attune::core {

namespace fs = std::filesystem;

namespace {

const char* const kFetchAgain = "Fetch the checkpoint again, or choose another one.";

void checkPromised(
    const std::set<std::string>& promised, std::span<const StoredTensor> held, const fs::path& shard, const fs::path& index)
{
    std::unordered_set<std::string_view> names;
    for (const auto& tensor : held)
        names.insert(tensor.name);
    for (const auto& name : promised)
        if (!names.contains(name))
            throw Error("By " + index.filename().string() + " the tensor \"" + printable(name) + "\" lies in " + shard.string()
                    + ", and it does not.",
                kFetchAgain);
}

} // namespace

StoredWeights StoredWeights::open(const fs::path& directory)
{
    const WeightFiles found = findWeights(directory);
    StoredWeights weights;
    if (found.isIndex) {
        weights.addShards(found);
        weights.m_format = "sharded " + weights.m_format;
    } else {
        weights.add(found.file, found.format);
    }
    return weights;
}

void StoredWeights::addShards(const WeightFiles& index)
{
    const std::string text = readSmallFile(index.file, kLargestSettings).value_or("");
    const ShardIndex shards = parseShardIndex(text, index.file.string());
    m_files.push_back(index.file);
    m_fileBytes += text.size();
    for (const auto& [name, promised] : shards.tensorsOf) {
        const fs::path shard = index.file.parent_path() / name;
        std::error_code absent;
        if (!fs::is_regular_file(shard, absent))
            throw Error(
                shard.string() + ", a part of the weights by " + index.file.filename().string() + ", is missing.", kFetchAgain);
        const std::size_t before = m_tensors.size();
        add(shard, index.format);
        checkPromised(promised, std::span(m_tensors).subspan(before), shard, index.file);
    }
    checkDistinct();
}

void StoredWeights::add(const fs::path& file, WeightFormat format)
{
    const MappedFile& mapped = m_mapped.emplace_back(file);
    std::vector<StoredTensor> tensors;
    if (format == WeightFormat::Safetensors) {
        tensors = readSafetensors(mapped.bytes(), file.string()).tensors;
        m_format = "safetensors";
    } else {
        TorchContent content = readTorch(mapped.bytes(), file.string());
        tensors = std::move(content.tensors);
        m_format = content.format;
    }
    m_files.push_back(file);
    m_fileBytes += mapped.bytes().size();
    m_fileOf.insert(m_fileOf.end(), tensors.size(), m_files.size() - 1);
    std::move(tensors.begin(), tensors.end(), std::back_inserter(m_tensors));
}

void StoredWeights::checkDistinct() const
{
    std::unordered_map<std::string_view, const StoredTensor*> seen;
    for (const auto& tensor : m_tensors)
        if (const auto [place, isNew] = seen.emplace(tensor.name, &tensor); !isNew)
            throw Error("The tensor \"" + printable(tensor.name) + "\" lies in " + fileOf(*place->second).string() + " and in "
                    + fileOf(tensor).string() + ".",
                kFetchAgain);
}

const fs::path& StoredWeights::fileOf(const StoredTensor& tensor) const
{
    return m_files[m_fileOf[static_cast<std::size_t>(&tensor - m_tensors.data())]];
}

std::string StoredWeights::dtypes() const
{
    std::set<std::string> distinct;
    for (const auto& tensor : m_tensors)
        if (isFloating(tensor.dtype))
            distinct.insert(tensor.dtype);
    std::string list;
    for (const auto& dtype : distinct)
        list += (list.empty() ? "" : ", ") + dtype;
    return list;
}

} // namespace attune::core
