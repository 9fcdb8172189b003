#include "core/checkpoint/torch_file.h"
#include "core/error.h"
#include "tests/core/checkpoint/torch_bytes.h"
#include "tests/support/catch.h"

#include <filesystem>
#include <numeric>
#include <random>

using namespace attune;
using core::Error;
using core::StoredTensor;
using core::TorchContent;
namespace pickle = test::pickle;

namespace {

TorchContent read(const std::string& bytes)
{
    return core::readTorch(std::as_bytes(std::span(bytes)), "some/pytorch_model.bin");
}

std::string refusal(const std::string& bytes)
{
    try {
        read(bytes);
    } catch (const Error& error) {
        CHECK_THAT(error.what(), ContainsSubstring("some/pytorch_model.bin"));
        return error.what();
    }
    return "accepted";
}

std::string floats(std::initializer_list<float> values)
{
    return {reinterpret_cast<const char*>(values.begin()), values.size() * sizeof(float)};
}

std::vector<float> valuesOf(const StoredTensor& tensor)
{
    std::vector<float> values(
        static_cast<std::size_t>(std::accumulate(tensor.shape.begin(), tensor.shape.end(), std::int64_t{1}, std::multiplies())));
    core::widen(tensor, values);
    return values;
}

/// A state dict of one tensor "t" in the zip format, over the storage "0" of six floats.
std::string one(std::int64_t offset, const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& strides,
    std::int64_t count = 6, const std::string& type = "FloatStorage")
{
    const std::string body =
        pickle::dict(pickle::text("the.tensor") + pickle::tensor(pickle::storage("0", count, type), offset, shape, strides));
    return test::torchZip(pickle::program(body), {{"0", floats({0, 1, 2, 3, 4, 5})}}).bytes();
}

std::string zipOf(const std::string& body)
{
    return test::torchZip(pickle::program(body), {{"0", floats({0, 1, 2, 3, 4, 5})}}).bytes();
}

std::string legacyOf(const std::string& body, const std::vector<test::LegacyStorage>& storages)
{
    return test::torchLegacy(pickle::program(body), storages);
}

std::string legacyTensor(std::int64_t count, const std::string& view = "N")
{
    return pickle::dict(
        pickle::text("the.tensor") + pickle::tensor(pickle::storage("7", count, "FloatStorage", view), 0, {2}, {1}));
}

/// A state dict with all that torch.save puts into one: an order, shared storages, a view, a transposed matrix, versions.
std::string wholeStateDict(bool legacy)
{
    const std::string none = legacy ? "N" : "";
    const std::string storage = pickle::storage("0", 6, "FloatStorage", none);
    const std::string items = pickle::text("weight") + pickle::tensor(storage, 0, {2, 3}, {3, 1}) + pickle::text("tied")
        + pickle::tensor(storage, 0, {2, 3}, {3, 1}) + pickle::text("turned") + pickle::tensor(storage, 0, {3, 2}, {1, 3})
        + pickle::text("row") + pickle::tensor(storage, 3, {3}, {1}) + pickle::text("scalar")
        + pickle::tensor(storage, 4, {}, {});
    return pickle::call(pickle::global("collections", "OrderedDict"), "") + "(" + items + "u"
        + pickle::dict(
            pickle::text("_metadata") + pickle::dict(pickle::text("") + pickle::dict(pickle::text("version") + "K\x01")))
        + "b";
}

void checkWholeStateDict(const TorchContent& content)
{
    REQUIRE(content.tensors.size() == 5);
    CHECK(content.tensors[0].name == "weight");
    CHECK(content.tensors[0].dtype == "F32");
    CHECK(content.tensors[0].strides.empty());
    CHECK(valuesOf(content.tensors[0]) == std::vector<float>{0, 1, 2, 3, 4, 5});
    CHECK(content.tensors[1].bytes.data() == content.tensors[0].bytes.data());
    CHECK(content.tensors[2].strides == std::vector<std::int64_t>{1, 3});
    CHECK(valuesOf(content.tensors[2]) == std::vector<float>{0, 3, 1, 4, 2, 5});
    CHECK(valuesOf(content.tensors[3]) == std::vector<float>{3, 4, 5});
    CHECK(valuesOf(content.tensors[4]) == std::vector<float>{4});
}

} // namespace

