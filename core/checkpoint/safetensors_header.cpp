#include "core/checkpoint/safetensors_header.h"

#include "core/checkpoint/spelling.h"
#include "core/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <set>

namespace attune::core {

namespace {

constexpr const char* kFetchAgain = "Fetch the file again.";

/// Takes the header's JSON apart: {"__metadata__": {string: string}, name: {"dtype": string, "shape": [n], "data_offsets": [n]}}.
class HeaderReader {
public:
    explicit HeaderReader(std::string file)
        : m_file(std::move(file))
    {
    }

    SafetensorsHeader take() { return std::move(m_header); }

    // The events of nlohmann's parser.
    using number_integer_t = nlohmann::json::number_integer_t;
    using number_unsigned_t = nlohmann::json::number_unsigned_t;
    using number_float_t = nlohmann::json::number_float_t;
    using string_t = nlohmann::json::string_t;
    using binary_t = nlohmann::json::binary_t;

    bool null() { return misplaced("null"); }
    bool boolean(bool) { return misplaced("true or false"); }
    bool number_integer(number_integer_t) { return misplaced("a negative number"); }
    bool number_float(number_float_t, const string_t&) { return misplaced("a fraction or a number beyond 64 bits"); }
    bool binary(binary_t&) { return misplaced("binary data"); }

    bool number_unsigned(number_unsigned_t value)
    {
        if (m_place != Place::Array)
            return misplaced("a number");
        if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max()))
            return misplaced("a number beyond 63 bits");
        if (m_numbers.size() == kMostAxes)
            fault(m_key + " holds more than " + std::to_string(kMostAxes) + " numbers");
        m_numbers.push_back(static_cast<std::int64_t>(value));
        return true;
    }

    bool string(string_t& value)
    {
        if (m_place == Place::Metadata)
            m_header.metadata[m_key] = value;
        else if (m_place == Place::Tensor && m_key == "dtype")
            m_header.tensors.back().dtype = value;
        else
            return misplaced("a text");
        return true;
    }

    bool start_object(std::size_t)
    {
        if (m_place == Place::Outside) {
            m_place = Place::Root;
        } else if (m_place == Place::Root && m_key == "__metadata__") {
            m_place = Place::Metadata;
            m_keys.clear();
        } else if (m_place == Place::Root) {
            m_place = Place::Tensor;
            m_keys.clear();
            m_header.tensors.push_back({m_key, {}, {}, 0, 0});
        } else {
            return misplaced("an object");
        }
        return true;
    }

    bool key(string_t& name)
    {
        auto& seen = m_place == Place::Root ? m_names : m_keys;
        if (!seen.insert(name).second)
            fault("it names \"" + printable(name) + "\" twice");
        if (seen.size() > kMostSafetensorsNames)
            fault("it names more than " + std::to_string(kMostSafetensorsNames)
                  + (m_place == Place::Root ? " tensors" : " things in one place") + ", which no BERT has");
        m_key = name;
        return true;
    }

    bool end_object()
    {
        if (m_place == Place::Tensor)
            for (const char* required : {"dtype", "shape", "data_offsets"})
                if (!m_keys.contains(required))
                    fault(std::string("it states no ") + required);
        m_place = m_place == Place::Root ? Place::Outside : Place::Root;
        return true;
    }

    bool start_array(std::size_t)
    {
        if (m_place != Place::Tensor || (m_key != "shape" && m_key != "data_offsets"))
            return misplaced("a list");
        m_place = Place::Array;
        m_numbers.clear();
        return true;
    }

    bool end_array()
    {
        HeaderTensor& tensor = m_header.tensors.back();
        m_place = Place::Tensor;
        if (m_key == "shape") {
            tensor.shape = std::move(m_numbers);
        } else {
            if (m_numbers.size() != 2)
                fault("data_offsets holds " + std::to_string(m_numbers.size()) + " numbers instead of 2");
            tensor.begin = static_cast<std::uint64_t>(m_numbers[0]);
            tensor.end = static_cast<std::uint64_t>(m_numbers[1]);
        }
        return true;
    }

    bool parse_error(std::size_t position, const string_t&, const nlohmann::detail::exception& error)
    {
        throw Error("The header of " + m_file + " is not UTF-8 JSON (byte " + std::to_string(position) + ").", kFetchAgain, error.what());
    }

private:
    enum class Place { Outside, Root, Metadata, Tensor, Array };

    [[noreturn]] void fault(const std::string& what) const
    {
        const bool ofTensor = m_place == Place::Tensor || m_place == Place::Array;
        const std::string where = ofTensor ? ", tensor \"" + printable(m_header.tensors.back().name) + "\"" : "";
        throw Error("The header of " + m_file + where + " is damaged: " + what + ".", kFetchAgain);
    }

