#include "core/data/text_stream.h"

#include "core/data/values.h"
#include "core/error.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace attune::core {

TextStream::TextStream(std::filesystem::path file, const std::optional<std::string>& encoding, std::size_t block)
    : m_file(std::move(file))
    , m_descriptor(open(m_file.c_str(), O_RDONLY | O_CLOEXEC))
    , m_block(block)
{
    const std::string name = inQuotes(m_file.string());
    const int fault = errno;
    const auto refuse = [&](const std::string& cause, const std::string& wayOut) {
        if (m_descriptor >= 0)
            close(m_descriptor);
        throw Error(cause, wayOut);
    };
    struct stat status = {};
    if (m_descriptor < 0 && fault == ENOENT)
        refuse("There is no file " + name + ".", "Check the path, or choose another file.");
    if (m_descriptor < 0 || fstat(m_descriptor, &status) != 0)
        refuse("The file " + name + " cannot be opened: " + std::strerror(m_descriptor < 0 ? fault : errno) + ".", "Check that you may read it.");
    if (S_ISDIR(status.st_mode))
        refuse(name + " is a folder, not a file.", "Choose the file of texts inside it.");
    m_size = S_ISREG(status.st_mode) ? static_cast<std::uint64_t>(status.st_size) : 0;
    try {
        while (m_beginning.size() < kSample && fill(m_beginning, kSample - m_beginning.size())) { }
        m_sampleIsAll = m_beginning.size() < kSample;
        const TextStart start = textStart(m_beginning, m_file, encoding ? *encoding : sniffedEncoding());
        m_mark = start.mark;
        m_text.encoding = start.encoding;
        begin();
    } catch (...) {
        close(m_descriptor);
        throw;
    }
}

TextStream::~TextStream() { close(m_descriptor); }

/// As of the whole file, which is looked through as far as that takes; as its beginning says where the rest can be read only once.
std::string TextStream::sniffedEncoding()
{
    EncodingSniffer sniffer;
    std::string_view beginning = m_beginning;
    if (!m_sampleIsAll && !rereadable()) // half a character at the edge would tell against UTF-8
        beginning = beginning.substr(0, std::min(beginning.rfind('\n'), beginning.size() - 1) + 1);
    sniffer.take(beginning);
    if (m_sampleIsAll || !rereadable())
        return sniffer.encoding();
    std::string block;
    while (!sniffer.settled() && fill(block, kSample)) {
        sniffer.take(block);
        block.clear();
    }
    goBack();
    return sniffer.encoding();
}

void TextStream::goBack()
{
    if (lseek(m_descriptor, static_cast<off_t>(m_beginning.size()), SEEK_SET) < 0)
        throw Error(inQuotes(m_file.string()) + " can be read only once.", "Save it to a file and give that.");
}

void TextStream::begin()
{
    const bool utf8 = m_text.encoding == "utf-8" || m_text.encoding == "utf-8-bom";
    m_decoder = utf8 ? nullptr : std::make_unique<IconvDecoder>(m_text.encoding);
    m_decoded = {};
    m_text.damaged.clear();
    m_text.bytes.view = {};
    m_given = m_mark;
    m_read = m_mark;
    m_done = 0;
    m_consumed = 0;
    m_ended = false;
}

bool TextStream::fill(std::string& bytes, std::size_t count)
{
    const std::size_t before = bytes.size();
    bytes.resize(before + count);
    ssize_t got;
    do
        got = read(m_descriptor, bytes.data() + before, count);
    while (got < 0 && errno == EINTR);
    bytes.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0)
        throw Error("Reading " + inQuotes(m_file.string()) + " failed: " + std::strerror(errno) + ".", "Copy it to another disk and try again.");
    return got > 0;
}

std::string TextStream::sample() const
{
    std::string_view beginning = std::string_view(m_beginning).substr(m_mark);
    IconvText decoded;
    if (m_decoder)
        IconvDecoder(m_text.encoding).decode(beginning, m_sampleIsAll, decoded);
    std::string text = m_decoder ? std::move(decoded.text) : std::string(beginning);
    if (const std::size_t end = text.find_last_of("\r\n"); !m_sampleIsAll && end != std::string::npos)
        text.resize(end + 1);
    return text;
}

void TextStream::readMore()
{
    if (m_ended)
        return;
    std::string fresh;
    std::string_view block;
    if (m_given < m_beginning.size()) {
        block = std::string_view(m_beginning).substr(m_given, m_block);
        m_given += block.size();
    } else if (!m_sampleIsAll && fill(fresh, m_block)) {
        block = fresh;
    }
    m_ended = block.empty();
    m_read += block.size();

    std::string& text = m_decoded.text;
    if (m_consumed > 0) {
        text.erase(0, m_consumed);
        for (std::size_t& place : m_decoded.damaged)
            place -= m_consumed;
        m_consumed = 0;
    }
    if (m_decoder)
        m_decoder->decode(block, m_ended, m_decoded);
    else
        text += block;
    m_text.bytes.view = text;
    m_text.damaged = m_decoded.damaged;
}

void TextStream::consume(std::size_t bytes)
{
    if (bytes > 0)
        m_done += (m_read - m_done) * bytes / view().size();
    m_consumed += bytes;
    m_text.bytes.view = std::string_view(m_decoded.text).substr(m_consumed);
    const auto passed = std::find_if(m_decoded.damaged.begin(), m_decoded.damaged.end(), [&](std::size_t place) { return place >= m_consumed; });
    m_decoded.damaged.erase(m_decoded.damaged.begin(), passed);
    m_text.damaged = m_decoded.damaged;
    for (std::size_t& place : m_text.damaged)
        place -= m_consumed;
}

void TextStream::rewind()
{
    if (!m_sampleIsAll)
        goBack();
    begin();
}

std::uint64_t TextStream::done() const
{
    return m_ended && view().empty() ? m_read : m_done;
}

} // namespace attune::core
