#include "core/data/corrected_file.h"

#include "core/atomic_file.h"
#include "core/data/csv_writer.h"
#include "core/data/examples.h"
#include "core/data/values.h"
#include "core/error.h"

#include <algorithm>

namespace attune::core {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20; // bytes written at a time
constexpr const char* kByteOrderMark = "\xEF\xBB\xBF";

/// The class's most frequent spelling in the file; its name where it has none there.
std::string spellingOf(const std::string& name, const LabelCounts& counts, const LabelMap& map)
{
    const std::pair<std::string, std::size_t>* most = nullptr;
    for (const auto& count : counts)
        if (map.nameOf(count.first) == name && (!most || count.second > most->second))
            most = &count;
    return most ? most->first : name;
}

} // namespace

fs::path correctedName(const fs::path& file)
{
    // A folder's name may end in a separator.
    const fs::path named = file.has_filename() ? file : file.parent_path();
    std::error_code unknown;
    const std::string stem = (fs::is_directory(named, unknown) ? named.filename() : named.stem()).string();
    fs::path name = named.parent_path() / (stem + ".corrected.csv");
    for (int count = 2; fs::exists(name, unknown); ++count)
        name = named.parent_path() / (stem + ".corrected-" + std::to_string(count) + ".csv");
    return name;
}

CorrectedFile writeCorrected(const Table& table, const ColumnRoles& roles, const LabelMap& map, const RowChanges& changes, const fs::path& target,
    const DialectChoice& read, const Progress& progress, std::stop_token stop)
{
    checkRoles(table, roles);
    std::error_code unknown;
    if (fs::exists(target, unknown))
        throw Error(target.string() + " exists already.", "Choose another name: nothing is overwritten.");
    CorrectedFile result;
    result.file = target;
    result.unreadable = static_cast<std::size_t>(std::count_if(table.problems.begin(), table.problems.end(), [](const RowProblem& p) { return p.line > 0; }));

    const auto counts = countLabels(table, roles);
    std::map<std::string, std::string> spellings;
    for (const auto& [line, change] : changes)
        if (change.label && !spellings.contains(*change.label))
            spellings[*change.label] = spellingOf(*change.label, counts, map);

    const bool delimited = table.dialect.form == TableForm::Delimited;
    const char delimiter = read.delimiter.value_or(delimited && table.dialect.delimiter == ';' ? ';' : ',');
    const char quote = read.quote.value_or('"');
    const auto record = [&](const std::vector<std::string>& fields) {
        if (quote != kNoQuote)
            return csvRecord(fields, delimiter, quote);
        std::string line;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (fields[i].find_first_of(std::string{delimiter, '\r', '\n'}) != std::string::npos)
                throw Error(inQuotes(fields[i]) + " cannot be written without quotes, as the new file will be read.", "Choose how quotes are read on the Data page.");
            line += (i > 0 ? std::string(1, delimiter) : std::string()) + fields[i];
        }
        return line + '\n';
    };
    AtomicFile out(target);
    std::string piece = table.dialect.encoding == "utf-8" ? "" : kByteOrderMark;
    if (read.header.value_or(!delimited || table.dialect.header))
        piece += record(table.columns);

    std::vector<std::string> fields(table.columns.size());
    std::size_t made = 0, seen = 0;
    for (const Row row : table.rows) {
        if (++seen % 4096 == 0) {
            if (stop.stop_requested())
                throw Error("Writing " + inQuotes(target.filename().string()) + " was cancelled.");
            if (progress)
                progress(seen, table.rows.size());
        }
        const auto change = changes.find(row.line);
        made += change != changes.end();
        if (change != changes.end() && !change->second.label) {
            ++result.leftOut;
            continue;
        }
        for (std::size_t i = 0; i < fields.size(); ++i)
            fields[i].assign(row.fields[i]);
        if (change != changes.end()) {
            fields[roles.label] = spellings.at(*change->second.label);
            ++result.relabelled;
        }
        piece += record(fields);
        ++result.rows;
        if (piece.size() >= kPiece) {
            out.write(piece);
            piece.clear();
        }
    }
    if (made != changes.size())
        throw Error(counted(changes.size() - made, "row") + " to be changed cannot be found in " + table.file.string() + ".",
            "The file has changed since it was read: open it again. Nothing was written.");
    if (result.rows == 0)
        throw Error("Every row is left out: the corrected file would be empty.", "Take some rows back.");
    out.write(piece);
    out.commit();
    return result;
}

} // namespace attune::core
