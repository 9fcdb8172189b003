#pragma once

#include "core/data/dataset.h"
#include "core/progress.h"

#include <map>
#include <stop_token>

namespace attune::core {

/// What is to become of one row.
struct RowChange {
    std::optional<std::string> label; ///< the class that it belongs to, by name; nothing: the row is left out
    bool operator==(const RowChange&) const = default;
};

/// By the line on which the row begins in its file (Row::line).
using RowChanges = std::map<std::size_t, RowChange>;

struct CorrectedFile {
    std::filesystem::path file;
    std::size_t rows = 0;       ///< written
    std::size_t relabelled = 0; ///< among them
    std::size_t leftOut = 0;    ///< by choice
    std::size_t unreadable = 0; ///< not in the new file, since they could not be read in the old one
};

/// A name beside `file` that is not taken: reviews.corrected.csv, else reviews.corrected-2.csv ...
std::filesystem::path correctedName(const std::filesystem::path& file);

/// Writes the table as a CSV file with `changes` made: all columns as they were, rows in their order. A relabelled row gets its class in the
/// spelling that most rows of that class have in the file. Semicolons stay semicolons, all else is separated by commas; the text is UTF-8, with a byte
/// order mark where the file was not plain UTF-8, so that spreadsheets read it right. Throws Error where `target` exists or cannot be written, where a
/// line to change is none of the table's, or when `stop` asks for it; then there is no file. Where the new file will be read with a separator,
/// quotes or header that are fixed in `read`, it is written with them.
CorrectedFile writeCorrected(const Table& table, const ColumnRoles& roles, const LabelMap& map, const RowChanges& changes,
    const std::filesystem::path& target, const DialectChoice& read = {}, const Progress& progress = {}, std::stop_token stop = {});

} // namespace attune::core
