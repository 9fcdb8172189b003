#include "core/checkpoint/torch_tensors.h"

#include "core/checkpoint/safetensors_header.h"
#include "core/checkpoint/spelling.h"
#include "core/error.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <unordered_map>
#include <unordered_set>

namespace attune::core {

namespace {

using Kind = PickleValue::Kind;

const char* const kFetchAgain = "Fetch the file again, or the checkpoint's model.safetensors where there is one.";

struct StorageType {
    std::string_view name, dtype;
};

constexpr StorageType kStorageTypes[] = {
    {"FloatStorage", "F32"},
    {"DoubleStorage", "F64"},
    {"HalfStorage", "F16"},
    {"BFloat16Storage", "BF16"},
    {"LongStorage", "I64"},
    {"IntStorage", "I32"},
    {"ShortStorage", "I16"},
    {"CharStorage", "I8"},
    {"ByteStorage", "U8"},
    {"BoolStorage", "BOOL"},
    {"ComplexFloatStorage", "C64"},
    {"UntypedStorage", "U8"},
};

constexpr std::string_view kDtypes[] = {"float32", "float", "float64", "double", "float16", "half", "bfloat16", "int64", "long",
    "int32", "int", "int16", "short", "int8", "uint8", "bool", "complex64"};

const StorageType* storageType(std::string_view module, std::string_view name)
{
    const auto found = std::ranges::find(kStorageTypes, name, &StorageType::name);
    const bool known = found != std::end(kStorageTypes);
    return known && (module == "torch" || (module == "torch.storage" && name == "UntypedStorage")) ? found : nullptr;
}

bool isGlobal(const PickleValue& value, std::string_view module, std::string_view name)
{
    return value.kind == Kind::Global && value.text == module && value.name == name;
}

/// The arguments of a call of torch._utils.`name`; nullptr where `value` is another thing.
const std::vector<PickleId>* argumentsOf(const Pickle& pickle, const PickleValue& value, std::string_view name)
{
    if (value.kind != Kind::Call || !isGlobal(pickle[value.items[0]], "torch._utils", name))
        return nullptr;
    return &pickle[value.items[1]].items;
}

std::optional<std::uint64_t> natural(const PickleValue& value)
{
    if (value.kind != Kind::Integer || value.integer < 0)
        return std::nullopt;
    return static_cast<std::uint64_t>(value.integer);
}

[[noreturn]] void unknownStorage(const std::string& file)
{
    throw Error("A tensor of " + file + " refers to its numbers in a way that torch.save does not.", kFetchAgain);
}

/// ('storage', type, key, location, count), in the legacy format followed by None or (key of the view, first element, elements).
StorageReference storageReference(const Pickle& pickle, const PickleValue& id, const std::string& file)
{
    if (id.kind != Kind::Tuple || id.items.size() < 5 || id.items.size() > 6)
        unknownStorage(file);
    const PickleValue &tag = pickle[id.items[0]], &type = pickle[id.items[1]], &key = pickle[id.items[2]];
    const auto count = natural(pickle[id.items[4]]);
    const StorageType* known = type.kind == Kind::Global ? storageType(type.text, type.name) : nullptr;
    if (tag.kind != Kind::Text || tag.text != "storage" || !known || key.kind != Kind::Text || !count)
        unknownStorage(file);

    StorageReference reference{key.text, known->dtype, *dtypeSize(known->dtype), *count, 0, *count};
    if (!tensorBytes({static_cast<std::int64_t>(*count)}, reference.elementSize))
        throw Error(
            "A storage of " + file + " claims " + std::to_string(*count) + " numbers, beyond 64 bits of bytes.", kFetchAgain);
    if (id.items.size() == 6 && pickle[id.items[5]].kind != Kind::None) {
        const PickleValue& view = pickle[id.items[5]];
        if (view.kind != Kind::Tuple || view.items.size() != 3)
            unknownStorage(file);
        const auto first = natural(pickle[view.items[1]]), viewed = natural(pickle[view.items[2]]);
        if (!first || !viewed || *first > *count || *viewed > *count - *first)
            unknownStorage(file);
        reference.first = *first;
        reference.viewed = *viewed;
    }
    return reference;
}

/// Puts one tensor together: checks that it lies in its storage, and notes where.
class TensorReader {
public:
    TensorReader(const Pickle& pickle, const FindStorage& find, const std::string& file)
        : m_pickle(pickle)
        , m_find(find)
        , m_file(file)
    {
        for (const auto& [place, reference] : torchStorages(pickle, file))
            m_storages.emplace(place, reference);
    }

    /// Absent where `id` is no tensor.
    std::optional<StoredTensor> read(std::string_view name, PickleId id) const
    {
        if (const auto* parameter = argumentsOf(m_pickle, m_pickle[id], "_rebuild_parameter")) {
            if (parameter->empty())
                refuse(name, "is a parameter without a tensor");
            id = parameter->front();
        }
        const auto* arguments = argumentsOf(m_pickle, m_pickle[id], "_rebuild_tensor_v2");
        if (!arguments)
            arguments = argumentsOf(m_pickle, m_pickle[id], "_rebuild_tensor");
        if (!arguments)
            return std::nullopt;
        if (arguments->size() < 4 || m_pickle[(*arguments)[0]].kind != Kind::Persistent)
            refuse(name, "is described as torch does not");
        return place(name, m_storages.at((*arguments)[0]), natural(m_pickle[(*arguments)[1]]), sizes(name, (*arguments)[2]),
            sizes(name, (*arguments)[3]));
    }

