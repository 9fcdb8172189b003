#pragma once

#include "core/data/encoding.h"
#include "core/data/iconv_decoder.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace attune::core {

/// The text of a file, read and decoded in blocks: however large the file is, what is not yet consumed is all that lies in memory.
class TextStream {
public:
    static constexpr std::size_t kBlock = std::size_t{256} << 10;
    static constexpr std::size_t kSample = std::size_t{1} << 20; ///< the file's beginning

    /// Throws Error naming the file: absent, a folder, unreadable, no text; or an encoding that there is none of. A pipe will do; its beginning
    /// alone tells the encoding, of a file all of it.
    TextStream(std::filesystem::path file, const std::optional<std::string>& encoding, std::size_t block = kBlock);
    ~TextStream();
    TextStream(const TextStream&) = delete;
    TextStream& operator=(const TextStream&) = delete;

    const std::filesystem::path& file() const { return m_file; }
    const std::string& encoding() const { return m_text.encoding; }

    /// The beginning as UTF-8, up to the end of a line where the file is longer than that.
    std::string sample() const;

    /// What has been decoded and not consumed, with its damage; valid until the next call.
    const DecodedText& text() const { return m_text; }
    std::string_view view() const { return m_text.bytes.view; }

    bool sampleIsAll() const { return m_sampleIsAll; } ///< the file has no more than its beginning
    bool rereadable() const { return m_size > 0; }     ///< false of a pipe

    void readMore(); ///< decodes another block, if there is one
    bool ended() const { return m_ended; }
    void consume(std::size_t bytes);

    /// Goes back to the beginning. Throws Error where the file is a pipe.
    void rewind();

    std::uint64_t done() const;                       ///< bytes of the file whose text is consumed; told in proportion where it is decoded
    std::uint64_t total() const { return m_size; }    ///< bytes of the file; 0 of a pipe

private:
    bool fill(std::string& bytes, std::size_t count); ///< appends up to `count` bytes of the file; false at its end
    std::string sniffedEncoding();
    void goBack();                                    ///< to behind the beginning
    void begin();

    std::filesystem::path m_file;
    int m_descriptor;
    std::size_t m_block;
    std::uint64_t m_size = 0;
    std::size_t m_mark = 0;
    std::string m_beginning;                          ///< the file's first bytes, as they stand there
    std::size_t m_given = 0;                          ///< of them: decoded already
    bool m_sampleIsAll = false;                       ///< the file has no more bytes than that
    std::unique_ptr<IconvDecoder> m_decoder;          ///< none for UTF-8
    IconvText m_decoded;                              ///< what m_text shows, behind what is consumed
    DecodedText m_text;
    std::size_t m_consumed = 0;                       ///< of m_decoded
    std::uint64_t m_read = 0;                         ///< bytes of the file that were decoded
    std::uint64_t m_done = 0;                         ///< of them: whose text is consumed
    bool m_ended = false;
};

} // namespace attune::core
