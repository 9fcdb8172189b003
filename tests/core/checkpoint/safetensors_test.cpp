#include "core/checkpoint/safetensors.h"

#include "core/checkpoint/safetensors_header.h"
#include "core/error.h"
#include "tests/core/checkpoint/files.h"
#include "tests/support/catch.h"

#include <sys/stat.h>

#include <algorithm>
#include <ctime>
#include <iostream>

using namespace attune;
using core::Error;
using core::SafetensorsFile;
using test::safetensorsBytes;
using test::TemporaryDirectory;
using test::writeBytes;

namespace {

std::string refusal(const std::string& bytes)
{
    const TemporaryDirectory directory;
    writeBytes(directory / "model.safetensors", bytes);
    try {
        SafetensorsFile file(directory / "model.safetensors");
    } catch (const Error& error) {
        CHECK_THAT(error.what(), ContainsSubstring((directory / "model.safetensors").string()));
        return error.what();
    }
    return "accepted";
}

std::string tensor(const std::string& dtype, const std::string& shape, const std::string& offsets)
{
    return R"({"dtype":")" + dtype + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets + "}";
}

std::span<const std::byte> bytesOf(const std::vector<float>& values) { return std::as_bytes(std::span(values)); }

} // namespace

TEST_CASE("What is written to a safetensors file is read again, in order and bit by bit")
{
    const TemporaryDirectory directory;
    const auto file = directory / "model.safetensors";
    const std::vector<float> matrix = {1, -0.0f, 3.25f, 1e-38f, 5, 6}, scalar = {7};
    core::writeSafetensors(file,
                           {{"b", "F32", {2, 3}, bytesOf(matrix)}, {"a \"quoted\" \xC3\xA9", "F32", {}, bytesOf(scalar)}, {"none", "I64", {0, 4}, {}}},
                           {{"format", "pt"}});

    const SafetensorsFile read(file);
    REQUIRE(read.tensors().size() == 3);
    CHECK(read.tensors()[0].name == "b");
    CHECK(read.tensors()[0].dtype == "F32");
    CHECK(read.tensors()[0].shape == std::vector<std::int64_t>{2, 3});
    CHECK(std::ranges::equal(read.tensors()[0].bytes, bytesOf(matrix)));
    REQUIRE(read.find("a \"quoted\" \xC3\xA9"));
    CHECK(std::ranges::equal(read.find("a \"quoted\" \xC3\xA9")->bytes, bytesOf(scalar)));
    REQUIRE(read.find("none"));
    CHECK(read.find("none")->bytes.empty());
    CHECK(read.find("c") == nullptr);
    CHECK(read.metadata() == std::map<std::string, std::string>{{"format", "pt"}});
    CHECK(read.path() == file);
}

TEST_CASE("The data of a written safetensors file begin at a multiple of eight")
{
    const TemporaryDirectory directory;
    const std::vector<float> value = {1};
    for (std::size_t length = 1; length <= 9; ++length) {
        const auto file = directory / std::to_string(length);
        core::writeSafetensors(file, {{std::string(length, 'x'), "F32", {1}, bytesOf(value)}}, {});
        CHECK((test::readFile(file).size() - sizeof(float)) % 8 == 0);
        CHECK(SafetensorsFile(file).tensors().size() == 1);
    }
}

TEST_CASE("Writing over a safetensors file replaces it and leaves nothing beside it")
{
    const TemporaryDirectory directory;
    const std::vector<float> first = {1}, second = {2, 3};
    core::writeSafetensors(directory / "x", {{"t", "F32", {1}, bytesOf(first)}}, {});
    const SafetensorsFile old(directory / "x");
    core::writeSafetensors(directory / "x", {{"t", "F32", {2}, bytesOf(second)}}, {});

    CHECK(SafetensorsFile(directory / "x").tensors()[0].shape == std::vector<std::int64_t>{2});
    CHECK(std::ranges::equal(old.tensors()[0].bytes, bytesOf(first))); // who reads the old one keeps it
    CHECK(std::distance(std::filesystem::directory_iterator(directory.path()), {}) == 1);
}

TEST_CASE("Tensors that contradict themselves are not written")
{
    const TemporaryDirectory directory;
    const std::vector<float> value = {1, 2};
    const auto write = [&](const std::vector<core::StoredTensor>& tensors) { core::writeSafetensors(directory / "x", tensors, {}); };
    CHECK_THROWS_AS(write({{"t", "F32", {3}, bytesOf(value)}}), Error);
    CHECK_THROWS_AS(write({{"t", "F31", {2}, bytesOf(value)}}), Error);
    CHECK_THROWS_AS(write({{"t", "F32", {2}, bytesOf(value)}, {"t", "F32", {2}, bytesOf(value)}}), Error);
    CHECK_THROWS_AS(write({{"\xFF", "F32", {2}, bytesOf(value)}}), Error);
    CHECK(std::filesystem::is_empty(directory.path()));
    CHECK_THROWS_WITH(core::writeSafetensors(directory / "absent" / "x", {}, {}), ContainsSubstring((directory / "absent" / "x").string()));
}

