#pragma once

#include "core/checkpoint/little_endian.h"
#include "core/checkpoint/spelling.h"
#include "core/error.h"
#include "core/text/unicode.h"

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace attune::core {

inline constexpr const char* kFetchPickleAgain =
    "Fetch the file again, or the checkpoint's model.safetensors where there is one.";

/// The bytes of a pickle, taken one argument after the other; every text stays a view into them.
class PickleStream {
public:
    PickleStream(std::span<const std::byte> bytes, std::size_t position, const std::string& file)
        : m_bytes(reinterpret_cast<const char*>(bytes.data()), bytes.size())
        , m_position(position)
        , m_file(file)
    {
    }

    std::size_t position() const { return m_position; }
    std::size_t left() const { return m_bytes.size() - m_position; }
    const std::string& file() const { return m_file; }

    [[noreturn]] void damaged(const std::string& what) const
    {
        throw Error("The pickle in " + m_file + " is damaged at byte " + std::to_string(m_instruction) + ": " + what + ".",
            kFetchPickleAgain);
    }

    std::uint8_t instruction()
    {
        m_instruction = m_position;
        return number<std::uint8_t>();
    }

    std::string_view take(std::uint64_t length)
    {
        if (length > left())
            damaged("it is truncated there");
        const std::string_view taken = m_bytes.substr(m_position, static_cast<std::size_t>(length));
        m_position += taken.size();
        return taken;
    }

    std::string_view line()
    {
        const auto end = m_bytes.find('\n', m_position);
        if (end == std::string_view::npos)
            damaged("it is truncated there");
        const std::string_view taken = m_bytes.substr(m_position, end - m_position);
        m_position = end + 1;
        return taken;
    }

    template <typename Number> Number number() { return littleEndian<Number>(std::as_bytes(std::span(take(sizeof(Number))))); }

    template <typename Number> Number decimal(std::string_view digits) const
    {
        Number value = 0;
        const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (fault != std::errc() || end != digits.data() + digits.size())
            damaged("a number in digits does not fit");
        return value;
    }

    std::string_view utf8(std::string_view text) const
    {
        if (!isUtf8(text))
            damaged("a text is not UTF-8");
        return text;
    }

    // Escapes are written for backslashes and line ends only, which no name holds.
    std::string_view withoutEscapes(std::string_view text) const
    {
        if (text.find('\\') != std::string_view::npos)
            damaged("a text holds a backslash");
        return utf8(text);
    }

private:
    std::string_view m_bytes;
    std::size_t m_position;
    std::size_t m_instruction = 0; ///< where the one being read begins
    const std::string& m_file;
};

} // namespace attune::core
