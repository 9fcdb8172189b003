#pragma once

#include "core/data/dialect.h"
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
    std::optional<RowRemark> remark;    ///< what is odd about it, though it is a row
};

/// The records of a delimited file or of JSON Lines in file order, a block at a time: however large the file is, only a block of it lies in
/// memory. Dialect and encoding are those that readTable finds; of a pipe, which is read only once, those that its beginning tells. A record that cannot be used is given out with its problem: with fields
/// missing, the others are empty; bytes that mean nothing are U+FFFD.
class RowStream {
public:
    /// Throws Error as readTable does.
    RowStream(const std::filesystem::path& file, const DialectChoice& choice, std::size_t block = TextStream::kBlock);

    /// File, dialect, columns and the problems of the header; its rows are the first ones of the file, to guess by.
    const Table& sample() const { return m_sample; }

    /// In JSON Lines any line may bring a new column, and any record of a delimited file the first quote: columns and dialect are known when the
    /// file has been gone through as far as that takes, a block at a time.
    bool columnsKnown() const { return m_columnsKnown; }
    void gatherColumns();

    /// The records of the next block; false at the end. The columns have to be known.
    bool next(std::vector<StreamedRow>& rows);

    /// At the end of a pipe: what its beginning did not let expect, if anything.
    std::optional<RowProblem> contradiction() const;

    std::uint64_t done() const;  ///< bytes gone through
    std::uint64_t total() const; ///< 0 of a pipe

private:
    bool jsonLines() const { return m_sample.dialect.form == TableForm::JsonLines; }
    void takeSample();
    void gatherQuotes();
    void passSeparatorLine();
    void takeRecords(std::vector<StreamedRow>& rows);
    void takeLines(std::vector<StreamedRow>& rows);
    std::optional<Table> nextLines();
    void giveUp(std::vector<StreamedRow>& rows);
    void skipRest();

    TextStream m_text;
    std::size_t m_block;
    DialectChoice m_choice; ///< for the text as decoded
    Table m_sample;
    std::optional<DialectSniffer> m_sniffer; ///< where the beginning does not tell the quotes
    bool m_twice = false;                    ///< the file is gone through two times
    bool m_columnsKnown = true;
    bool m_headerPassed = false;
    std::size_t m_separatorSize = 0; ///< bytes of a line that names the delimiter, until it is passed
    std::size_t m_line = 1; ///< of what is not consumed
    std::uint64_t m_gathered = 0;
};

} // namespace attune::core
