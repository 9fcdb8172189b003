#pragma once

#include "core/data/encoding.h"
#include "core/data/table.h"
#include "core/progress.h"

namespace attune::core {

/// How the work is shared out; what is read does not depend on it.
struct ParseLimits {
    std::size_t chunk = std::size_t{1} << 20; ///< bytes parsed at a time, and between two looks at the stop token
    unsigned threads = 0;                     ///< 0: as many as the machine runs at once
};

/// The records of a decoded text as a table that shares its bytes; see readCsv for the policy.
Table parseDelimited(const DecodedText& text, const std::filesystem::path& name, const DialectChoice& choice, const Progress& progress,
    std::stop_token stop, const ParseLimits& limits = {});

/// For readers of other shapes: what a record's bytes are unfit for, or nothing. `at` is where the record begins in the text.
std::optional<RowProblem> problemOfBytes(std::string_view raw, std::size_t line, const DecodedText& text);

/// The beginning of a record as a problem shows it.
std::string rawExcerpt(std::string_view raw);

/// Puts a problem of the file as a whole before the others.
void reportOfFile(Table& table, std::string kind, std::string reason, std::string action);

} // namespace attune::core
