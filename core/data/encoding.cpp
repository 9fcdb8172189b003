#include "core/data/encoding.h"

#include "core/data/iconv_decoder.h"
#include "core/data/values.h"
#include "core/error.h"
#include "core/utf8.h"

#include <uchardet/uchardet.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

namespace attune::core {

namespace {

using Name = std::pair<std::string_view, std::string_view>;

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kUtf8 = "utf-8";
constexpr std::string_view kUtf8WithMark = "utf-8-bom";
constexpr std::string_view kUsual = "windows-1252"; ///< what is left when nothing else is known

/// Byte order marks, the longer first: that of UTF-16LE begins that of UTF-32LE.
constexpr std::array<Name, 5> kMarks{Name{std::string_view("\xFF\xFE\0\0", 4), "utf-32le"},
    Name{std::string_view("\0\0\xFE\xFF", 4), "utf-32be"}, Name{kUtf8Mark, kUtf8WithMark}, Name{"\xFF\xFE", "utf-16le"},
    Name{"\xFE\xFF", "utf-16be"}};

constexpr std::array<Name, 22> kAliases{Name{"utf8", kUtf8}, Name{"ascii", kUtf8}, Name{"us-ascii", kUtf8}, Name{"utf-8-sig", kUtf8WithMark},
    Name{"utf8-bom", kUtf8WithMark}, Name{"utf8-sig", kUtf8WithMark}, Name{"utf-8 with bom", kUtf8WithMark}, Name{"utf16", "utf-16"},
    Name{"utf16le", "utf-16le"}, Name{"utf16be", "utf-16be"}, Name{"latin1", "iso-8859-1"}, Name{"latin-1", "iso-8859-1"},
    Name{"iso8859-1", "iso-8859-1"}, Name{"l1", "iso-8859-1"}, Name{"ansi", kUsual}, Name{"uhc", "cp949"}, Name{"gbk", "gb18030"},
    Name{"gb2312", "gb18030"}, Name{"sjis", "shift_jis"}, Name{"shift-jis", "shift_jis"}, Name{"ibm866", "cp866"}, Name{"ibm855", "cp855"}};

/// What files that cannot be a table of texts begin with.
constexpr std::array<Name, 8> kForeign{Name{"PK\x03\x04", "a workbook or a zip archive"}, Name{"\xD0\xCF\x11\xE0", "a workbook of an old Excel"},
    Name{"\x1F\x8B", "a compressed file"}, Name{"PAR1", "a Parquet file"}, Name{"%PDF-", "a PDF"}, Name{"\x89PNG", "a picture"},
    Name{"BZh", "a compressed file"}, Name{"\xFD""7zXZ", "a compressed file"}};

constexpr std::size_t kLookedAt = 4096;        ///< for NUL bytes
constexpr std::size_t kEvidence = 64 << 10;    ///< that much of a text beyond ASCII tells UTF-8 from the rest
constexpr std::size_t kDetected = 256 << 10;   ///< for the letters' frequencies
constexpr std::size_t kFewLetters = 8;         ///< beyond ASCII: fewer tell nothing
constexpr std::size_t kLongestCharacter = 4;   ///< bytes in UTF-8

std::optional<std::string_view> mark(std::string_view bytes)
{
    for (const auto& [begin, encoding] : kMarks)
        if (bytes.starts_with(begin))
            return encoding;
    return std::nullopt;
}

std::size_t markSize(std::string_view bytes, std::string_view encoding)
{
    for (const auto& [begin, its] : kMarks)
        if (bytes.starts_with(begin) && (its == encoding || (encoding == kUtf8 && its == kUtf8WithMark)))
            return begin.size();
    return 0;
}

/// NUL bytes at even and at odd places of the beginning.
std::pair<std::size_t, std::size_t> nulBytes(std::string_view beginning)
{
    std::pair<std::size_t, std::size_t> nuls;
    for (std::size_t i = 0; i < beginning.size(); ++i)
        if (beginning[i] == '\0')
            ++(i % 2 == 0 ? nuls.first : nuls.second);
    return nuls;
}

/// Whether the bytes make well-formed UTF-16 in which line ends and other signs of one byte stand, and no control character: texts in Chinese have
/// few NUL bytes, and those of some letters at the other place.
bool readsAsUtf16(std::string_view bytes, bool littleEndian)
{
    std::size_t lineEnds = 0;
    std::size_t narrow = 0; // other characters that are a NUL and a byte
    bool half = false;      // a surrogate waits for its second
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        const auto low = static_cast<unsigned char>(bytes[littleEndian ? i : i + 1]);
        const auto high = static_cast<unsigned char>(bytes[littleEndian ? i + 1 : i]);
        const bool second = high >= 0xDC && high <= 0xDF;
        if (half != second || (high == 0xFF && low >= 0xFE))
            return false;
        half = high >= 0xD8 && high <= 0xDB;
        if (high != 0)
            continue;
        const bool lineEnd = low == '\n' || low == '\r';
        if (!lineEnd && low != '\t' && (low < ' ' || (low >= 0x7F && low < 0xA0)))
            return false;
        ++(lineEnd ? lineEnds : narrow);
    }
    return lineEnds > 0 && narrow > 0;
}

std::optional<std::string_view> utf16Suggested(std::string_view bytes)
{
    const std::string_view beginning = bytes.substr(0, kLookedAt);
    const auto [even, odd] = nulBytes(beginning);
    const auto many = [&](std::size_t nuls) { return beginning.size() >= 16 && nuls * 4 >= beginning.size(); };
    if (many(odd) && even * 16 <= odd)
        return "utf-16le";
    if (many(even) && odd * 16 <= even)
        return "utf-16be";
    const bool little = even + odd > 0 && readsAsUtf16(beginning, true);
    const bool big = even + odd > 0 && readsAsUtf16(beginning, false);
    if (little != big)
        return little ? "utf-16le" : "utf-16be";
    return std::nullopt;
}

bool beyondAscii(char c)
{
    return static_cast<unsigned char>(c) >= 0x80;
}

std::size_t countBeyondAscii(std::string_view bytes)
{
    return static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(), beyondAscii));
}

