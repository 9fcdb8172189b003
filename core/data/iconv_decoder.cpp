#include "core/data/iconv_decoder.h"

#include "core/data/file_bytes.h"
#include "core/data/values.h"
#include "core/error.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>

namespace attune::core {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::size_t kBlock = std::size_t{1} << 20; ///< bytes between two looks at the stop token

class Converter {
public:
    explicit Converter(const std::string& encoding) : m_handle(iconv_open("UTF-8", encoding.c_str())) {}
    ~Converter()
    {
        if (valid())
            iconv_close(m_handle);
    }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    bool valid() const { return m_handle != reinterpret_cast<iconv_t>(-1); }
    void reset() { iconv(m_handle, nullptr, nullptr, nullptr, nullptr); }

    /// Converts from the front of `in`, which it shortens. Gives 0, or the fault at which it stopped: E2BIG, EILSEQ or EINVAL.
    int convert(std::string_view& in, std::string& out)
    {
        std::array<char, 1 << 16> buffer;
        char* from = const_cast<char*>(in.data());
        std::size_t left = in.size();
        char* to = buffer.data();
        std::size_t room = buffer.size();
        const bool failed = iconv(m_handle, &from, &left, &to, &room) == static_cast<std::size_t>(-1);
        const int fault = failed ? errno : 0;
        out.append(buffer.data(), buffer.size() - room);
        in.remove_prefix(in.size() - left);
        return fault;
    }

private:
    iconv_t m_handle;
};

/// What each byte means, where one byte is one character; empty: nothing.
using ByteTable = std::array<std::string, 256>;

std::optional<ByteTable> byteTable(Converter& converter)
{
    ByteTable table;
    for (unsigned value = 0; value < table.size(); ++value) {
        const char byte = static_cast<char>(value);
        std::string_view in(&byte, 1);
        converter.reset();
        const int fault = converter.convert(in, table[value]);
        // A byte that waits for another one, or that converts to nothing, is of an encoding with longer characters or with states.
        if (fault == EINVAL || (fault == 0 && table[value].empty()) || (value < 0x80 && table[value] != std::string_view(&byte, 1)))
            return std::nullopt;
    }
    return table;
}

bool isAscii(char c)
{
    return static_cast<unsigned char>(c) < 0x80;
}

void decodeBytes(std::string_view block, const ByteTable& table, IconvText& result)
{
    while (!block.empty()) {
        const auto end = std::find_if_not(block.begin(), block.end(), isAscii);
        result.text.append(block.begin(), end);
        block.remove_prefix(static_cast<std::size_t>(end - block.begin()));
        if (block.empty())
            return;
        const std::string& character = table[static_cast<unsigned char>(block.front())];
        if (character.empty())
            result.damaged.push_back(result.text.size());
        result.text += character.empty() ? kReplacement : std::string_view(character);
        block.remove_prefix(1);
    }
}

std::size_t unitSize(std::string_view encoding)
{
    return encoding.starts_with("utf-16") ? 2 : encoding.starts_with("utf-32") ? 4 : 1;
}

} // namespace

bool canDecodeByIconv(const std::string& encoding)
{
    // A slash begins what iconv takes for options.
    return !encoding.empty() && encoding.find('/') == std::string::npos && Converter(encoding).valid();
}

struct IconvDecoder::Parts {
    Converter converter;
    std::optional<ByteTable> table; ///< where one byte is one character
    std::size_t unit = 1;           ///< bytes that are left out where they mean nothing
    std::string waiting;            ///< the beginning of a character whose end has not come yet
};

IconvDecoder::IconvDecoder(const std::string& encoding) : m_parts(new Parts{Converter(encoding), {}, unitSize(encoding), {}})
{
    if (!m_parts->converter.valid())
        throw Error("There is no encoding " + inQuotes(encoding) + ".", "Choose utf-8, utf-16, windows-1252 or iso-8859-1.");
    m_parts->table = byteTable(m_parts->converter);
    m_parts->converter.reset();
}

IconvDecoder::~IconvDecoder() = default;

void IconvDecoder::decode(std::string_view block, bool last, IconvText& result)
{
    if (m_parts->table)
        return decodeBytes(block, *m_parts->table, result);
    std::string joined;
    if (!m_parts->waiting.empty()) {
        joined = m_parts->waiting + std::string(block);
        m_parts->waiting.clear();
        block = joined;
    }
    while (!block.empty()) {
        const int fault = m_parts->converter.convert(block, result.text);
        if (fault == 0 || fault == E2BIG)
            continue;
        if (fault == EINVAL && !last) {
            m_parts->waiting = block;
            return;
        }
        result.damaged.push_back(result.text.size());
        result.text += kReplacement;
        block.remove_prefix(std::min(m_parts->unit, block.size()));
        m_parts->converter.reset();
    }
}

IconvText decodeByIconv(
    std::string_view bytes, const std::string& encoding, const std::stop_token& stop, const std::filesystem::path& name)
{
    IconvDecoder decoder(encoding);
    IconvText result;
    result.text.reserve(bytes.size() + bytes.size() / 16);
    while (!bytes.empty()) {
        throwIfStopped(stop, name);
        const std::string_view block = bytes.substr(0, kBlock);
        bytes.remove_prefix(block.size());
        decoder.decode(block, bytes.empty(), result);
    }
    return result;
}

} // namespace attune::core
