#include "core/json_text.h"

#include "core/checkpoint/checkpoint.h"
#include "core/error.h"
#include "core/small_file.h"
#include "tests/core/checkpoint/files.h"
#include "tests/support/catch.h"

using namespace attune;
namespace fs = std::filesystem;

namespace {

std::string fault(const std::string& text)
{
    try {
        core::parseJsonObject(text, "some.json");
    } catch (const core::Error& error) {
        CHECK(error.cause().starts_with("some.json "));
        return error.cause();
    }
    return "accepted";
}

std::string refusal(const fs::path& directory)
{
    try {
        core::inspectCheckpoint(directory);
    } catch (const core::Error& error) {
        return error.what();
    }
    return "accepted";
}

std::string lists(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

} // namespace

TEST_CASE("A JSON object is refused for whatever one reader could take in another way than the next")
{
    CHECK(fault("{\"a\": {\"b\": 1}, \"b\": 1}") == "accepted");
    CHECK_THAT(fault(std::string("{\"a\": 1}\0garbage", 16)), ContainsSubstring("byte 8 is a NUL"));
    CHECK_THAT(fault("{\"a\": 1, \"b\": {}, \"a\": 2}"), ContainsSubstring("states \"a\" twice"));
    CHECK_THAT(fault("{\"x\": {\"a\": 1, \"a\": 1}}"), ContainsSubstring("states \"a\" twice"));
    CHECK(fault("{\"a\": " + lists(99) + "}") == "accepted");
    CHECK_THAT(fault("{\"a\": " + lists(100) + "}"), ContainsSubstring("more than 100 deep"));
    CHECK_THAT(fault("{\"a\": 1} 2"), ContainsSubstring("is not JSON (byte 10)"));
    CHECK_THAT(fault("{\"a\": 1e999}"), ContainsSubstring("out of range"));
    CHECK_THAT(fault("[1]"), ContainsSubstring("JSON object"));
}

TEST_CASE("Every file of settings is read by the same rules")
{
    for (const char* file : {"config.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "tokenizer.json",
             "model.safetensors.index.json"}) {
        const bool isIndex = std::string(file).starts_with("model");
        const auto after = [&](const std::string& bytes) {
            const test::CheckpointCopy copy(isIndex ? "classifier-sharded-safetensors" : "classifier-safetensors");
            test::writeBytes(copy.path() / file, bytes);
            const std::string message = refusal(copy.path());
            CHECK_THAT(message, ContainsSubstring(file));
            return message;
        };
        INFO(file);
        const std::string whole = test::readFile(test::dataDirectory()
            / (isIndex ? "classifier-sharded-safetensors/model.safetensors.index.json" : "classifier-safetensors/config.json"));
        CHECK_THAT(after(whole + std::string("\0garbage", 8)), ContainsSubstring("is a NUL"));
        CHECK_THAT(after("{\"hidden_size\": 24, \"hidden_size\": 24}"), ContainsSubstring("states \"hidden_size\" twice"));
        CHECK_THAT(after("{\"a\": " + lists(1000) + "}"), ContainsSubstring("deep"));
        std::string many = "{\"a\": [0";
        many.reserve(7'000'000);
        while (many.size() < 6'500'000)
            many += ",0";
        CHECK_THAT(after(many + "]}"), ContainsSubstring("more values"));
        CHECK_THAT(after("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 438000000\n"),
            ContainsSubstring("git-lfs pointer") && ContainsSubstring("git lfs pull"));
        CHECK_THAT(after("<!DOCTYPE html>"), ContainsSubstring("is not JSON"));
    }
}

TEST_CASE("A git-lfs pointer in the place of a vocabulary is named as what it is")
{
    const test::CheckpointCopy copy("classifier-safetensors");
    test::writeBytes(copy.path() / "vocab.txt", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 231508\n");
    CHECK_THAT(refusal(copy.path()), ContainsSubstring("vocab.txt is a git-lfs pointer"));
}