/// Whether bytes that are no character of UTF-8 may become one by those that follow.
bool mayGoOn(std::string_view bytes)
{
    for (const std::string_view rest : {"\x80", "\x80\x80", "\x80\x80\x80", "\xBF", "\xBF\x80", "\xBF\x80\x80"})
        if (firstNonUtf8(std::string(bytes) + std::string(rest)) == std::string_view::npos)
            return true;
    return false;
}

std::string detected(std::string_view bytes)
{
    const std::unique_ptr<uchardet, decltype(&uchardet_delete)> detector(uchardet_new(), &uchardet_delete);
    if (uchardet_handle_data(detector.get(), bytes.data(), bytes.size()) != 0)
        return {};
    uchardet_data_end(detector.get());
    return lowerCase(uchardet_get_charset(detector.get()));
}

bool isLatin(std::string_view encoding)
{
    constexpr std::string_view kLatin[] = {"iso-8859-1", "iso-8859-15", "windows-1252", "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-9",
        "iso-8859-10", "iso-8859-13", "iso-8859-16", "windows-1250", "windows-1254", "windows-1257", "windows-1258", "viscii", "ibm852",
        "ibm865", "mac-centraleurope", "maccentraleurope", "ascii", "utf-8"};
    return std::find(std::begin(kLatin), std::end(kLatin), encoding) != std::end(kLatin);
}

/// Of Latin alphabets only those are believed that a language other than the Western ones is written in, and only where its letters are frequent.
bool isFrequentLatin(std::string_view encoding)
{
    constexpr std::string_view kOthers[] = {"iso-8859-2", "iso-8859-9", "iso-8859-13", "windows-1250", "windows-1254", "windows-1257", "windows-1258"};
    return std::find(std::begin(kOthers), std::end(kOthers), encoding) != std::end(kOthers);
}

/// Of lines that hold something beyond ASCII. Where there is not enough to tell, `otherwise`.
std::string encodingOfLetters(std::string_view lines, std::string_view otherwise)
{
    const std::size_t beyond = countBeyondAscii(lines);
    if (beyond < kFewLetters)
        return std::string(otherwise);
    const std::string found = detected(lines);
    if (found.empty() || (isLatin(found) && !(isFrequentLatin(found) && beyond * 50 >= lines.size())))
        return std::string(otherwise);
    try {
        std::string name = encodingNamed(found);
        if (decodeByIconv(lines, name, {}, {}).damaged.size() * 200 <= beyond)
            return name;
    } catch (const Error&) {
        // What the library detects and cannot decode is no answer.
    }
    return std::string(otherwise);
}

void refuseWhatIsNoText(std::string_view bytes, const std::string& name)
{
    for (const auto& [begin, what] : kForeign)
        if (bytes.starts_with(begin))
            throw Error(name + " is " + std::string(what) + ", not a file of texts.", "Save it as CSV in UTF-8 and open that.");
}

void refuseNuls(std::string_view bytes, const std::string& name)
{
    const std::string_view beginning = bytes.substr(0, kLookedAt);
    const auto [even, odd] = nulBytes(beginning);
    if (beginning.size() >= 16 && (even + odd) * 4 >= beginning.size())
        throw Error(name + " is no text: " + std::to_string(even + odd) + " of its first " + std::to_string(beginning.size()) + " bytes are NUL.",
            "It may be a binary file; save it as CSV in UTF-8 and open that.");
}

} // namespace

std::string encodingNamed(std::string_view name)
{
    std::string small = lowerCase(trimmed(name));
    std::replace(small.begin(), small.end(), '_', '-');
    for (const auto& [alias, its] : kAliases)
        if (small == alias)
            return std::string(its);
    if (small.starts_with("cp125") && small.size() == 6)
        return "windows-" + small.substr(2);
    if (small == kUtf8 || small == kUtf8WithMark || canDecodeByIconv(small))
        return small;
    throw Error("There is no encoding " + inQuotes(name) + ".", "Choose utf-8, utf-16, windows-1252, iso-8859-1 or another name that iconv knows.");
}

