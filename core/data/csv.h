#pragma once

#include "core/data/table.h"
#include "core/progress.h"

#include <stop_token>
#include <string_view>

namespace attune::core {

/// Reads a delimited file, sniffing what `choice` leaves open: encoding, delimiter, quotes, header. Large files are mapped into memory and
/// parsed on all cores. Policy for bad records: a record with too few or too many fields, a NUL byte, bytes that mean nothing in the
/// file's encoding or a quote that is never closed becomes a RowProblem; later records are still read. Empty lines are skipped but counted.
/// Throws Error when the file cannot be read at all, is no text, or when `stop` asks for it; an empty file is a Table with a problem on
/// line 0. See read_table.h for files of other shapes.
Table readCsv(const std::filesystem::path& file, const DialectChoice& choice = {}, const Progress& progress = {},
              std::stop_token stop = {});

/// The same over bytes in memory, of which the table keeps a copy; `name` stands in messages.
Table parseCsv(std::string_view bytes, const std::filesystem::path& name, const DialectChoice& choice = {},
               const Progress& progress = {}, std::stop_token stop = {});

/// The delimiter, header and quotes that the first records of a UTF-8 text suggest (where tabs, bars or @ separate, all quotes in the file count).
Dialect sniffDialect(std::string_view text, const DialectChoice& choice = {});

/// Position of the column that the user named: a header's name (failing that, one that differs only in case or in blanks
/// around it), or a 0-based index where the file has no header or no column bears the number as its name.
/// Throws Error that lists the columns there are.
std::size_t columnNamed(const Table& table, std::string_view nameOrIndex);

} // namespace attune::core
