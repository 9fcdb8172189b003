#include "core/text/wordpiece.h"

#include "core/error.h"

#include <algorithm>
#include <deque>

namespace attune::core {

namespace {

constexpr std::string_view kPrefix = "##";
// The two roots of the paper are the children of one, by a byte that the keys begin with.
constexpr char kFirst = '\x01';
constexpr char kContinuation = '\x02';
constexpr std::size_t kMostPops = std::size_t{1} << 24;
constexpr std::size_t kMostWork = std::size_t{1} << 26; // pops looked at while the links are made

[[noreturn]] void refuseSize(const Vocabulary& vocabulary, const char* what)
{
    throw Error("The vocabulary " + vocabulary.name() + " " + what + ", which is more than any BERT has.", "Choose another vocabulary.");
}

Trie makeTrie(const Vocabulary& vocabulary, std::size_t longestWord)
{
    const std::size_t longest = longestWord > kMostTokenBytes / 4 ? kMostTokenBytes : 4 * longestWord;
    std::deque<std::string> keys;
    std::vector<Trie::Entry> entries;
    for (std::size_t id = 0; id < vocabulary.pieces(); ++id) {
        const std::string_view token = vocabulary.tokens()[id];
        if (token.empty() || token.size() > longest + kPrefix.size())
            continue;
        const auto add = [&](char root, std::string_view piece) {
            if (!piece.empty())
                entries.push_back({keys.emplace_back(std::string(1, root).append(piece)), static_cast<std::int32_t>(id)});
        };
        add(kFirst, token);
        if (token.starts_with(kPrefix))
            add(kContinuation, token.substr(kPrefix.size()));
    }
    // Both roots exist even where no piece begins there.
    entries.push_back({keys.emplace_back(1, kFirst), 0});
    entries.push_back({keys.emplace_back(1, kContinuation), 0});
    return Trie(std::move(entries));
}

} // namespace

WordPiece::WordPiece(const Vocabulary& vocabulary, std::size_t longestWord)
    : m_trie(makeTrie(vocabulary, longestWord))
    , m_firstPieces(m_trie.child(Trie::kRoot, kFirst))
    , m_continuations(m_trie.child(Trie::kRoot, kContinuation))
    , m_failures(m_trie.capacity())
{
    addFailures(vocabulary);
    m_trie.forgetEdges();
}

// The paper's algorithm 2, breadth first.
void WordPiece::addFailures(const Vocabulary& vocabulary)
{
    std::vector<std::uint32_t> depth(m_trie.capacity(), 0); // bytes from either root
    std::vector<Pop> pops;
    std::size_t work = 0;
    for (const auto& edge : m_trie.edges()) {
        if (edge.parent == Trie::kRoot)
            continue;
        depth[edge.child] = depth[edge.parent] + 1;
        Failure failure;
        pops.clear();
        if (const std::int32_t id = m_trie.value(edge.child); id != Trie::kNoValue) {
            failure.link = m_continuations;
            pops.push_back({id, depth[edge.child]});
        } else {
            failure = failureOf(edge, pops, work);
        }
        if (pops.size() > 0) {
            failure.popsBegin = static_cast<std::uint32_t>(m_pops.size());
            m_pops.insert(m_pops.end(), pops.begin(), pops.end());
            failure.popsEnd = static_cast<std::uint32_t>(m_pops.size());
        }
        if (m_pops.size() > kMostPops || work > kMostWork)
            refuseSize(vocabulary, "overlaps with itself in millions of ways");
        m_failures[edge.child] = failure;
    }
}

// Of a state that is no piece itself: what its parent's failure pops, and what more must go until the byte fits. Where nothing but the
// parent's pops remain, they are shared: then `pops` stays empty.
WordPiece::Failure WordPiece::failureOf(const Trie::Edge& edge, std::vector<Pop>& pops, std::size_t& work) const
{
    const Failure& parent = m_failures[edge.parent];
    State state = parent.link;
    for (; state != Trie::kNone; state = m_failures[state].link) {
        if (const State next = m_trie.child(state, edge.byte); next != Trie::kNone) {
            if (pops.empty())
                return {next, parent.popsBegin, parent.popsEnd};
            pops.insert(pops.begin(), m_pops.begin() + parent.popsBegin, m_pops.begin() + parent.popsEnd);
            return {next, 0, 0};
        }
        const Failure& failure = m_failures[state];
        work += failure.popsEnd - failure.popsBegin;
        pops.insert(pops.end(), m_pops.begin() + failure.popsBegin, m_pops.begin() + failure.popsEnd);
    }
    pops.clear();
    return {};
}

// The paper's algorithm 1.
template <typename Emit> bool WordPiece::match(std::string_view word, Emit emit) const
{
    State state = m_firstPieces;
    for (const char character : word) {
        const auto byte = static_cast<unsigned char>(character);
        State next;
        while ((next = m_trie.child(state, byte)) == Trie::kNone) {
            const Failure& failure = m_failures[state];
            if (failure.link == Trie::kNone)
                return false;
            emit(failure);
            state = failure.link;
        }
        state = next;
    }
    while (state != m_continuations) {
        const Failure& failure = m_failures[state];
        if (failure.link == Trie::kNone)
            return false;
        emit(failure);
        state = failure.link;
    }
    return true;
}

bool WordPiece::cut(std::string_view word, std::vector<Piece>& pieces) const
{
    pieces.clear();
    std::uint32_t begin = 0;
    return match(word, [&](const Failure& failure) {
        for (std::uint32_t i = failure.popsBegin; i < failure.popsEnd; ++i) {
            const Pop& pop = m_pops[i];
            pieces.push_back({pop.id, begin, begin + pop.length});
            begin += pop.length;
        }
    });
}

std::size_t WordPiece::steps(std::string_view word) const
{
    std::size_t pops = 0;
    match(word, [&](const Failure& failure) { pops += failure.popsEnd - failure.popsBegin; });
    return word.size() + pops;
}

} // namespace attune::core
