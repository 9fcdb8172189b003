#pragma once

#include "core/data/table.h"
#include "core/data/text_stream.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attune::core {

/// A record of a table in the making.
struct StreamedRow {
    std::size_t line = 0;               ///< where it starts in its file
    std::vector<std::string> fields;    ///< as many as there are columns; none where they cannot be told apart
    std::optional<RowProblem> problem;  ///< why it is no row of the table, as readTable would say; its action is the caller's to say
};

/// The records of a delimited file or of JSON Lines in file order, a block at a time: however large the file is, only a block of it lies in
/// memory. What the dialect is, the beginning of the file tells. A record that cannot be used is given out with its problem: with fields
/// missing, the others are empty; bytes that mean nothing are U+FFFD.
class RowStream {
public:
    /// Throws Error as readTable does.
    RowStream(const std::filesystem::path& file, const DialectChoice& choice, std::size_t block = TextStream::kBlock);

    /// File, dialect, columns and the problems of the header; its rows are the first ones of the file, to guess by.
    const Table& sample() const { return m_sample; }

    /// In JSON Lines any line may bring a new column: they are known when the file has been gone through once, a block at a time.
    bool columnsKnown() const { return m_columnsKnown; }
    void gatherColumns();

    /// The records of the next block; false at the end. The columns have to be known.
    bool next(std::vector<StreamedRow>& rows);

    std::uint64_t done() const;  ///< bytes gone through
    std::uint64_t total() const; ///< 0 of a pipe

private:
    bool jsonLines() const { return m_sample.dialect.form == TableForm::JsonLines; }
    void takeRecords(std::vector<StreamedRow>& rows);
    void takeLines(std::vector<StreamedRow>& rows);
    std::optional<Table> nextLines();
    void giveUp(std::vector<StreamedRow>& rows);
    void skipRest();

    TextStream m_text;
    std::size_t m_block;
    Table m_sample;
    bool m_columnsKnown = true;
    bool m_headerPassed = false;
    std::size_t m_line = 1; ///< of what is not consumed
    std::uint64_t m_gathered = 0;
};

} // namespace attune::core
