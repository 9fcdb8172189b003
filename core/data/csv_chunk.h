#pragma once

#include "core/data/arena.h"
#include "core/data/encoding.h"
#include "core/data/record_reader.h"
#include "core/data/table.h"

namespace attune::core {

/// What the records of a part of the file hold. Lines count from 1 at the part's first record.
struct CsvChunk {
    std::size_t begin = 0; ///< where its first record begins
    std::size_t end = 0;   ///< where the first record behind it begins, or the end of the file
    std::size_t lines = 0; ///< physical lines from begin to end
    std::vector<Rows::Place> records;
    std::vector<FieldPlace> fields;
    std::vector<RowProblem> problems;
    std::vector<RowRemark> remarks;
    std::shared_ptr<Arena> arena; ///< of fields that are not as they stand in the file
    bool known = true;            ///< false: a guess at where it begins led nowhere
};

/// Reads the records that begin in a part of a delimited text.
class CsvChunkReader {
public:
    CsvChunkReader(const DecodedText& text, const Dialect& dialect, std::size_t columns);

    /// The records from `begin`, where a record begins, to the last one that begins before `until`. A record that does not end before `limit`
    /// makes the chunk unknown, unless that is the end of the text.
    CsvChunk read(std::size_t begin, std::size_t until, std::size_t limit) const;

    /// Where the first record at or behind `from` begins, if there is a line end outside of quotes where the number of quotes before `from` says
    /// so. Quotes that are ordinary characters mislead it.
    std::size_t likelyBegin(std::size_t from, bool insideQuotes) const;

private:
    void take(const Record& record, CsvChunk& chunk) const;

    const DecodedText& m_text;
    const Dialect& m_dialect;
    std::size_t m_columns;
};

/// What is wrong with a record of another number of fields than there are columns, or nothing.
std::optional<RowProblem> problemOfFields(const Record& record, std::size_t columns);

/// Where the fields behind the last column hold nothing, takes them away.
bool dropEmptyExtras(Record& record, std::size_t columns);

/// What is odd about a record that is a row; `extras`: it had fields more, which were empty.
std::optional<RowRemark> remarkOn(const Record& record, bool extras);

/// What is wrong with a record whose quote never closes; `lastLine` is the file's last.
std::string unterminatedReason(std::size_t line, std::size_t lastLine);

} // namespace attune::core
