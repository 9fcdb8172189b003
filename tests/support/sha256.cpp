#include "tests/support/sha256.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace attune::test {

namespace {

using Word = std::uint32_t;

/// The first 32 fractional bits of the square (root = 2) or cube roots (root = 3) of the first primes.
template <std::size_t Count> std::array<Word, Count> rootFractions(int root)
{
    std::array<Word, Count> words{};
    std::size_t found = 0;
    for (int candidate = 2; found < Count; ++candidate) {
        bool prime = true;
        for (int divisor = 2; divisor * divisor <= candidate; ++divisor)
            prime = prime && candidate % divisor != 0;
        if (!prime)
            continue;
        const long double value =
            root == 2 ? std::sqrt(static_cast<long double>(candidate)) : std::cbrt(static_cast<long double>(candidate));
        words[found++] = static_cast<Word>((value - std::floor(value)) * 4294967296.0L);
    }
    return words;
}

void digest(std::array<Word, 8>& state, const unsigned char* block)
{
    static const auto constants = rootFractions<64>(3);
    std::array<Word, 64> w{};
    for (std::size_t i = 0; i < 16; ++i)
        w[i] = Word(block[4 * i]) << 24 | Word(block[4 * i + 1]) << 16 | Word(block[4 * i + 2]) << 8 | Word(block[4 * i + 3]);
    for (std::size_t i = 16; i < 64; ++i) {
        const Word s0 = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ (w[i - 15] >> 3);
        const Word s1 = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ (w[i - 2] >> 10);
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    auto [a, b, c, d, e, f, g, h] = state;
    for (std::size_t i = 0; i < 64; ++i) {
        const Word s1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
        const Word t1 = h + s1 + ((e & f) ^ (~e & g)) + constants[i] + w[i];
        const Word s0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
        const Word t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
        h = g;
        g = f;
        f = e;
        e = d + t1;
        d = c;
        c = b;
        b = a;
        a = t1 + t2;
    }
    const std::array<Word, 8> worked{a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < state.size(); ++i)
        state[i] += worked[i];
}

} // namespace

std::string sha256(std::string_view bytes)
{
    std::string padded(bytes);
    padded += '\x80';
    while (padded.size() % 64 != 56)
        padded += '\0';
    for (int shift = 56; shift >= 0; shift -= 8)
        padded += static_cast<char>((static_cast<std::uint64_t>(bytes.size()) * 8) >> shift);

    auto state = rootFractions<8>(2);
    for (std::size_t i = 0; i < padded.size(); i += 64)
        digest(state, reinterpret_cast<const unsigned char*>(padded.data()) + i);

    constexpr char kDigits[] = "0123456789abcdef";
    std::string hexadecimal;
    for (const Word word : state)
        for (int shift = 28; shift >= 0; shift -= 4)
            hexadecimal += kDigits[(word >> shift) & 15];
    return hexadecimal;
}

} // namespace attune::test
