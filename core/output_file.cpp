#include "core/output_file.h"

#include "core/error.h"

#include <cstdio>

namespace attune::core {

namespace {

constexpr std::size_t kWritten = std::size_t{1} << 20; ///< bytes at a time

} // namespace

OutputFile::OutputFile(std::filesystem::path file) : m_file(std::move(file)), m_isStandardOutput(m_file == "/dev/stdout")
{
    if (m_isStandardOutput) // which may be a plain file: opened a second time, it would be written over
        return;
    std::error_code unknown;
    const auto status = std::filesystem::status(m_file, unknown);
    if (std::filesystem::is_directory(status))
        throw Error(m_file.string() + " is a folder.", "Name a file to write.");
    // A link below /dev may lead to a plain file, too: nothing may take its place.
    const bool plain = !std::filesystem::exists(status) || std::filesystem::is_regular_file(status);
    if (plain && !m_file.string().starts_with("/dev/"))
        m_whole.emplace(std::filesystem::weakly_canonical(m_file));
    else
        m_stream.open(m_file, std::ios::binary | std::ios::app);
}

void OutputFile::write(std::string_view bytes)
{
    m_bytes += bytes;
    if (m_bytes.size() >= kWritten)
        flush();
}

void OutputFile::commit()
{
    flush();
    if (m_whole)
        m_whole->commit();
}

void OutputFile::flush()
{
    bool written = true;
    if (m_whole)
        m_whole->write(m_bytes);
    else if (m_isStandardOutput)
        written = std::fwrite(m_bytes.data(), 1, m_bytes.size(), stdout) == m_bytes.size() && std::fflush(stdout) == 0;
    else
        written = static_cast<bool>(m_stream.write(m_bytes.data(), static_cast<std::streamsize>(m_bytes.size())).flush());
    if (!written)
        throw Error("Not everything could be written to " + m_file.string() + ".", "Check that it takes more.");
    m_bytes.clear();
}

} // namespace attune::core
