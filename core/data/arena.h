#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace attune::core {

/// Bytes that stay in place until the arena goes: what had to be written anew because it does not stand in the file as it is read.
class Arena {
public:
    char* allocate(std::size_t bytes)
    {
        if (bytes > m_left) {
            const std::size_t block = std::max(bytes, kBlock);
            m_blocks.push_back(std::make_unique_for_overwrite<char[]>(block));
            m_next = m_blocks.back().get();
            m_left = block;
        }
        char* const place = m_next;
        m_next += bytes;
        m_left -= bytes;
        return place;
    }

    std::string_view copy(std::string_view text)
    {
        if (text.empty())
            return {};
        char* const place = allocate(text.size());
        std::memcpy(place, text.data(), text.size());
        return {place, text.size()};
    }

private:
    static constexpr std::size_t kBlock = std::size_t{64} << 10;

    std::vector<std::unique_ptr<char[]>> m_blocks;
    char* m_next = nullptr;
    std::size_t m_left = 0;
};

} // namespace attune::core
