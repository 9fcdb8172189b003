#pragma once

#include "core/data/csv_parser.h"

namespace attune::core {

/// Whether a text looks like JSON Lines: it begins with an object.
bool looksLikeJsonLines(std::string_view text);

/// One JSON object a line: its keys are columns, in the order in which they are first seen. Strings are taken as what they say, numbers as they are
/// written, null and absent keys as empty, arrays and objects as JSON text. A line that is no object, or has a key twice, is a problem (bad_json).
/// Large texts are parsed on all cores. Throws Error with more than `kMostJsonKeys` different keys, or when `stop` asks for it.
Table parseJsonLines(const DecodedText& text, const std::filesystem::path& name, const Progress& progress, std::stop_token stop,
    const ParseLimits& limits = {});
inline constexpr std::size_t kMostJsonKeys = 1000;

} // namespace attune::core
