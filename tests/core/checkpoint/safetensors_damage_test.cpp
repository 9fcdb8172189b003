#include "core/error.h"
#include "tests/core/checkpoint/files.h"
#include "tests/support/catch.h"

#include <random>

using namespace attune;
using core::Error;
using core::SafetensorsFile;

namespace {

/// Small, with all that a header can hold.
std::string smallFile(const test::TemporaryDirectory& directory)
{
    const std::vector<float> matrix = {1, 2, 3, 4, 5, 6}, vector = {7, 8};
    core::writeSafetensors(directory / "small",
                           {{"bert.embeddings.weight", "F32", {2, 3}, std::as_bytes(std::span(matrix))},
                            {"classifier.bias", "F32", {2}, std::as_bytes(std::span(vector))}},
                           {{"format", "pt"}});
    return test::readFile(directory / "small");
}

/// Reads every byte that an accepted file hands out, so that a range outside the file would be noticed.
std::size_t touch(const SafetensorsFile& file)
{
    std::size_t sum = 0;
    for (const auto& tensor : file.tensors())
        for (const auto byte : tensor.bytes)
            sum += std::to_integer<std::size_t>(byte);
    return sum;
}

} // namespace

TEST_CASE("A safetensors file cut at any byte is refused")
{
    const test::TemporaryDirectory directory;
    const std::string whole = smallFile(directory);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        INFO("cut to " << length << " of " << whole.size() << " bytes");
        test::writeBytes(directory / "cut", whole.substr(0, length));
        CHECK_THROWS_AS(SafetensorsFile(directory / "cut"), Error);
    }
}

TEST_CASE("A changed byte in a safetensors header is refused or harmless")
{
    const test::TemporaryDirectory directory;
    const std::string whole = smallFile(directory);
    const std::size_t headerEnd = whole.size() - 8 * sizeof(float);
    std::size_t refused = 0, accepted = 0;
    for (std::size_t at = 0; at < headerEnd; ++at)
        for (const int change : {0x01, 0x02, 0x10, 0x20, 0x80, 0xFF}) {
            std::string damaged = whole;
            damaged[at] = static_cast<char>(damaged[at] ^ change);
            test::writeBytes(directory / "damaged", damaged);
            try {
                const SafetensorsFile file(directory / "damaged");
                touch(file);
                ++accepted; // a letter of a name, for example
            } catch (const Error&) {
                ++refused;
            }
        }
    CHECK(refused > accepted);
    CHECK(accepted > 0);
}

TEST_CASE("A header of random bytes and brackets is refused or harmless")
{
    const test::TemporaryDirectory directory;
    const std::string whole = smallFile(directory);
    const std::size_t headerEnd = whole.size() - 8 * sizeof(float);
    const std::string pieces = "{}[]\",:0123456789-.eE\\u\xC3\xFF tfn";
    std::mt19937 random(20);
    std::size_t refused = 0;
    for (int round = 0; round < 2000; ++round) {
        std::string damaged = whole;
        for (auto changes = 1 + random() % 4; changes > 0; --changes)
            damaged[8 + random() % (headerEnd - 8)] = pieces[random() % pieces.size()];
        test::writeBytes(directory / "damaged", damaged);
        try {
            const SafetensorsFile file(directory / "damaged");
            touch(file);
        } catch (const Error&) {
            ++refused;
        }
    }
    CHECK(refused > 1000);
}
