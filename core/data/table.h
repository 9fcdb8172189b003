#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace attune::core {

/// How a delimited file is written.
struct Dialect {
    char delimiter = ',';            ///< one of , ; tab |
    bool header = true;              ///< the first record names the columns
    bool byteOrderMark = false;      ///< the file begins with a UTF-8 byte order mark
    bool quoting = true;             ///< a field may stand in double quotes; false: quotes are ordinary characters
};

/// What the caller fixes about the dialect; what is absent is sniffed.
struct DialectChoice {
    std::optional<char> delimiter;
    std::optional<bool> header;
    std::optional<bool> quoting;
};

/// A record that could not be used, kept so that nothing vanishes silently.
struct RowProblem {
    std::size_t line = 0; ///< 1-based physical line at which the record starts; 0 = the file as a whole
    /// Of reading: missing_fields, extra_fields, unterminated_quote, nul_byte, invalid_encoding; of the file as a whole: empty_file,
    /// no_records; of making a Dataset: empty_text, empty_label, unknown_label.
    std::string kind;
    std::string reason; ///< in words, e.g. "3 fields instead of 5"
    std::string raw;    ///< the record's first 400 bytes as they stand in the file; NUL and what is not UTF-8 replaced
};

/// One usable record.
struct Row {
    std::size_t line = 0;            ///< 1-based physical line at which the record starts
    std::vector<std::string> fields; ///< as many as there are columns, exactly as written between delimiters and quotes
};

/// A delimited file as read: usable rows and problems, both in file order.
struct Table {
    std::filesystem::path file;
    Dialect dialect;
    std::vector<std::string> columns; ///< header names; without a header "0", "1", ...
    std::vector<Row> rows;
    std::vector<RowProblem> problems;
};

/// Rows and problems interleaved in file order: what a preview shows at position i.
struct TableEntry {
    const Row* row = nullptr;            ///< set for a usable row
    const RowProblem* problem = nullptr; ///< set for a problem; with `row` as well when the row became no example
};

/// Every row and every problem of `table` in file order; what concerns the file as a whole comes first.
/// The entries point into the table, which has to outlive them unchanged.
std::vector<TableEntry> inFileOrder(const Table& table);

/// The same, with the problems of a Dataset made from that table marked on their rows.
std::vector<TableEntry> inFileOrder(const Table& table, const std::vector<RowProblem>& datasetProblems);

} // namespace attune::core