    [[noreturn]] void refuse(std::string_view name, const std::string& what) const
    {
        throw Error("The tensor \"" + printable(name) + "\" of " + m_file + " " + what + ".", kFetchAgain);
    }

private:
    /// A shape or strides: a tuple of numbers, or torch.Size of one.
    std::vector<std::int64_t> sizes(std::string_view name, PickleId id) const
    {
        const PickleValue* value = &m_pickle[id];
        if (value->kind == Kind::Call && isGlobal(m_pickle[value->items[0]], "torch", "Size")) {
            const auto& arguments = m_pickle[value->items[1]].items;
            if (arguments.size() != 1)
                refuse(name, "has no shape");
            value = &m_pickle[arguments[0]];
        }
        if (value->kind != Kind::Tuple || value->items.size() > kMostAxes)
            refuse(name, "has no shape");
        std::vector<std::int64_t> list;
        for (const PickleId item : value->items) {
            if (!natural(m_pickle[item]))
                refuse(name, "has a shape or strides that are no numbers from 0 on");
            list.push_back(m_pickle[item].integer);
        }
        return list;
    }

    StoredTensor place(std::string_view name, const StorageReference& storage, std::optional<std::uint64_t> offset,
        std::vector<std::int64_t> shape, std::vector<std::int64_t> strides) const
    {
        const auto size = tensorBytes(shape, storage.elementSize);
        constexpr auto kMostBytes = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        if (!offset || strides.size() != shape.size() || !size || *size > kMostBytes)
            refuse(name,
                "has the shape " + printable(shapeText(shape)) + " and the strides " + printable(shapeText(strides))
                    + ", which cannot be");

        StoredTensor tensor{std::string(name), std::string(storage.dtype), std::move(shape), {}, {}};
        if (*size == 0)
            return tensor;
        std::uint64_t elements = 1; // from the first to the last, those between included
        std::uint64_t beyond = *offset;
        bool fits = !__builtin_add_overflow(beyond, elements, &beyond);
        for (std::size_t axis = 0; fits && axis < tensor.shape.size(); ++axis) {
            std::uint64_t reach = 0;
            fits = !__builtin_mul_overflow(
                       static_cast<std::uint64_t>(tensor.shape[axis] - 1), static_cast<std::uint64_t>(strides[axis]), &reach)
                && !__builtin_add_overflow(elements, reach, &elements) && !__builtin_add_overflow(beyond, reach, &beyond);
        }
        if (!fits || beyond > storage.viewed)
            refuse(name, "reaches beyond the " + std::to_string(storage.viewed) + " numbers of its storage");
        tensor.bytes = m_find(storage).subspan(static_cast<std::size_t>((storage.first + *offset) * storage.elementSize),
            static_cast<std::size_t>(elements * storage.elementSize));
        if (!contiguous(tensor.shape, strides))
            tensor.strides = std::move(strides);
        return tensor;
    }

    static bool contiguous(const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& strides)
    {
        std::int64_t expected = 1;
        for (std::size_t axis = shape.size(); axis-- > 0; expected *= shape[axis])
            if (shape[axis] != 1 && strides[axis] != expected)
                return false;
        return true;
    }

    const Pickle& m_pickle;
    const FindStorage& m_find;
    const std::string& m_file;
    std::unordered_map<PickleId, StorageReference> m_storages;
};

PickleId stateDict(const Pickle& pickle, const std::string& file)
{
    PickleId dict = pickle.root;
    if (pickle[dict].kind == Kind::Dict)
        if (const auto inner = pickle.find(dict, "state_dict"); inner && pickle[*inner].kind == Kind::Dict)
            dict = *inner;
    if (pickle[dict].kind != Kind::Dict)
        throw Error(file + " holds no state dict: a dict of tensors by their names.",
            "Save it again with torch.save(model.state_dict(), file).");
    return dict;
}

} // namespace

bool isTorchGlobal(std::string_view module, std::string_view name)
{
    if (module == "torch._utils")
        return name == "_rebuild_tensor_v2" || name == "_rebuild_tensor" || name == "_rebuild_parameter";
    if (module == "collections")
        return name == "OrderedDict";
    if (module == "torch" && (name == "Size" || name == "device" || std::ranges::find(kDtypes, name) != std::end(kDtypes)))
        return true;
    return storageType(module, name) != nullptr;
}

std::vector<std::pair<PickleId, StorageReference>> torchStorages(const Pickle& pickle, const std::string& file)
{
    std::vector<std::pair<PickleId, StorageReference>> storages;
    std::unordered_map<std::string_view, StorageReference> byKey;
    for (PickleId id = 0; id < pickle.values.size(); ++id) {
        if (pickle[id].kind != Kind::Persistent)
            continue;
        const StorageReference reference = storageReference(pickle, pickle[pickle[id].items[0]], file);
        const auto& first = byKey.emplace(reference.key, reference).first->second;
        if (first.dtype != reference.dtype || first.count != reference.count)
            throw Error(
                "The storage \"" + printable(reference.key) + "\" of " + file + " has two types or two sizes.", kFetchAgain);
        storages.emplace_back(id, reference);
    }
    return storages;
}

std::vector<StoredTensor> torchTensors(const Pickle& pickle, const FindStorage& find, const std::string& file)
{
    const TensorReader reader(pickle, find, file);
    const auto& items = pickle[stateDict(pickle, file)].items;
    std::vector<StoredTensor> tensors;
    std::unordered_set<std::string_view> names;
    for (std::size_t i = 0; i < items.size(); i += 2) {
        const PickleValue& key = pickle[items[i]];
        if (key.kind != Kind::Text)
            continue;
        auto tensor = reader.read(key.text, items[i + 1]);
        if (!tensor)
            continue;
        if (!names.insert(key.text).second)
            reader.refuse(key.text, "stands there twice");
        tensors.push_back(std::move(*tensor));
    }
    return tensors;
}

} // namespace attune::core
