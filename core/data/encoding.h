#pragma once

#include "core/data/file_bytes.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune::core {

// Encodings are named as WHATWG does, in small letters: utf-8, utf-16le, windows-1252, iso-8859-1, gb18030 ...; utf-8-bom is UTF-8 that
// begins with a byte order mark.

/// A text as UTF-8.
struct DecodedText {
    SharedBytes bytes; ///< without a byte order mark; those of the file where it is in UTF-8, else written anew
    std::string encoding; ///< what it was decoded from
    /// In a text written anew: where U+FFFD stands for bytes that mean nothing in the encoding. In UTF-8 such bytes stay as they are.
    std::vector<std::size_t> damaged;
};

/// The name for what people call an encoding (latin1, cp1252, UTF8 ...). Throws Error naming one that cannot be decoded.
std::string encodingNamed(std::string_view name);

/// Finds the encoding that the bytes of a file suggest, which come in blocks. A byte order mark decides; else NUL bytes at every other place mean
/// UTF-16; else what is UTF-8, but for a few bytes, is UTF-8; else the letters decide, with windows-1252 where they leave it open.
class EncodingSniffer {
public:
    void take(std::string_view block);
    bool settled() const; ///< whatever follows changes nothing
    std::string encoding() const;

private:
    bool marked() const;
    void takeLetters(std::string_view part);
    void takeLines(std::string_view part);

    std::string m_beginning;
    std::size_t m_good = 0; ///< bytes of characters of UTF-8 beyond ASCII
    std::size_t m_bad = 0;  ///< bytes of none
    std::string m_cut;      ///< the beginning of a character whose end has not come yet
    std::string m_lines;    ///< that hold something beyond ASCII
    std::string m_line;     ///< the beginning of one whose end has not come yet
    bool m_lineTells = false;
};

/// The same of bytes that are all there.
std::string sniffEncoding(std::string_view bytes);

/// How a file's bytes begin.
struct TextStart {
    std::string encoding;
    std::size_t mark = 0; ///< bytes of a byte order mark
};

/// What the beginning of a file says: `encoding`, or what is sniffed from it. Throws Error naming `name` where the bytes are no text: workbooks,
/// archives, pictures.
TextStart textStart(std::string_view beginning, const std::filesystem::path& name, const std::optional<std::string>& encoding);

/// Decodes from `encoding`, or from what is sniffed. Throws Error naming `name` where the bytes are no text: workbooks, archives, pictures.
DecodedText decodeText(
    SharedBytes bytes, const std::filesystem::path& name, const std::optional<std::string>& encoding, std::stop_token stop = {});

} // namespace attune::core
