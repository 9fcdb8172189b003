#include "app/cli/lines.h"

#include "core/error.h"

#include <filesystem>
#include <fstream>
#include <iostream>

namespace attune::cli {

namespace {

std::string nameOf(const std::string& file) { return file == "-" ? "Standard input" : file; }

void readLines(std::istream& in, const std::string& file, std::size_t chunk,
               const std::function<void(const std::vector<std::string>& lines, std::size_t firstNumber)>& use)
{
    std::vector<std::string> lines;
    std::size_t first = 1;
    const auto flush = [&] {
        if (lines.empty())
            return;
        use(lines, first);
        first += lines.size();
        lines.clear();
    };
    for (std::string line; std::getline(in, line);) {
        if (line.ends_with('\r'))
            line.pop_back();
        lines.push_back(std::move(line));
        if (lines.size() == chunk)
            flush();
    }
    if (in.bad())
        throw core::Error(nameOf(file) + " could not be read to its end.", "Check the disk and the file.");
    flush();
}

} // namespace

void forEachChunkOfLines(const std::string& file, std::size_t chunk,
                         const std::function<void(const std::vector<std::string>& lines, std::size_t firstNumber)>& use)
{
    if (file == "-") {
        std::ios::sync_with_stdio(false);
        readLines(std::cin, file, chunk, use);
        return;
    }
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored))
        throw core::Error(file + " is a folder.", "Give a text file with one text a line.");
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw core::Error(file + " cannot be opened.", "Check that the file exists and may be read.");
    readLines(in, file, chunk, use);
}

std::pair<std::string_view, std::string_view> pairOf(std::string_view line, const std::string& file, std::size_t number)
{
    const auto tab = line.find('\t');
    if (tab == std::string_view::npos || line.find('\t', tab + 1) != std::string_view::npos)
        throw core::Error(nameOf(file) + ", line " + std::to_string(number) + ": " + (tab == std::string_view::npos ? "no tab" : "more than one tab")
                              + ", so it is not two texts.",
                          "Write two texts a line with one tab between them.");
    return {line.substr(0, tab), line.substr(tab + 1)};
}

} // namespace attune::cli
