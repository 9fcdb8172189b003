#include "core/text/trie.h"

#include "tests/support/catch.h"

#include <map>
#include <random>
#include <string>

using namespace attune::core;

namespace {

std::int32_t valueOf(const Trie& trie, std::string_view key)
{
    Trie::State state = Trie::kRoot;
    for (const char byte : key) {
        state = trie.child(state, static_cast<unsigned char>(byte));
        if (state == Trie::kNone)
            return -2;
    }
    return trie.value(state);
}

} // namespace

TEST_CASE("A trie knows its keys, the beginnings of its keys and nothing else")
{
    std::mt19937 random(3);
    for (const unsigned alphabet : {2u, 20u, 256u}) {
        std::map<std::string, std::int32_t> keys;
        std::map<std::string, std::int32_t> beginnings;
        for (std::int32_t i = 0; i < 3000; ++i) {
            std::string key;
            for (auto length = 1 + random() % 9; length > 0; --length)
                key += static_cast<char>(random() % alphabet);
            keys[key] = i;
        }
        std::vector<Trie::Entry> entries;
        for (const auto& [key, value] : keys)
            entries.push_back({key, value});
        for (const auto& [key, value] : keys)
            for (std::size_t length = 0; length <= key.size(); ++length)
                beginnings.try_emplace(key.substr(0, length), keys.contains(key.substr(0, length)) ? keys.at(key.substr(0, length)) : -1);
        const Trie trie(entries);
        CHECK(trie.edges().size() + 1 == beginnings.size());
        for (const auto& [beginning, value] : beginnings) {
            REQUIRE(valueOf(trie, beginning) == value);
            for (const char byte : {0, 1, 19, -1}) {
                const std::string longer = beginning + byte;
                REQUIRE(valueOf(trie, longer) == (beginnings.contains(longer) ? beginnings.at(longer) : -2));
            }
        }
    }
}

TEST_CASE("An empty trie knows nothing, and of equal keys the last one counts")
{
    const Trie empty({});
    for (int byte = 0; byte < 256; ++byte)
        REQUIRE(empty.child(Trie::kRoot, static_cast<unsigned char>(byte)) == Trie::kNone);
    CHECK(valueOf(Trie({{"a", 1}, {"b", 2}, {"a", 3}}), "a") == 3);
}
