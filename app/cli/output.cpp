#include "app/cli/output.h"

#include "core/error.h"

#include <cstdio>
#include <filesystem>
#include <iostream>

namespace attune::cli {

namespace {

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

} // namespace

void finishOutput()
{
    std::cout.flush();
    if (!std::cout || std::fflush(stdout) != 0)
        throw core::Error("Not everything could be written to standard output.", "Check that its disk has room left.");
}

void tell(const std::string& sentence) { std::cerr << "attune-cli: " << sentence << std::endl; }

bool sameFile(const std::string& a, const std::string& b)
{
    std::error_code unknown;
    return std::filesystem::equivalent(a, b, unknown);
}

std::string bytesInWords(std::uint64_t bytes)
{
    static constexpr const char* kUnits[] = {"bytes", "kB", "MB", "GB", "TB"};
    double size = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; size >= 1000 && unit + 1 < std::size(kUnits); ++unit)
        size /= 1000;
    char text[32];
    std::snprintf(text, sizeof text, unit == 0 || size >= 100 ? "%.0f %s" : "%.1f %s", size, kUnits[unit]);
    return text;
}

std::string durationInWords(double seconds)
{
    const auto whole = static_cast<long>(seconds + 0.5);
    char text[32];
    if (whole >= 3600)
        std::snprintf(text, sizeof text, "%ld h %02ld min", whole / 3600, whole / 60 % 60);
    else if (whole >= 60)
        std::snprintf(text, sizeof text, "%ld min %02ld s", whole / 60, whole % 60);
    else
        std::snprintf(text, sizeof text, "%ld s", whole);
    return text;
}

std::string counted(std::size_t count, const std::string& noun) { return std::to_string(count) + " " + noun + (count == 1 ? "" : "s"); }

std::size_t columnsOf(std::string_view text)
{
    std::size_t columns = 0;
    for (const char byte : text)
        columns += continues(byte) ? 0 : 1;
    return columns;
}

std::string fitted(std::string_view text, std::size_t width)
{
    std::string result;
    std::size_t columns = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!continues(text[i]) && columns++ == width)
            return result;
        result += text[i];
    }
    return result.append(width - columns, ' ');
}

} // namespace attune::cli