TEST_CASE("A state dict is read in torch's zip format and in the one before it")
{
    const std::string zip = zipOf(wholeStateDict(false));
    CHECK(read(zip).format == "PyTorch zip");
    checkWholeStateDict(read(zip));
    const std::string legacy = legacyOf(wholeStateDict(true), {{"0", 6, floats({0, 1, 2, 3, 4, 5})}});
    CHECK(read(legacy).format == "PyTorch legacy pickle");
    checkWholeStateDict(read(legacy));
}

TEST_CASE("A state dict may be wrapped, its tensors parameters, and other values beside them are passed over")
{
    const std::string tensor = pickle::tensor(pickle::storage("0", 6), 0, {6}, {1});
    const std::string parameter = pickle::call(pickle::global("torch._utils", "_rebuild_parameter"),
        tensor + "\x88" + pickle::call(pickle::global("collections", "OrderedDict"), ""));
    const std::string dict = pickle::dict(pickle::text("p") + parameter + pickle::text("epoch") + "K\x03" + pickle::text("device")
        + pickle::call(pickle::global("torch", "device"), pickle::text("cpu")) + "K\x01K\x02");
    for (const std::string& body : {dict, pickle::dict(pickle::text("epoch") + "K\x01" + pickle::text("state_dict") + dict)}) {
        const std::string bytes = zipOf(body);
        const auto content = read(bytes);
        REQUIRE(content.tensors.size() == 1);
        CHECK(content.tensors[0].name == "p");
        CHECK(valuesOf(content.tensors[0]).size() == 6);
    }
    CHECK_THAT(refusal(zipOf("N")), ContainsSubstring("no state dict"));
    CHECK_THAT(refusal(zipOf(tensor)), ContainsSubstring("no state dict"));
}

TEST_CASE("Each type of storage has its dtype")
{
    for (const auto& [type, dtype, size] : std::initializer_list<std::tuple<const char*, const char*, std::size_t>>{
             {"FloatStorage", "F32", 4}, {"DoubleStorage", "F64", 8}, {"HalfStorage", "F16", 2}, {"BFloat16Storage", "BF16", 2},
             {"LongStorage", "I64", 8}, {"IntStorage", "I32", 4}, {"ShortStorage", "I16", 2}, {"CharStorage", "I8", 1},
             {"ByteStorage", "U8", 1}, {"BoolStorage", "BOOL", 1}}) {
        const std::string body = pickle::dict(pickle::text("t") + pickle::tensor(pickle::storage("0", 3, type), 0, {3}, {1}));
        const std::string bytes = test::torchZip(pickle::program(body), {{"0", std::string(3 * size, 'x')}}).bytes();
        const auto content = read(bytes);
        CHECK(content.tensors.at(0).dtype == dtype);
        CHECK(content.tensors.at(0).bytes.size() == 3 * size);
    }
    CHECK_THAT(refusal(one(0, {6}, {1}, 6, "QInt8Storage")), ContainsSubstring("torch.QInt8Storage"));
}