    [[noreturn]] bool misplaced(const std::string& what) const
    {
        fault(what + " stands where it has no place" + (m_key.empty() ? "" : " (\"" + printable(m_key) + "\")"));
    }

    std::string m_file;
    SafetensorsHeader m_header;
    Place m_place = Place::Outside;
    std::string m_key;
    std::set<std::string> m_names; ///< of tensors, so far
    std::set<std::string> m_keys;  ///< of the object being read
    std::vector<std::int64_t> m_numbers;
};

void checkSize(const HeaderTensor& tensor, const std::string& file)
{
    const std::string where = "The tensor \"" + printable(tensor.name) + "\" of " + file;
    const auto elementSize = dtypeSize(tensor.dtype);
    if (!elementSize)
        throw Error(where + " has the dtype " + printable(tensor.dtype) + ", which the safetensors format does not know.", kFetchAgain);
    const auto bytes = tensorBytes(tensor.shape, *elementSize);
    if (!bytes)
        throw Error(where + " has the shape " + printable(shapeText(tensor.shape)) + ", whose size is beyond 64 bits.", kFetchAgain);
    if (tensor.end < tensor.begin || tensor.end - tensor.begin != *bytes)
        throw Error(where + " needs " + std::to_string(*bytes) + " bytes for " + tensor.dtype + " " + printable(shapeText(tensor.shape))
                        + ", and its data_offsets are " + std::to_string(tensor.begin) + " and " + std::to_string(tensor.end) + ".",
                    kFetchAgain);
}

// The format leaves no byte out and uses none twice: each tensor begins where the one before it ends.
void checkRanges(const std::vector<HeaderTensor>& tensors, std::uint64_t dataBytes, const std::string& file)
{
    std::uint64_t last = 0;
    for (const auto& tensor : tensors)
        last = std::max(last, tensor.end);
    if (last > dataBytes)
        throw Error(file + " is truncated: by its header " + std::to_string(last) + " bytes of tensors follow, and their size is "
                        + std::to_string(dataBytes) + ".",
                    kFetchAgain);

    std::uint64_t next = 0;
    for (const auto& tensor : tensors) {
        if (tensor.begin < next)
            throw Error("The tensor \"" + printable(tensor.name) + "\" of " + file + " shares bytes with the tensor before it.", kFetchAgain);
        next = tensor.end;
    }
    next = 0;
    for (const auto& tensor : tensors) {
        if (tensor.begin > next)
            throw Error("The bytes before the tensor \"" + printable(tensor.name) + "\" of " + file + " belong to no tensor.", kFetchAgain);
        next = tensor.end;
    }
    if (next < dataBytes)
        throw Error(std::to_string(dataBytes - next) + " bytes at the end of " + file + " belong to no tensor.", kFetchAgain);
}

} // namespace

std::optional<std::uint64_t> dtypeSize(std::string_view dtype)
{
    static const std::map<std::string_view, std::uint64_t> sizes = {
        {"BOOL", 1}, {"U8", 1}, {"I8", 1}, {"F8_E5M2", 1}, {"F8_E4M3", 1}, {"F8_E8M0", 1}, {"I16", 2}, {"U16", 2}, {"F16", 2},
        {"BF16", 2}, {"I32", 4}, {"U32", 4}, {"F32", 4}, {"I64", 8}, {"U64", 8}, {"F64", 8}, {"C64", 8}};
    const auto found = sizes.find(dtype);
    return found == sizes.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::uint64_t> tensorBytes(const std::vector<std::int64_t>& shape, std::uint64_t elementSize)
{
    std::uint64_t bytes = elementSize;
    for (const auto size : shape)
        if (size < 0 || __builtin_mul_overflow(bytes, static_cast<std::uint64_t>(size), &bytes))
            return std::nullopt;
    return bytes;
}

SafetensorsHeader parseSafetensorsHeader(std::string_view json, std::uint64_t dataBytes, const std::string& file)
{
    // The parser takes a NUL for the end of its input; what came after one would go unread.
    if (json.empty() || json.front() != '{' || json.find('\0') != std::string_view::npos)
        throw Error("The header of " + file + " is not JSON: it does not begin with a brace or holds a NUL byte.", kFetchAgain);

    HeaderReader reader(file);
    nlohmann::json::sax_parse(json.begin(), json.end(), &reader);
    SafetensorsHeader header = reader.take();
    for (const auto& tensor : header.tensors)
        checkSize(tensor, file);
    std::stable_sort(header.tensors.begin(), header.tensors.end(), [](const HeaderTensor& a, const HeaderTensor& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
    });
    checkRanges(header.tensors, dataBytes, file);
    return header;
}

} // namespace attune::core
