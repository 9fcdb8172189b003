#include "core/text/trie.h"

#include <algorithm>

namespace attune::core {

namespace {

constexpr std::size_t kBytes = 256;
constexpr int kMostTries = 64; // places looked at for a state's children before they go to the end

} // namespace

/// Gives places in the double array. Free places form a list, so that a full region is never searched again.
class Trie::Builder {
public:
    explicit Builder(std::vector<Unit>& units)
        : m_units(units)
    {
        grow(2 * kBytes);
        take(0);
    }

    /// A base under which every one of `bytes` (rising) is free.
    State findBase(const std::vector<unsigned char>& bytes)
    {
        int tries = 0;
        for (State place = m_next[m_head]; place != m_head && tries < kMostTries; place = m_next[place], ++tries) {
            if (place < bytes.front())
                continue;
            const State base = place - bytes.front();
            if (std::all_of(bytes.begin(), bytes.end(), [&](unsigned char byte) { return isFree(base + byte); }))
                return base;
        }
        return m_used > bytes.front() ? m_used - bytes.front() : 0;
    }

    void take(State place)
    {
        if (place + kBytes >= m_units.size())
            grow(std::max<std::size_t>(place + 2 * kBytes, m_units.size() * 3 / 2));
        m_next[m_previous[place]] = m_next[place];
        m_previous[m_next[place]] = m_previous[place];
        m_free[place] = false;
        m_used = std::max(m_used, place + 1);
    }

private:
    bool isFree(State place) const { return place >= m_free.size() || m_free[place]; }

    // The list is a ring through a head that stands behind every place there can be; it keeps its index in m_head.
    void grow(std::size_t size)
    {
        const State from = m_units.empty() ? 0 : static_cast<State>(m_units.size());
        const State first = m_units.empty() ? 0 : m_next[m_head], last = m_units.empty() ? 0 : m_previous[m_head];
        const bool nothingFree = m_units.empty() || first == m_head;
        const State head = static_cast<State>(size);
        m_units.resize(size);
        m_free.resize(size, true);
        m_next.resize(size + 1);
        m_previous.resize(size + 1);
        for (State place = from; place < head; ++place) {
            m_next[place] = place + 1;
            m_previous[place] = place - 1;
        }
        m_head = head;
        m_previous[head] = head - 1;
        m_next[head] = nothingFree ? from : first;
        m_previous[from] = nothingFree ? head : last;
        if (!nothingFree) {
            m_next[last] = from;
            m_previous[first] = head;
        }
    }

    std::vector<Unit>& m_units;
    std::vector<bool> m_free;
    std::vector<State> m_next, m_previous;
    State m_head = 0;
    State m_used = 0; ///< behind the last place taken
};

Trie::Trie(std::vector<Entry> entries)
{
    std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.key < b.key; });
    Builder builder(m_units);

    struct Open {
        State state;
        std::size_t begin, end, depth; ///< its entries, which agree in their first `depth` bytes
    };
    std::vector<Open> queue{{kRoot, 0, entries.size(), 0}};
    std::vector<std::int32_t> values; // of each state of the queue
    std::vector<unsigned char> bytes;
    std::vector<std::size_t> begins;
    for (std::size_t at = 0; at < queue.size(); ++at) {
        auto [state, begin, end, depth] = queue[at];
        values.push_back(kNoValue);
        for (; begin < end && entries[begin].key.size() == depth; ++begin)
            values.back() = entries[begin].value;
        bytes.clear();
        begins.clear();
        for (std::size_t i = begin; i < end; ++i) {
            const auto byte = static_cast<unsigned char>(entries[i].key[depth]);
            if (bytes.empty() || bytes.back() != byte) {
                bytes.push_back(byte);
                begins.push_back(i);
            }
        }
        if (bytes.empty())
            continue;
        const State base = builder.findBase(bytes);
        for (const unsigned char byte : bytes)
            builder.take(base + byte);
        m_units[state].base = base;
        begins.push_back(end);
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            const State child = base + bytes[i];
            m_units[child].parent = state;
            m_edges.push_back({state, bytes[i], child});
            queue.push_back({child, begins[i], begins[i + 1], depth + 1});
        }
    }
    m_values.assign(m_units.size(), kNoValue);
    for (std::size_t at = 0; at < queue.size(); ++at)
        m_values[queue[at].state] = values[at];
}

} // namespace attune::core
