#include "core/checkpoint/stored_weights.h"

#include "core/checkpoint/safetensors.h"
#include "core/checkpoint/weight_files.h"

#include <set>

namespace attune::core {

StoredWeights StoredWeights::open(const std::filesystem::path& directory)
{
    StoredWeights weights;
    weights.m_format = "safetensors";
    weights.addSafetensors(weightsFile(directory));
    return weights;
}

void StoredWeights::addSafetensors(const std::filesystem::path& file)
{
    m_mapped.emplace_back(file);
    m_files.push_back(file);
    m_fileBytes += m_mapped.back().bytes().size();
    take(readSafetensors(m_mapped.back().bytes(), file.string()).tensors);
}

void StoredWeights::take(std::vector<StoredTensor> tensors)
{
    m_fileOf.insert(m_fileOf.end(), tensors.size(), m_files.size() - 1);
    std::move(tensors.begin(), tensors.end(), std::back_inserter(m_tensors));
}

const std::filesystem::path& StoredWeights::fileOf(const StoredTensor& tensor) const
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
