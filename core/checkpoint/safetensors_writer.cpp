#include "core/atomic_file.h"
#include "core/checkpoint/safetensors.h"
#include "core/checkpoint/safetensors_header.h"
#include "core/checkpoint/spelling.h"
#include "core/error.h"

#include <nlohmann/json.hpp>

namespace attune::core {

namespace {

void checkTensor(const StoredTensor& tensor, const std::string& file)
{
    const auto elementSize = dtypeSize(tensor.dtype);
    const auto bytes = elementSize ? tensorBytes(tensor.shape, *elementSize) : std::nullopt;
    if (bytes != tensor.bytes.size())
        throw Error("Cannot write " + file + ": the tensor \"" + printable(tensor.name) + "\" of " + std::to_string(tensor.bytes.size())
                    + " bytes is not " + printable(tensor.dtype) + " " + shapeText(tensor.shape) + ".");
}

std::string headerOf(const std::vector<StoredTensor>& tensors, const std::map<std::string, std::string>& metadata, const std::string& file)
{
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!metadata.empty())
        header["__metadata__"] = metadata;
    std::uint64_t begin = 0;
    for (const auto& tensor : tensors) {
        checkTensor(tensor, file);
        const std::uint64_t end = begin + tensor.bytes.size();
        if (header.contains(tensor.name))
            throw Error("Cannot write " + file + ": two tensors are called \"" + printable(tensor.name) + "\".");
        header[tensor.name] = {{"dtype", tensor.dtype}, {"shape", tensor.shape}, {"data_offsets", {begin, end}}};
        begin = end;
    }
    std::string text;
    try {
        text = header.dump();
    } catch (const nlohmann::json::exception& fault) {
        throw Error("Cannot write " + file + ": a name in it is not UTF-8.", {}, fault.what());
    }
    text.append((8 - text.size() % 8) % 8, ' '); // the data begin at a multiple of 8, so that a reader may use them in place
    return text;
}

} // namespace

void writeSafetensors(const std::filesystem::path& file, const std::vector<StoredTensor>& tensors,
                      const std::map<std::string, std::string>& metadata)
{
    const std::string header = headerOf(tensors, metadata, file.string());
    char length[8];
    for (int i = 0; i < 8; ++i)
        length[i] = static_cast<char>(static_cast<std::uint64_t>(header.size()) >> (8 * i) & 0xFF);

    AtomicFile out(file);
    out.write(length, sizeof length);
    out.write(header);
    for (const auto& tensor : tensors)
        out.write(tensor.bytes.data(), tensor.bytes.size());
    out.commit();
}

} // namespace attune::core
