#include "core/data/read_table.h"

#include "core/data/csv_parser.h"
#include "core/data/json_lines.h"
#include "core/data/text_folders.h"
#include "core/data/values.h"
#include "core/error.h"

#include <algorithm>

namespace attune::core {

namespace {

/// An array of objects, which many programs write for a table.
bool looksLikeJsonArray(std::string_view text)
{
    const std::string_view beginning = trimmed(text.substr(0, 4096));
    return beginning.starts_with('[') && looksLikeJsonLines(beginning.substr(1));
}

bool saysDelimited(const DialectChoice& choice)
{
    return choice.delimiter || choice.quote || choice.header;
}

} // namespace

Table parseTable(SharedBytes bytes, const std::filesystem::path& name, const DialectChoice& choice, const Progress& progress, std::stop_token stop)
{
    const DecodedText text = decodeText(std::move(bytes), name, choice.encoding, stop);
    if (saysDelimited(choice))
        return parseDelimited(text, name, choice, progress, stop);
    if (looksLikeJsonLines(text.bytes.view))
        return parseJsonLines(text, name, progress, stop);
    if (looksLikeJsonArray(text.bytes.view))
        throw Error(inQuotes(name.filename().string()) + " is one JSON array.", "Save it as JSON Lines, one object a line, or as CSV.");
    return parseDelimited(text, name, choice, progress, stop);
}

Table readTable(const std::filesystem::path& path, const DialectChoice& choice, const Progress& progress, std::stop_token stop)
{
    std::error_code unknown;
    if (std::filesystem::is_directory(path, unknown))
        return readTextFolders(path, choice.encoding, progress, stop);
    return parseTable(readFileBytes(path, stop), path, choice, progress, stop);
}

} // namespace attune::core
