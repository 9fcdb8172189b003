#pragma once

#include "core/data/table.h"
#include "core/progress.h"

#include <stop_token>
#include <string_view>

namespace attune::core {

/// Reads a delimited UTF-8 file (RFC 4180, with `,` `;` tab or `|`), sniffing what `choice` leaves open. Policy for bad
/// records: a record with too few or too many fields, a NUL byte, bytes that are not UTF-8 or a quote that is never
/// closed becomes a RowProblem; later records are still read. Empty lines are skipped but counted.
/// Throws Error when the file cannot be read at all, is UTF-16 or no text, or when `stop` asks for it; an empty file is a
/// Table with a problem on line 0.
Table readCsv(const std::filesystem::path& file, const DialectChoice& choice = {}, const Progress& progress = {},
              std::stop_token stop = {});

/// The same over bytes in memory; `name` stands in messages.
Table parseCsv(std::string_view bytes, const std::filesystem::path& name, const DialectChoice& choice = {},
               const Progress& progress = {}, std::stop_token stop = {});

/// The delimiter, header and quoting that the first records suggest (where tabs or bars separate, all quotes in the file count).
Dialect sniffDialect(std::string_view bytes, const DialectChoice& choice = {});

/// Position of the column that the user named: a header's name (failing that, one that differs only in case or in blanks
/// around it), or a 0-based index where the file has no header or no column bears the number as its name.
/// Throws Error that lists the columns there are.
std::size_t columnNamed(const Table& table, std::string_view nameOrIndex);

} // namespace attune::core
