#pragma once

#include "core/atomic_file.h"

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

namespace attune::core {

/// A file that a user names to be written: it appears whole or not at all, and a link to it stays one. What is no plain file (a pipe, a device) is
/// written to as it is, and /dev/stdout behind what this program has written there. Written in large pieces. Throws Error naming the file.
class OutputFile {
public:
    explicit OutputFile(std::filesystem::path file);

    void write(std::string_view bytes);
    void commit();

private:
    void flush();

    std::filesystem::path m_file;
    bool m_isStandardOutput;
    std::optional<AtomicFile> m_whole;
    std::ofstream m_stream;
    std::string m_bytes;
};

} // namespace attune::core
