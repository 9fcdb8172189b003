#pragma once

#include "core/data/rows.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace attune::core {

/// What a table was read from.
enum class TableForm {
    Delimited, ///< a CSV file, whatever separates its fields
    JsonLines, ///< one JSON object a line
    Folders,   ///< a text a file, in a folder a class
};

inline constexpr char kNoQuote = '\0';

/// How a delimited file is written. Of JSON Lines and folders only form and encoding count; their columns always have names.
struct Dialect {
    char delimiter = ',';           ///< one of , ; tab | @ where it was sniffed
    bool header = true;             ///< the first record names the columns
    char quote = '"';               ///< what a field may stand in; kNoQuote: quotes are ordinary characters
    std::string encoding = "utf-8"; ///< "utf-8", "utf-8-bom", "utf-16le", "windows-1252" ...: see encoding.h
    TableForm form = TableForm::Delimited;
};

/// What the caller fixes about the dialect; what is absent is sniffed.
struct DialectChoice {
    std::optional<char> delimiter = {};
    std::optional<bool> header = {};
    std::optional<char> quote = {}; ///< kNoQuote: none
    std::optional<std::string> encoding = {};

    bool operator==(const DialectChoice&) const = default;
};

/// What is wrong with a record, kept so that nothing vanishes silently.
struct RowProblem {
    std::size_t line = 0; ///< 1-based physical line at which the record starts; 0 = the file as a whole
    /// Of reading: missing_fields, extra_fields, unterminated_quote, nul_byte, invalid_encoding, too_long, bad_json; of the file as a whole:
    /// empty_file, no_records, left_out, late_quotes; of making a Dataset: empty_text, empty_label, unknown_label, label_left_out, no_part, unreadable.
    std::string kind;
    std::string reason; ///< in words, e.g. "3 fields instead of 5"
    std::string raw;    ///< the record's first 400 bytes as they stand in the file; NUL and what is not UTF-8 replaced
    std::string action = "left out"; ///< what was done, in words
};

/// What is odd about a row that is usable all the same; in few bytes, because every row of a file may have it.
struct RowRemark {
    enum class Kind : std::uint8_t {
        BrokenQuote,      ///< text stands behind a closing quote
        EmptyExtraFields, ///< there are more fields than columns, but those hold nothing
    };
    std::size_t line = 0;    ///< 1-based physical line at which the record starts; 0 = every row of the file
    std::uint32_t lines = 1; ///< that it reaches over
    Kind kind = Kind::BrokenQuote;
};

/// A remark in words: broken_quote or extra_delimiter; its action begins with "kept".
RowProblem problemOf(const RowRemark& remark);

/// A file as read: usable rows and problems, both in file order.
struct Table {
    std::filesystem::path file;
    Dialect dialect;
    std::vector<std::string> columns; ///< header names; without a header "0", "1", ...
    Rows rows;
    std::vector<RowProblem> problems;
    std::vector<RowRemark> remarks; ///< on rows, in file order
};

/// The beginning of a row as a problem shows it: its fields with delimiters between them.
std::string rowExcerpt(const Table& table, const Row& row);

/// All remarks of a table in words, with the rows' beginnings as long as the table has rows.
std::vector<RowProblem> remarksInWords(const Table& table);

/// Rows and problems interleaved in file order: what a preview shows at position i.
struct TableEntry {
    std::optional<Row> row;              ///< set for a usable row
    const RowProblem* problem = nullptr; ///< set for a problem; with `row` as well when the row became no example
};

/// Every row and every problem of `table` in file order; what concerns the file as a whole comes first.
/// The entries point into the table, which has to outlive them unchanged.
std::vector<TableEntry> inFileOrder(const Table& table);

/// The same, with the problems of a Dataset made from that table marked on their rows.
std::vector<TableEntry> inFileOrder(const Table& table, const std::vector<RowProblem>& datasetProblems);

} // namespace attune::core
