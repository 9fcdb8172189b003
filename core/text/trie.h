#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace attune::core {

/// A trie over bytes as a double array (Aoe 1989): a state's child by byte c lies at base + c, and names its parent to prove it.
class Trie {
public:
    using State = std::uint32_t;
    static constexpr State kRoot = 0;
    static constexpr State kNone = 0xFFFFFFFF;
    static constexpr std::int32_t kNoValue = -1;

    struct Entry {
        std::string_view key; ///< not empty
        std::int32_t value = 0; ///< not negative; of equal keys the last one's counts
    };
    explicit Trie(std::vector<Entry> entries);

    /// The child of `state` by `byte`, or kNone.
    State child(State state, unsigned char byte) const
    {
        const State candidate = m_units[state].base + byte;
        return m_units[candidate].parent == state ? candidate : kNone;
    }
    /// Of the key that ends in `state`, or kNoValue.
    std::int32_t value(State state) const { return m_values[state]; }

    struct Edge {
        State parent;
        unsigned char byte;
        State child;
    };
    const std::vector<Edge>& edges() const { return m_edges; } ///< breadth first
    void forgetEdges() { std::vector<Edge>().swap(m_edges); }
    std::size_t capacity() const { return m_units.size(); } ///< every state is below

private:
    struct Unit {
        State base = 0;
        State parent = kNone;
    };
    class Builder;

    std::vector<Unit> m_units;
    std::vector<std::int32_t> m_values;
    std::vector<Edge> m_edges;
};

} // namespace attune::core
