#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace attune::cli {

/// Flushes standard output. Throws core::Error when not everything could be written: a full disk must not look like success.
void finishOutput();

/// A sentence beside the answer, on standard error.
void tell(const std::string& sentence);

/// Whether two names lead to one file.
bool sameFile(const std::string& a, const std::string& b);

/// "22.7 MB", "1.5 GB": in powers of 1000, as disks are sold.
std::string bytesInWords(std::uint64_t bytes);

/// "8 s", "4 min 05 s", "1 h 12 min".
std::string durationInWords(double seconds);

/// "1 row", "2 rows".
std::string counted(std::size_t count, const std::string& noun);

/// Code points of a text, a terminal's columns as far as that can be told without its font; and the text filled with blanks, or cut, to `width` of them.
std::size_t columnsOf(std::string_view text);
std::string fitted(std::string_view text, std::size_t width);

} // namespace attune::cli