TEST_CASE("A git-lfs pointer is named as what it is")
{
    const std::string message = refusal("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 438000000\n");
    CHECK_THAT(message, ContainsSubstring("is a git-lfs pointer, not the weights") && ContainsSubstring("git lfs pull"));
}

TEST_CASE("A header must lie inside its file")
{
    CHECK_THAT(refusal(""), ContainsSubstring("truncated"));
    CHECK_THAT(refusal("1234567"), ContainsSubstring("truncated"));
    CHECK_THAT(refusal(std::string("\0\0\0\0\0\0\0\x40", 8) + "{}"), ContainsSubstring("header of 4611686018427387904 bytes"));
    CHECK_THAT(refusal(std::string(8, '\xFF') + "{}"), ContainsSubstring("header"));
    CHECK_THAT(refusal(safetensorsBytes("")), ContainsSubstring("header"));
    CHECK(refusal(safetensorsBytes("{}")) == "accepted");
    CHECK(refusal(safetensorsBytes("{}  \n\t ")) == "accepted");
}

TEST_CASE("A header must be the JSON that the format prescribes")
{
    const std::string good = tensor("F32", "[1]", "[0,4]");
    CHECK(refusal(safetensorsBytes(R"({"t":)" + good + "}", "1234")) == "accepted");
    for (const std::string& header : std::vector<std::string>{
             "[]", "null", " {}", "{", "{}x", R"({"t":1})", R"({"t":[]})", R"({"t":null})", R"({"t":"x"})", R"({"t":{}})",
             R"({"t":{"dtype":"F32","shape":[1]}})", R"({"t":{"dtype":"F32","data_offsets":[0,4]}})",
             R"({"t":{"shape":[1],"data_offsets":[0,4]}})", R"({"t":)" + tensor("F32", "[1.0]", "[0,4]") + "}",
             R"({"t":)" + tensor("F32", "[-1]", "[0,4]") + "}", R"({"t":)" + tensor("F32", "[true]", "[0,4]") + "}",
             R"({"t":)" + tensor("F32", "[[1]]", "[0,4]") + "}", R"({"t":)" + tensor("F32", "1", "[0,4]") + "}",
             R"({"t":)" + tensor("F32", "[1]", "[0]") + "}", R"({"t":)" + tensor("F32", "[1]", "[0,4,4]") + "}",
             R"({"t":)" + tensor("F32", "[1]", "{}") + "}", R"({"__metadata__":{"a":1}})", R"({"__metadata__":{"a":{}}})",
             R"({"__metadata__":1})", R"({"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":"x"}})",
             R"({"t":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}})"}) {
        INFO(header);
        CHECK_THAT(refusal(safetensorsBytes(header, "1234")), ContainsSubstring("header"));
    }
    CHECK_THAT(refusal(safetensorsBytes("{\"\xFF\xFE\":" + good + "}", "1234")), ContainsSubstring("header"));
    CHECK_THAT(refusal(safetensorsBytes(R"({"t":)" + good + std::string("}\0x", 3), "1234")), ContainsSubstring("NUL"));
}

TEST_CASE("A name that stands twice in a header is refused")
{
    const std::string header = R"({"t":)" + tensor("F32", "[1]", "[0,4]") + R"(,"\u0074":)" + tensor("F32", "[1]", "[4,8]") + "}";
    CHECK_THAT(refusal(safetensorsBytes(header, "12345678")), ContainsSubstring("\"t\" twice"));
}

