#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace attune::cli {

/// Calls `use` with the lines of a text file, or of standard input when `file` is "-", in chunks of at most `chunk` lines and with the
/// number of the first (from 1). Lines come without their LF and a CR before it; a final line end does not begin another line. Throws
/// core::Error naming the file.
void forEachChunkOfLines(const std::string& file, std::size_t chunk,
                         const std::function<void(const std::vector<std::string>& lines, std::size_t firstNumber)>& use);

/// The two texts of a line of a pair, which a tab separates. Throws core::Error naming file and line when there is none or more than one.
std::pair<std::string_view, std::string_view> pairOf(std::string_view line, const std::string& file, std::size_t number);

} // namespace attune::cli
