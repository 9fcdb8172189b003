#pragma once

#include "core/data/dataset.h"
#include "core/runs/run_directory.h"

#include <functional>

namespace attune::core {

/// Reads the examples of a run and divides them as `sources` say, where what they leave open is found out and filled in: the same call with
/// what it has filled in reads the same again. `read` opens a file (readTable, as a rule); `tell` receives a sentence about rows with problems.
/// Throws Error as the readers do.
using TableReader = std::function<Table(const std::filesystem::path&, const DialectChoice&)>;
DataSplit readRunData(RunSources& sources, std::uint64_t seed, const TableReader& read, const std::function<void(const std::string&)>& tell);

/// The same where sources.dataFile is read already: `table` is what it holds.
DataSplit divideRunData(RunSources& sources, const Table& table, std::uint64_t seed, const TableReader& read,
    const std::function<void(const std::string&)>& tell);

/// What the run was made from whose model this is: its directory's or its model/'s. Empty of a checkpoint that is of no run.
RunSources sourcesBehind(const std::filesystem::path& model);

/// Says in one sentence how many rows of a table, and of the parts that it was divided into, are left out or odd, and which is the first. Rows that
/// are left out by choice are none; nothing is said where there is none.
void tellProblems(const Table& table, std::initializer_list<const Dataset*> parts, const std::function<void(const std::string&)>& tell);

/// The columns that the run learned from, where `table` has all of them under the same names; a column that divided its rows counts only where it
/// is there. Nothing where one is absent, or where the run does not tell.
std::optional<ColumnRoles> recordedRoles(const RunSources& sources, const Table& table);

/// The columns of another file that the run is checked or tested with: those of `data`, its data file, where both have the same ones; else those that
/// were chosen by name, and the others are found out anew. None divides its rows.
ColumnRoles rolesInOther(const RunSources& sources, const Table& data, const Table& other);

/// How such a file is read: like the data file. But a byte order mark says more of its encoding than another file does.
DialectChoice dialectOfOther(const RunSources& sources, const std::filesystem::path& file);

/// A name that finds `column` of the table again: its own or, where there is no header or names are not unique, its index.
std::string lastingName(const Table& table, std::size_t column);

/// What differs between the data that two runs learn from; nothing where both are made of the same rows with the same labels, divided alike.
struct DataDifferences {
    bool file = false;     ///< another file, or its contents have changed
    bool reading = false;  ///< separator, quotes, header or encoding
    bool columns = false;
    bool labels = false;   ///< renamed, merged, ordered or left out in another way
    bool division = false; ///< other rows to check or test with

    explicit operator bool() const { return file || reading || columns || labels || division; }
};
DataDifferences differences(const RunSources& a, const RunSources& b);

} // namespace attune::core
