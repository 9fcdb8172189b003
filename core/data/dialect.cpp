#include "core/data/csv.h"
#include "core/data/record_reader.h"
#include "core/data/values.h"

#include <algorithm>
#include <set>

namespace attune::core {

namespace {

constexpr std::size_t kSampleBytes = 256 * 1024;
constexpr std::size_t kSampleRecords = 1000;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Tried in this order; on a tie the earlier wins: commas are frequent in prose, tabs are not.
constexpr char kDelimiters[] = {'\t', ';', '|', ','};

std::vector<std::vector<std::string>> sampleRecords(std::string_view bytes, char delimiter, bool quoting)
{
    const std::string_view sample = bytes.substr(0, kSampleBytes);
    RecordReader reader(sample, delimiter, quoting);
    std::vector<std::vector<std::string>> records;
    Record record;
    while (records.size() < kSampleRecords && reader.next(record))
        records.push_back(std::move(record.fields));
    // The sample's edge may have cut its last record.
    if (sample.size() < bytes.size() && reader.position() == sample.size() && records.size() > 1)
        records.pop_back();
    return records;
}

bool beginsFieldWithQuote(std::string_view bytes, char delimiter)
{
    for (std::size_t at = bytes.find('"'); at != std::string_view::npos; at = bytes.find('"', at + 1))
        if (at == 0 || bytes[at - 1] == delimiter || bytes[at - 1] == '\n' || bytes[at - 1] == '\r')
            return true;
    return false;
}

/// Files with commas and semicolons quote by RFC 4180. Files with tabs and bars mostly know no quoting, and a quote at the
/// start of a text would then swallow rows: quoting is assumed only where nearly all quotes close at the end of their field.
bool quotingSuggested(std::string_view bytes, char delimiter)
{
    if (delimiter == ',' || delimiter == ';')
        return true;
    if (!beginsFieldWithQuote(bytes, delimiter))
        return false;
    RecordReader reader(bytes, delimiter, true);
    Record record;
    std::size_t quotedFields = 0;
    std::size_t broken = 0;
    while (reader.next(record)) {
        quotedFields += record.quotedFields;
        broken += record.brokenQuotes;
    }
    return broken * 10 < quotedFields;
}

/// Share of the records that have as many fields as the first one; 0 where that has a single field.
double agreement(std::string_view bytes, char delimiter, const DialectChoice& choice)
{
    const bool quoting = choice.quoting.value_or(quotingSuggested(bytes.substr(0, kSampleBytes), delimiter));
    const auto records = sampleRecords(bytes, delimiter, quoting);
    if (records.empty() || records.front().size() < 2)
        return 0;
    const auto agreeing = std::count_if(
        records.begin(), records.end(), [&](const auto& record) { return record.size() == records.front().size(); });
    return static_cast<double>(agreeing) / static_cast<double>(records.size());
}

char suggestedDelimiter(std::string_view bytes, const DialectChoice& choice)
{
    char best = ',';
    double bestAgreement = 0;
    for (const char delimiter : kDelimiters) {
        const double share = agreement(bytes, delimiter, choice);
        if (share > bestAgreement) {
            best = delimiter;
            bestAgreement = share;
        }
    }
    return best;
}

std::size_t wordCount(std::string_view value)
{
    std::size_t words = 0;
    for (value = trimmed(value); !value.empty(); ++words)
        value = trimmed(value.substr(std::min(value.find(' '), value.size())));
    return words;
}

/// The records below the first one that can tell it from them: as wide as it is, and no repetition of it.
std::vector<const std::vector<std::string>*> recordsBelow(const std::vector<std::vector<std::string>>& records)
{
    std::vector<const std::vector<std::string>*> below;
    for (std::size_t row = 1; row < records.size(); ++row)
        if (records[row].size() == records.front().size() && records[row] != records.front())
            below.push_back(&records[row]);
    return below;
}

/// What these records hold in one column.
struct ColumnBelow {
    std::size_t values = 0;
    std::size_t numbers = 0;
    std::set<std::string_view> distinct;
};

ColumnBelow columnBelow(const std::vector<const std::vector<std::string>*>& records, std::size_t column)
{
    ColumnBelow below;
    for (const auto* record : records) {
        const std::string& value = (*record)[column];
        if (value.empty())
            continue;
        ++below.values;
        below.numbers += toNumber(value).has_value();
        below.distinct.insert(value);
    }
    return below;
}

/// Whether the first record names the columns, judged by what it says itself and by how it differs from those below it.
bool headerSuggested(const std::vector<std::vector<std::string>>& records)
{
    if (records.empty())
        return true;
    const auto& first = records.front();
    const bool isShort =
        std::none_of(first.begin(), first.end(), [](const auto& cell) { return cell.size() > 60 || wordCount(cell) > 4; });
    const auto commonNames = isShort ? std::count_if(first.begin(), first.end(), isCommonColumnName) : 0;
    if (commonNames > 1)
        return true;

    const auto others = recordsBelow(records);
    bool hasNumber = false;
    bool numbersBelow = false;
    bool classesBelow = false;
    for (std::size_t column = 0; column < first.size(); ++column) {
        const ColumnBelow below = columnBelow(others, column);
        if (below.distinct.contains(first[column]))
            return false;
        if (toNumber(first[column]))
            hasNumber = true;
        else if (below.values > 0 && below.numbers == below.values)
            numbersBelow = true;
        else if (!first[column].empty() && below.values >= 8 && below.distinct.size() * 4 <= below.values)
            classesBelow = true;
    }
    if (commonNames == 1)
        return true;
    return !hasNumber && (numbersBelow || classesBelow || isShort);
}

} // namespace

Dialect sniffDialect(std::string_view bytes, const DialectChoice& choice)
{
    Dialect dialect;
    dialect.byteOrderMark = bytes.starts_with(kByteOrderMark);
    if (dialect.byteOrderMark)
        bytes.remove_prefix(kByteOrderMark.size());
    dialect.delimiter = choice.delimiter ? *choice.delimiter : suggestedDelimiter(bytes, choice);
    dialect.quoting = choice.quoting ? *choice.quoting : quotingSuggested(bytes, dialect.delimiter);
    dialect.header = choice.header ? *choice.header : headerSuggested(sampleRecords(bytes, dialect.delimiter, dialect.quoting));
    return dialect;
}

} // namespace attune::core
