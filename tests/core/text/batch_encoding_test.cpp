#include "core/text/batch_encoding.h"

#include "core/error.h"
#include "tests/core/text/small_tokenizer.h"
#include "tests/support/catch.h"

#include <thread>

using namespace attune::core;
using namespace attune::test;

TEST_CASE("Encoding together gives what encoding one by one gives, whatever the number of threads")
{
    const Tokenizer tokenizer = smallTokenizer({"a", "b", "##b", "c"});
    std::vector<std::string> texts;
    for (int i = 0; i < 1000; ++i)
        texts.push_back(std::string(static_cast<std::size_t>(i % 7), 'a') + " b ab" + (i % 3 ? " c" : ""));
    std::vector<TextInput> inputs;
    for (std::size_t i = 0; i < texts.size(); ++i)
        inputs.push_back({texts[i], i % 5 == 0 ? std::optional<std::string_view>(texts[i / 2]) : std::nullopt});
    EncodeOptions options;
    options.maxLength = 6;
    for (const int threads : {-1, 1, 2, 5}) {
        const auto encodings = encodeAll(tokenizer, inputs, options, threads, {}, {});
        REQUIRE(encodings.size() == inputs.size());
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            const Encoding alone
                = inputs[i].second ? tokenizer.encodePair(inputs[i].text, *inputs[i].second, options) : tokenizer.encode(inputs[i].text, options);
            REQUIRE(encodings[i].ids == alone.ids);
            REQUIRE(encodings[i].tokenTypeIds == alone.tokenTypeIds);
            REQUIRE(encodings[i].ranges == alone.ranges);
            REQUIRE(encodings[i].fullLength == alone.fullLength);
        }
    }
    CHECK(encodeAll(tokenizer, {}, options, 4, {}, {}).empty());
}

TEST_CASE("Progress rises on the calling thread and ends with all")
{
    const Tokenizer tokenizer = smallTokenizer({"a"});
    const std::vector<TextInput> inputs(5000, TextInput{"a a", std::nullopt});
    std::uint64_t last = 0;
    bool here = true;
    const auto caller = std::this_thread::get_id();
    encodeAll(tokenizer, inputs, {}, 3,
        [&](std::uint64_t done, std::uint64_t total) {
            here = here && std::this_thread::get_id() == caller && total == 5000 && done >= last;
            last = done;
        },
        {});
    CHECK(here);
    CHECK(last == 5000);
}

TEST_CASE("A stop ends encoding before it is done")
{
    const Tokenizer tokenizer = smallTokenizer({"a"});
    const std::vector<TextInput> inputs(100000, TextInput{"a a a", std::nullopt});
    std::stop_source stop;
    std::uint64_t done = 0;
    const auto progress = [&](std::uint64_t now, std::uint64_t) {
        done = now;
        stop.request_stop();
    };
    CHECK_THROWS_WITH(encodeAll(tokenizer, inputs, {}, 2, progress, stop.get_token()), ContainsSubstring("stopped"));
    CHECK(done < inputs.size());
}

TEST_CASE("The first text that cannot be encoded is the one that is named")
{
    const Tokenizer tokenizer = smallTokenizer({"a"});
    std::vector<TextInput> inputs(500, TextInput{"a", "a"});
    inputs[100].second = "a a a a";
    inputs[101].second = "a a a a a a";
    EncodeOptions options;
    options.maxLength = 6;
    options.pairTruncation = PairTruncation::OnlyFirst;
    CHECK_THROWS_WITH(encodeAll(tokenizer, inputs, options, 3, {}, {}), ContainsSubstring("has 4 tokens"));
}
