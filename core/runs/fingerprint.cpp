#include "core/runs/fingerprint.h"

#include <fstream>
#include <vector>

namespace attune::core {

namespace {

std::string hexadecimal(std::uint64_t value)
{
    std::string digits(16, '0');
    for (std::size_t i = digits.size(); i-- > 0; value >>= 4)
        digits[i] = "0123456789abcdef"[value & 0xF];
    return digits;
}

} // namespace

std::optional<Fingerprint> fingerprint(const std::filesystem::path& file)
{
    std::error_code absent;
    if (!std::filesystem::is_regular_file(file, absent))
        return std::nullopt;
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return std::nullopt;

    // http://www.isthe.com/chongo/tech/comp/fnv/: enough to notice a changed file, not to withstand a forger.
    constexpr std::uint64_t kOffsetBasis = 0xCBF29CE484222325, kPrime = 0x100000001B3;
    Fingerprint result;
    std::uint64_t hash = kOffsetBasis;
    std::vector<char> block(1 << 20);
    while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0) {
        const auto count = static_cast<std::size_t>(in.gcount());
        for (std::size_t i = 0; i < count; ++i)
            hash = (hash ^ static_cast<unsigned char>(block[i])) * kPrime;
        result.size += count;
    }
    if (in.bad())
        return std::nullopt;
    result.hash = "fnv1a64:" + hexadecimal(hash);
    return result;
}

} // namespace attune::core