TEST_CASE("A tensor must lie in its storage")
{
    CHECK(refusal(one(0, {6}, {1})) == "accepted");
    CHECK(refusal(one(0, {0, 1000}, {1, 1})) == "accepted");
    CHECK(refusal(one(5, {1000000}, {0})) == "accepted"); // one number a million times
    for (const std::string& bytes : {one(1, {6}, {1}), one(0, {7}, {1}), one(0, {2, 3}, {4, 1}), one(6, {}, {}),
             one(0, {2}, {INT64_MAX}), one(INT64_MAX, {2}, {1}), one(0, {3, 3}, {INT64_MAX, INT64_MAX})})
        CHECK_THAT(refusal(bytes), ContainsSubstring("the.tensor") && ContainsSubstring("beyond the 6 numbers"));
    for (const std::string& bytes : {one(-1, {6}, {1}), one(0, {6}, {}), one(0, {6}, {1, 1}),
             one(0, {INT64_MAX, INT64_MAX}, {0, 0}), one(0, {INT64_MAX}, {0})})
        CHECK_THAT(refusal(bytes), ContainsSubstring("the.tensor") && ContainsSubstring("cannot be"));
    CHECK_THAT(refusal(one(0, {-1}, {1})), ContainsSubstring("the.tensor") && ContainsSubstring("from 0 on"));
    CHECK_THAT(refusal(one(0, {6}, {-1})), ContainsSubstring("the.tensor"));
    CHECK_THAT(
        refusal(one(0, std::vector<std::int64_t>(65, 1), std::vector<std::int64_t>(65, 1))), ContainsSubstring("has no shape"));
}

TEST_CASE("A storage must be there, whole and of one type")
{
    CHECK_THAT(refusal(one(0, {6}, {1}, 7)),
        ContainsSubstring("archive/data/0") && ContainsSubstring("24 bytes") && ContainsSubstring("need 28"));
    CHECK_THAT(refusal(one(0, {5}, {1}, 5)), ContainsSubstring("need 20"));
    CHECK_THAT(refusal(one(0, {6}, {1}, INT64_MAX)), ContainsSubstring("beyond 64 bits"));
    CHECK_THAT(refusal(one(0, {6}, {1}, std::int64_t{1} << 60)), ContainsSubstring("archive/data/0"));
    const auto named = [](const std::string& storage) {
        return pickle::text(std::string("t") + std::to_string(storage.size())) + pickle::tensor(storage, 0, {3}, {1});
    };
    CHECK_THAT(refusal(zipOf(pickle::dict(named(pickle::storage("1", 6))))), ContainsSubstring("\"1\""));
    CHECK_THAT(refusal(zipOf(pickle::dict(named(pickle::storage("../data.pkl", 6))))), ContainsSubstring("data.pkl"));
    CHECK_THAT(refusal(zipOf(pickle::dict(named(pickle::storage("0", 6)) + named(pickle::storage("0", 3, "DoubleStorage"))))),
        ContainsSubstring("two types"));
}

TEST_CASE("References that torch does not write are refused")
{
    const std::string rebuild = pickle::global("torch._utils", "_rebuild_tensor_v2"),
                      storageType = pickle::global("torch", "FloatStorage");
    const auto dict = [](const std::string& value) { return zipOf(pickle::dict(pickle::text("t") + value)); };
    CHECK_THAT(refusal(dict(pickle::call(rebuild, ""))), ContainsSubstring("\"t\""));
    CHECK_THAT(refusal(dict(pickle::call(rebuild, "NNNN"))), ContainsSubstring("\"t\""));
    CHECK_THAT(refusal(dict(pickle::call(rebuild, pickle::storage("0", 6) + "NNN"))), ContainsSubstring("\"t\""));
    CHECK_THAT(refusal(dict(pickle::call(pickle::global("torch._utils", "_rebuild_parameter"), ""))), ContainsSubstring("\"t\""));
    for (const std::string& id :
        {std::string("N"), std::string(")"), pickle::tuple("NNNNN"), pickle::tuple(pickle::text("module") + "NNNN"),
            pickle::tuple(pickle::text("storage") + "N" + pickle::text("0") + "NK\x06"),
            pickle::tuple(pickle::text("storage") + storageType + "K\x01NK\x06"),
            pickle::tuple(pickle::text("storage") + storageType + pickle::text("0") + "NN"),
            pickle::tuple(pickle::text("storage") + rebuild + pickle::text("0") + "NK\x06")})
        CHECK_THAT(refusal(dict(id + "Q")), ContainsSubstring("in a way that torch.save does not"));
    const std::string twice = pickle::text("t") + pickle::tensor(pickle::storage("0", 6), 0, {6}, {1});
    CHECK_THAT(refusal(zipOf(pickle::dict(twice + twice))), ContainsSubstring("\"t\"") && ContainsSubstring("twice"));
}

