#include "core/checkpoint/licence.h"

#include "core/small_file.h"
#include "core/utf8.h"

#include <algorithm>
#include <array>

namespace attune::core {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kLargestText = std::uintmax_t{1} << 20;
constexpr std::size_t kLongestName = 60;

/// The Hub's names for licences are SPDX's in small letters; these are those that BERTs have.
constexpr std::array kNames = {"Apache-2.0", "MIT", "GPL-2.0", "GPL-3.0", "LGPL-3.0", "AGPL-3.0", "BSD-2-Clause", "BSD-3-Clause", "MPL-2.0", "ISC", "Unlicense",
    "CC0-1.0", "CC-BY-2.0", "CC-BY-3.0", "CC-BY-4.0", "CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-NC-ND-4.0", "CC-BY-ND-4.0",
    "AFL-3.0", "Artistic-2.0", "EUPL-1.1", "OpenRAIL", "WTFPL"};

std::string lowered(std::string_view text)
{
    std::string small(text);
    std::transform(small.begin(), small.end(), small.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return small;
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view kBlank = " \t\r\"'[]";
    const auto begin = text.find_first_not_of(kBlank);
    return begin == std::string_view::npos ? std::string_view() : text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

/// As it may be shown: SPDX's spelling where there is one.
std::string named(std::string_view value)
{
    const std::string small = lowered(value);
    for (const char* name : kNames)
        if (lowered(name) == small)
            return name;
    return printable(std::string(value.substr(0, kLongestName)));
}

/// One line off the front of `text`.
std::string_view takeLine(std::string_view& text)
{
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

std::string textOf(const fs::path& file)
{
    try {
        return readSmallFile(file, kLargestText).value_or(std::string());
    } catch (const Error&) {
        return {}; // a file that cannot be read states nothing
    }
}

} // namespace

std::string licenceOfCard(std::string_view readme)
{
    if (readme.starts_with("\xEF\xBB\xBF"))
        readme.remove_prefix(3);
    if (takeLine(readme) != "---")
        return {};
    std::string licence, otherName;
    while (!readme.empty()) {
        const std::string_view line = takeLine(readme);
        if (line == "---" || line == "...")
            break;
        const auto valueOf = [&](std::string_view key) {
            std::string_view value = line.substr(key.size());
            if (value.empty()) { // a list: its first entry
                std::string_view rest = readme;
                const std::string_view next = trimmed(takeLine(rest));
                value = next.starts_with("- ") ? next.substr(2) : std::string_view();
            }
            return trimmed(value);
        };
        if (line.starts_with("license:"))
            licence = named(valueOf("license:"));
        else if (line.starts_with("license_name:"))
            otherName = named(valueOf("license_name:"));
    }
    return licence == "other" && !otherName.empty() ? otherName : licence;
}

std::string licenceOfText(std::string_view text)
{
    const std::string head = lowered(text.substr(0, 2000));
    const auto has = [&](const char* words) { return head.find(words) != std::string::npos; };
    if (has("apache license") && has("version 2.0"))
        return "Apache-2.0";
    if (has("gnu affero general public license"))
        return "AGPL-3.0";
    if (has("gnu lesser general public license") && has("version 3"))
        return "LGPL-3.0";
    if (has("gnu general public license") && has("version 3"))
        return "GPL-3.0";
    if (has("gnu general public license") && has("version 2"))
        return "GPL-2.0";
    if (has("mozilla public license") && has("2.0"))
        return "MPL-2.0";
    if (has("mit license") || has("permission is hereby granted, free of charge"))
        return "MIT";
    if (has("redistribution and use in source and binary forms"))
        return has("neither the name") ? "BSD-3-Clause" : "BSD-2-Clause";
    return {};
}

std::string statedLicence(const fs::path& directory)
{
    if (std::string licence = licenceOfCard(textOf(directory / "README.md")); !licence.empty())
        return licence;
    for (const char* name : {"LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE"}) {
        const std::string text = textOf(directory / name);
        if (text.empty())
            continue;
        const std::string licence = licenceOfText(text);
        return licence.empty() ? "see " + std::string(name) : licence;
    }
    return {};
}

} // namespace attune::core
