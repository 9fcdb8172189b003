#include "core/data/csv.h"

#include "core/data/record_reader.h"
#include "core/data/values.h"
#include "core/error.h"
#include "core/utf8.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace attune::core {

namespace {

constexpr std::size_t kRawLimit = 400;
constexpr std::size_t kByteOrderMarkSize = 3;
constexpr std::size_t kBlock = 1 << 20; ///< bytes between two looks at the stop token

void throwIfStopped(const std::stop_token& stop, const std::filesystem::path& name)
{
    if (stop.stop_requested())
        throw Error("Reading " + inQuotes(name.filename().string()) + " was cancelled.");
}

std::string readBytes(const std::filesystem::path& file, const std::stop_token& stop)
{
    const std::string name = inQuotes(file.string());
    std::error_code failure;
    const auto status = std::filesystem::status(file, failure);
    if (!std::filesystem::exists(status))
        throw Error("There is no file " + name + ".", "Check the path, or choose another file.");
    if (std::filesystem::is_directory(status))
        throw Error(name + " is a folder, not a file.", "Choose the CSV file inside it.");

    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw Error("The file " + name + " cannot be opened: " + std::strerror(errno) + ".", "Check that you may read it.");
    std::string bytes;
    if (const auto size = std::filesystem::file_size(file, failure); !failure)
        bytes.reserve(size + 1);
    std::string block(kBlock, '\0');
    do {
        throwIfStopped(stop, file);
        in.read(block.data(), static_cast<std::streamsize>(block.size()));
        bytes.append(block, 0, static_cast<std::size_t>(in.gcount()));
    } while (in);
    if (in.bad())
        throw Error("Reading " + name + " failed: " + std::strerror(errno) + ".", "Copy it to another disk and try again.");
    return bytes;
}

/// Refuses what is no UTF-8 text at all; single bad records are for parseCsv to report.
void refuseForeignFormats(std::string_view bytes, const std::string& name)
{
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))
        throw Error(name + " is written in UTF-16, which is not read.", "Save it as CSV in UTF-8 and open that.");
    if (bytes.starts_with("PK\x03\x04"))
        throw Error(name + " is a workbook or a zip archive, not a CSV file.", "Save the sheet as CSV in UTF-8 and open that.");
    const std::string_view beginning = bytes.substr(0, 4096);
    const auto nuls = static_cast<std::size_t>(std::count(beginning.begin(), beginning.end(), '\0'));
    if (beginning.size() >= 16 && nuls * 4 >= beginning.size())
        throw Error(name + " is not UTF-8 text: " + std::to_string(nuls) + " of its first " + std::to_string(beginning.size())
                + " bytes are NUL.",
            "It may be UTF-16 or a binary file; save it as CSV in UTF-8 and open that.");
}

std::string hexadecimal(char byte)
{
    constexpr char kDigits[] = "0123456789ABCDEF";
    const auto value = static_cast<unsigned char>(byte);
    return {'0', 'x', kDigits[value >> 4], kDigits[value & 15]};
}

/// What makes the record's bytes unusable, or nothing.
std::optional<RowProblem> problemOfBytes(const Record& record, const RecordReader& reader)
{
    if (record.unterminated) {
        std::string reason = "a quote opens in this record and is never closed";
        const std::size_t lastLine = reader.line() - (record.raw.ends_with('\n') || record.raw.ends_with('\r') ? 1 : 0);
        if (lastLine > record.line)
            reason += ", so that everything to the last line, " + std::to_string(lastLine) + ", would belong to it";
        return RowProblem{record.line, "unterminated_quote", std::move(reason), {}};
    }
    if (const std::size_t at = record.raw.find('\0'); at != std::string_view::npos)
        return RowProblem{record.line, "nul_byte", "a NUL byte at byte " + std::to_string(at + 1) + " of the record", {}};
    if (const std::size_t at = firstNonUtf8(record.raw); at != std::string_view::npos)
        return RowProblem{record.line, "invalid_encoding",
            "not UTF-8: " + hexadecimal(record.raw[at]) + " at byte " + std::to_string(at + 1)
                + " of the record; the file may be Latin-1 or Windows-1252",
            {}};
    return std::nullopt;
}