TEST_CASE("A zip archive that torch did not write, or a big-endian computer did, is refused")
{
    test::ZipBytes zip{{{"word/document.xml", "<x/>"}}};
    CHECK_THAT(refusal(zip.bytes()), ContainsSubstring("no data.pkl"));
    zip.entries = {{"data.pkl", pickle::program("}")}};
    CHECK_THAT(refusal(zip.bytes()), ContainsSubstring("no data.pkl"));
    zip.entries = {{"a/data.pkl", pickle::program("}")}, {"a/byteorder", "little"}};
    CHECK(refusal(zip.bytes()) == "accepted");
    zip.entries[1].data = "big";
    CHECK_THAT(refusal(zip.bytes()), ContainsSubstring("big-endian"));
    zip.entries = {{"a/data.pkl", ""}};
    CHECK_THAT(refusal(zip.bytes()), ContainsSubstring("truncated"));
}

TEST_CASE("What is no file of torch's is refused as such")
{
    CHECK_THAT(refusal(""), ContainsSubstring("empty"));
    CHECK_THAT(refusal("<!DOCTYPE html><html>"), ContainsSubstring("neither a zip archive nor a pickle"));
    CHECK_THAT(refusal(pickle::program("}")), ContainsSubstring("not one that torch.save wrote"));
    CHECK_THAT(refusal(pickle::program(pickle::global("numpy.core.multiarray", "_reconstruct"))),
        ContainsSubstring("numpy.core.multiarray._reconstruct"));
}

TEST_CASE("The legacy format's storages must be those that the state dict tells")
{
    const std::string two = floats({1, 2});
    CHECK(refusal(legacyOf(legacyTensor(2), {{"7", 2, two}})) == "accepted");
    CHECK_THAT(refusal(legacyOf(legacyTensor(2), {{"7", 3, two}})), ContainsSubstring("\"7\"") && ContainsSubstring("3 numbers"));
    CHECK_THAT(
        refusal(legacyOf(legacyTensor(2), {{"7", ~std::uint64_t{0}, two}})), ContainsSubstring("18446744073709551615 numbers"));
    CHECK_THAT(refusal(legacyOf(legacyTensor(std::int64_t{1} << 60), {{"7", std::uint64_t{1} << 60, two}})),
        ContainsSubstring("truncated"));
    CHECK_THAT(refusal(legacyOf(legacyTensor(2), {})), ContainsSubstring("holds none of that name"));
    CHECK_THAT(refusal(legacyOf(legacyTensor(2), {{"8", 2, two}})), ContainsSubstring("that no tensor uses"));
    CHECK_THAT(refusal(legacyOf(legacyTensor(2), {{"7", 2, two}, {"7", 2, two}})), ContainsSubstring("twice"));
    CHECK_THAT(
        refusal(test::torchLegacy(pickle::program(legacyTensor(2)), {{"7", 2, two}}, false)), ContainsSubstring("big-endian"));
}

