#pragma once

#include "core/text/vocabulary.h"

#include <array>
#include <cstring>

namespace attune::core {

/// The vocabulary's short words, for a first look-up: most words of a text are tokens by themselves.
class WholeWords {
public:
    static constexpr std::size_t kLongest = 16; ///< bytes
    static constexpr std::int32_t kNone = -1;

    /// A word of at most kLongest bytes, filled up with zeros.
    struct Key {
        std::uint64_t low = 0;
        std::uint64_t high = 0;
        bool operator==(const Key&) const = default;
    };

    explicit WholeWords(const Vocabulary& vocabulary)
    {
        std::size_t size = 64;
        while (size < 2 * vocabulary.pieces())
            size *= 2;
        m_mask = size - 1;
        m_slots.resize(size);
        for (std::size_t id = 0; id < vocabulary.pieces(); ++id) {
            const std::string& token = vocabulary.tokens()[id];
            if (token.empty() || token.size() > kLongest || token.find('\0') != std::string::npos || token.starts_with("##"))
                continue;
            std::array<char, kLongest> bytes{};
            std::memcpy(bytes.data(), token.data(), token.size());
            Slot& slot = m_slots[place(key(bytes.data()))];
            slot = {key(bytes.data()), static_cast<std::int32_t>(id)}; // of equal tokens the last one's id counts
        }
    }

    /// Of the kLongest bytes at `bytes`.
    static Key key(const char* bytes)
    {
        Key key;
        std::memcpy(&key.low, bytes, sizeof key.low);
        std::memcpy(&key.high, bytes + sizeof key.low, sizeof key.high);
        return key;
    }

    std::int32_t id(Key key) const { return m_slots[place(key)].id; }

private:
    struct Slot {
        Key key;
        std::int32_t id = kNone;
    };

    // The slot of `key`, or the free one where it would go.
    std::size_t place(Key key) const
    {
        std::uint64_t hash = (key.low ^ (key.high * 0x9E3779B97F4A7C15u)) * 0xD6E8FEB86659FD93u;
        hash ^= hash >> 32;
        std::size_t at = hash & m_mask;
        while (m_slots[at].id != kNone && m_slots[at].key != key)
            at = (at + 1) & m_mask;
        return at;
    }

    std::vector<Slot> m_slots;
    std::size_t m_mask = 0;
};

} // namespace attune::core