std::optional<RowProblem> problemOfFields(const Record& record, std::size_t columns)
{
    const std::size_t fields = record.fields.size();
    if (fields == columns)
        return std::nullopt;
    return RowProblem{record.line, fields < columns ? "missing_fields" : "extra_fields",
        counted(fields, "field") + " instead of " + std::to_string(columns), {}};
}

/// Takes the first record as the names of the columns; false when nothing can follow it.
bool takeHeader(Table& table, const Record& record, const RecordReader& reader)
{
    auto problem = problemOfBytes(record, reader);
    if (problem) {
        problem->raw = readableExcerpt(record.raw, kRawLimit);
        problem->reason = "the header: " + problem->reason;
        table.problems.push_back(std::move(*problem));
    }
    if (record.unterminated)
        return false;
    for (const std::string& name : record.fields)
        table.columns.push_back(readableExcerpt(name, name.size() * 3)); // U+FFFD takes three bytes
    return true;
}

void reportWhatIsMissing(Table& table, bool anyRecord, bool bytesThere)
{
    const auto report = [&](std::string kind, std::string reason) {
        table.problems.insert(table.problems.begin(), RowProblem{0, std::move(kind), std::move(reason), {}});
    };
    if (table.columns.empty() && table.problems.empty())
        report("empty_file", bytesThere ? "the file holds nothing but empty lines" : "the file is empty");
    else if (!anyRecord && !table.columns.empty())
        report("no_records", "the file holds a header and no records");
}

} // namespace

Table parseCsv(std::string_view bytes, const std::filesystem::path& name, const DialectChoice& choice, const Progress& progress,
    std::stop_token stop)
{
    const std::string shownName = inQuotes(name.filename().string());
    refuseForeignFormats(bytes, shownName);
    if (choice.delimiter && std::string_view("\"\r\n\0", 4).find(*choice.delimiter) != std::string_view::npos)
        throw Error(
            "A quote, a line end or NUL cannot separate fields.", "Choose a comma, a semicolon, a tab or a bar as delimiter.");

    Table table;
    table.file = name;
    table.dialect = sniffDialect(bytes, choice);
    const std::size_t total = bytes.size();
    const std::size_t skipped = table.dialect.byteOrderMark ? kByteOrderMarkSize : 0;
    bytes.remove_prefix(skipped);

    RecordReader reader(bytes, table.dialect.delimiter, table.dialect.quoting);
    Record record;
    bool anyRecord = false;
    std::size_t nextReport = 0;
    while (reader.next(record)) {
        if (reader.position() >= nextReport) {
            throwIfStopped(stop, name);
            if (progress)
                progress(skipped + reader.position(), total);
            nextReport = reader.position() + kBlock;
        }
        if (table.columns.empty() && table.dialect.header) {
            if (!takeHeader(table, record, reader))
                break;
            continue;
        }
        anyRecord = true;
        auto problem = problemOfBytes(record, reader);
        if (!problem && table.columns.empty()) {
            for (std::size_t i = 0; i < record.fields.size(); ++i)
                table.columns.push_back(std::to_string(i));
        } else if (!problem) {
            problem = problemOfFields(record, table.columns.size());
        }
        if (problem) {
            problem->raw = readableExcerpt(record.raw, kRawLimit);
            table.problems.push_back(std::move(*problem));
        } else {
            table.rows.push_back({record.line, std::move(record.fields)});
        }
    }
    reportWhatIsMissing(table, anyRecord, total > skipped);
    if (progress)
        progress(total, total);
    return table;
}

Table readCsv(const std::filesystem::path& file, const DialectChoice& choice, const Progress& progress, std::stop_token stop)
{
    const std::string bytes = readBytes(file, stop);
    return parseCsv(bytes, file, choice, progress, stop);
}

} // namespace attune::core