void EncodingSniffer::take(std::string_view block)
{
    m_beginning += block.substr(0, kLookedAt - std::min(kLookedAt, m_beginning.size()));
    while (!block.empty() && !settled()) {
        const std::string_view part = block.substr(0, kEvidence);
        block.remove_prefix(part.size());
        takeLetters(part);
        takeLines(part);
    }
}

/// A text in UTF-8 may have a few bad bytes. Latin letters hardly ever make a well-formed sequence by chance, those of two bytes sometimes do.
void EncodingSniffer::takeLetters(std::string_view part)
{
    std::string joined;
    if (!m_cut.empty()) {
        joined = m_cut + std::string(part);
        m_cut.clear();
        part = joined;
    }
    while (!part.empty() && m_good + m_bad < kEvidence) {
        const std::size_t end = std::min(firstNonUtf8(part), part.size());
        m_good += countBeyondAscii(part.substr(0, end));
        part.remove_prefix(end);
        if (part.empty())
            return;
        if (part.size() < kLongestCharacter && mayGoOn(part)) {
            m_cut = part;
            return;
        }
        ++m_bad;
        part.remove_prefix(1);
    }
}

/// The lines that hold something beyond ASCII: they alone tell the letters' frequencies.
void EncodingSniffer::takeLines(std::string_view part)
{
    if (!m_lineTells && std::none_of(part.begin(), part.end(), beyondAscii))
        if (const std::size_t lineEnd = part.rfind('\n'); lineEnd != std::string_view::npos) { // whole lines of ASCII at once
            m_line.clear();
            part.remove_prefix(lineEnd + 1);
        }
    while (!part.empty() && m_lines.size() < kDetected) {
        const std::size_t lineEnd = part.find('\n');
        const std::string_view line = part.substr(0, std::min(lineEnd, part.size() - 1) + 1);
        part.remove_prefix(line.size());
        m_line += line.substr(0, kDetected - std::min(kDetected, m_line.size()));
        m_lineTells |= std::any_of(line.begin(), line.end(), beyondAscii);
        if (lineEnd == std::string_view::npos)
            return;
        if (m_lineTells)
            m_lines += m_line;
        m_line.clear();
        m_lineTells = false;
    }
}

bool EncodingSniffer::settled() const
{
    if (m_beginning.size() < kLookedAt)
        return false;
    return marked() || (m_good + m_bad >= kEvidence && (m_good >= 8 * m_bad || m_lines.size() >= kDetected));
}

bool EncodingSniffer::marked() const
{
    return mark(m_beginning) || utf16Suggested(m_beginning);
}

std::string EncodingSniffer::encoding() const
{
    if (const auto marked = mark(m_beginning))
        return std::string(*marked);
    if (const auto utf16 = utf16Suggested(m_beginning))
        return std::string(*utf16);
    const std::size_t bad = m_bad + (m_cut.empty() ? 0 : 1);
    if (m_good >= 8 * bad)
        return std::string(kUtf8);
    return encodingOfLetters(m_lineTells ? m_lines + m_line : m_lines, m_good <= bad ? kUsual : kUtf8);
}

std::string sniffEncoding(std::string_view bytes)
{
    EncodingSniffer sniffer;
    sniffer.take(bytes);
    return sniffer.encoding();
}

TextStart textStart(std::string_view beginning, const std::filesystem::path& name, const std::optional<std::string>& encoding)
{
    const std::string shown = inQuotes(name.filename().string());
    refuseWhatIsNoText(beginning, shown);
    TextStart start;
    start.encoding = encoding ? encodingNamed(*encoding) : sniffEncoding(beginning);
    if (start.encoding == "utf-16")
        start.encoding = mark(beginning) == "utf-16be" ? "utf-16be" : "utf-16le";
    start.mark = markSize(beginning, start.encoding);
    if (start.encoding == kUtf8 || start.encoding == kUtf8WithMark) {
        refuseNuls(beginning.substr(start.mark), shown);
        start.encoding = start.mark > 0 ? kUtf8WithMark : kUtf8;
    }
    return start;
}

DecodedText decodeText(
    SharedBytes bytes, const std::filesystem::path& name, const std::optional<std::string>& encoding, std::stop_token stop)
{
    const TextStart start = textStart(bytes.view, name, encoding);
    DecodedText text;
    text.encoding = start.encoding;
    bytes.view.remove_prefix(start.mark);
    if (text.encoding == kUtf8 || text.encoding == kUtf8WithMark) {
        text.bytes = std::move(bytes);
        return text;
    }
    auto decoded = decodeByIconv(bytes.view, text.encoding, stop, name);
    text.bytes = ownBytes(std::move(decoded.text));
    text.damaged = std::move(decoded.damaged);
    return text;
}

} // namespace attune::core