TEST_CASE("A view of a legacy storage begins where it says")
{
    const auto view = [](std::int64_t first, std::int64_t count) {
        return pickle::tuple(pickle::text("8") + pickle::integer(first) + pickle::integer(count));
    };
    const std::string bytes = legacyOf(legacyTensor(4, view(1, 2)), {{"7", 4, floats({0, 1, 2, 3})}});
    const auto content = read(bytes);
    CHECK(valuesOf(content.tensors.at(0)) == std::vector<float>{1, 2});
    CHECK_THAT(refusal(legacyOf(legacyTensor(4, view(1, 1)), {{"7", 4, floats({0, 1, 2, 3})}})),
        ContainsSubstring("beyond the 1 numbers"));
    CHECK_THAT(refusal(legacyOf(legacyTensor(4, view(3, 2)), {{"7", 4, floats({0, 1, 2, 3})}})),
        ContainsSubstring("torch.save does not"));
    CHECK_THAT(refusal(legacyOf(legacyTensor(4, view(-1, 2)), {{"7", 4, floats({0, 1, 2, 3})}})),
        ContainsSubstring("torch.save does not"));
}

TEST_CASE("A file of torch's that is cut at any byte is refused")
{
    for (const std::string& whole :
        {zipOf(wholeStateDict(false)), legacyOf(wholeStateDict(true), {{"0", 6, floats({0, 1, 2, 3, 4, 5})}})})
        for (std::size_t length = 0; length < whole.size(); ++length) {
            INFO("cut to " << length << " of " << whole.size() << " bytes");
            CHECK(refusal(whole.substr(0, length)) != "accepted");
        }
}

TEST_CASE("A changed byte in a file of torch's is refused or harmless, and runs nothing")
{
    std::mt19937 random(7);
    for (const std::string& whole :
        {zipOf(wholeStateDict(false)), legacyOf(wholeStateDict(true), {{"0", 6, floats({0, 1, 2, 3, 4, 5})}})}) {
        std::size_t refused = 0, accepted = 0;
        for (std::size_t at = 0; at < whole.size(); ++at)
            for (const unsigned change : {1u, 0x10u, 0x80u, static_cast<unsigned>(random() % 255 + 1)}) {
                std::string damaged = whole;
                damaged[at] = static_cast<char>(static_cast<unsigned char>(damaged[at]) ^ change);
                try {
                    for (const auto& tensor : read(damaged).tensors)
                        if (core::isFloating(tensor.dtype))
                            valuesOf(tensor);
                    ++accepted; // a letter of a name, for example
                } catch (const Error&) {
                    ++refused;
                }
            }
        CHECK(refused > accepted);
        CHECK(accepted > 0);
    }
}

TEST_CASE("A kind of tensor that is not read is no attack, and is refused with how to convert it")
{
    for (const char* maker : {"_rebuild_tensor_v3", "_rebuild_qtensor", "_rebuild_sparse_tensor"}) {
        const std::string message = refusal(zipOf(pickle::dict(pickle::text("t") + pickle::call(pickle::global("torch._utils", maker), ""))));
        CHECK_THAT(message, ContainsSubstring(maker) && ContainsSubstring("does not read") && ContainsSubstring("torch.float32"));
        CHECK_THAT(message, !ContainsSubstring("Do not open"));
    }
    for (const auto& [module, name] : {std::pair{"torch._utils", "_import_dotted_name"}, {"evil._utils", "_rebuild_tensor_v3"}})
        CHECK_THAT(refusal(zipOf(pickle::global(module, name))), ContainsSubstring("asks to run") && ContainsSubstring("Do not open"));
}

TEST_CASE("A malicious call in either format is refused by name and leaves nothing behind")
{
    const std::string attack = pickle::call(pickle::global("posix", "system"), pickle::text("touch attune-was-here")) + "0";
    CHECK_THAT(refusal(zipOf(attack + wholeStateDict(false))), ContainsSubstring("posix.system"));
    CHECK_THAT(refusal(legacyOf(attack + wholeStateDict(true), {{"0", 6, floats({0, 1, 2, 3, 4, 5})}})),
        ContainsSubstring("posix.system"));
    CHECK_THAT(refusal(pickle::program(attack + "N")), ContainsSubstring("posix.system"));
    CHECK_FALSE(std::filesystem::exists("attune-was-here"));
}