TEST_CASE("A header that nests a million deep is refused like any other")
{
    std::string objects = "{\"t\":";
    for (int i = 0; i < 200'000; ++i)
        objects += "{\"a\":";
    CHECK_THAT(refusal(safetensorsBytes(objects)), ContainsSubstring("header"));
    CHECK_THAT(refusal(safetensorsBytes("{\"t\":" + std::string(1'000'000, '['))), ContainsSubstring("header"));
    CHECK_THAT(refusal(safetensorsBytes(R"({"t":{"dtype":"F32","shape":)" + std::string(1'000'000, '['))), ContainsSubstring("header"));
}

TEST_CASE("A header as large as can be is refused by what there is too much of")
{
    const auto repeated = [](const std::string& begin, auto item, std::size_t bytes, const std::string& end) {
        std::string text = begin;
        for (std::size_t i = 0; text.size() + end.size() < bytes; ++i)
            text += item(i);
        return text + end;
    };
    const auto seconds = [](const std::string& header, const std::string& said) {
        const std::string bytes = safetensorsBytes(header);
        const std::clock_t start = std::clock(); // of this process: other work on the machine does not count
        CHECK_THAT(refusal(bytes), ContainsSubstring(said));
        return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    };
    constexpr std::size_t kWhole = core::kLongestSafetensorsHeader - 100;
    const std::string empty = tensor("F32", "[0]", "[0,0]");
    const auto named = [&](std::size_t i) { return "\"" + std::to_string(i) + "\":" + empty + ","; };
    const auto one = [](std::size_t) { return "1,"; };
    const auto entry = [](std::size_t i) { return "\"" + std::to_string(i) + "\":\"\","; };
    const double longest = std::max({
        seconds(repeated("{", named, 67'000'000, "\"z\":" + empty + "}"), "Attune reads up to 16000000"),
        seconds(repeated("{", named, kWhole, "\"z\":" + empty + "}"), "more than 100000 tensors"),
        seconds(repeated("{\"t\":{\"shape\":[", one, kWhole, "1]}}"), "shape holds more than 64 numbers"),
        seconds(repeated("{\"__metadata__\":{", entry, kWhole, "\"z\":\"\"}}"), "more than 100000 things"),
        seconds("{\"t\":{\"dtype\":\"" + std::string(kWhole, 'F') + "\",\"shape\":[],\"data_offsets\":[0,0]}}", "does not know"),
        seconds("{\"t" + std::string(kWhole, '\\') + "\":0}", "is damaged")});
    std::cout << "large headers: refused within " << longest << " s" << std::endl;

    std::string axes = "1";
    for (int i = 1; i < 64; ++i)
        axes += ",1";
    CHECK(refusal(safetensorsBytes("{\"t\":" + tensor("U8", "[" + axes + "]", "[0,1]") + "}", "x")) == "accepted");
}

TEST_CASE("Sizes and ranges of a header must agree with each other and with the file")
{
    const auto one = [](const std::string& dtype, const std::string& shape, const std::string& offsets) {
        return refusal(safetensorsBytes(R"({"the.weight":)" + tensor(dtype, shape, offsets) + "}", "12345678"));
    };
    CHECK(one("F32", "[2]", "[0,8]") == "accepted");
    CHECK(one("F64", "[]", "[0,8]") == "accepted");
    CHECK(one("BOOL", "[2,2,2]", "[0,8]") == "accepted");
    CHECK_THAT(one("F31", "[2]", "[0,8]"), ContainsSubstring("F31") && ContainsSubstring("the.weight"));
    CHECK_THAT(one("F32", "[3]", "[0,8]"), ContainsSubstring("12 bytes") && ContainsSubstring("the.weight"));
    CHECK_THAT(one("F32", "[2]", "[8,0]"), ContainsSubstring("data_offsets are 8 and 0"));
    CHECK_THAT(one("F32", "[4294967296,4294967296]", "[0,8]"), ContainsSubstring("beyond 64 bits"));
    CHECK_THAT(one("F32", "[4611686018427387905]", "[0,4]"), ContainsSubstring("beyond 64 bits")); // times 4 is 4, modulo 2^64
    CHECK_THAT(one("F32", "[9223372036854775808]", "[0,8]"), ContainsSubstring("beyond 63 bits"));
    CHECK_THAT(one("F32", "[99999999999999999999]", "[0,8]"), ContainsSubstring("beyond 64 bits"));
    CHECK_THAT(one("F32", "[3]", "[0,12]"), ContainsSubstring("truncated"));
    CHECK_THAT(one("F32", "[1]", "[0,4]"), ContainsSubstring("4 bytes at the end"));
    CHECK_THAT(one("F32", "[1]", "[4,8]"), ContainsSubstring("belong to no tensor"));

    const auto two = [](const std::string& first, const std::string& second) {
        return refusal(safetensorsBytes(R"({"a":)" + tensor("F32", "[1]", first) + R"(,"b":)" + tensor("F32", "[1]", second) + "}", "12345678"));
    };
    CHECK(two("[0,4]", "[4,8]") == "accepted");
    CHECK(two("[4,8]", "[0,4]") == "accepted");
    CHECK_THAT(two("[0,4]", "[0,4]"), ContainsSubstring("shares bytes"));
    CHECK_THAT(two("[0,4]", "[2,6]"), ContainsSubstring("shares bytes"));
}

TEST_CASE("What is not a file of bytes is refused without waiting")
{
    const TemporaryDirectory directory;
    REQUIRE(mkfifo((directory / "pipe").c_str(), 0600) == 0);
    CHECK_THROWS_AS(SafetensorsFile(directory / "pipe"), Error);
    CHECK_THROWS_AS(SafetensorsFile(directory.path()), Error);
    CHECK_THROWS_WITH(SafetensorsFile(directory / "absent"), ContainsSubstring("absent"));
}
