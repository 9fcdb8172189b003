#include "core/data/dialect.h"

#include "core/data/csv.h"
#include "core/data/record_reader.h"
#include "core/data/values.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace attune::core {

namespace {

constexpr std::size_t kSampleBytes = 256 * 1024;
constexpr std::size_t kSampleRecords = 1000;

/// Tried in this order; on a tie the earlier wins: commas are frequent in prose, tabs are not.
constexpr char kDelimiters[] = {'\t', ';', '|', ','};

using Records = std::vector<std::vector<std::string>>;

Records sampleRecords(std::string_view bytes, char delimiter, char quote)
{
    const std::string_view sample = bytes.substr(0, kSampleBytes);
    RecordReader reader(sample, delimiter, quote);
    Records records;
    Record record;
    while (records.size() < kSampleRecords && reader.next(record))
        records.push_back(record.texts());
    // The sample's edge may have cut its last record.
    if (sample.size() < bytes.size() && reader.position() == sample.size() && records.size() > 1)
        records.pop_back();
    return records;
}

/// Share of the records that have as many fields as the first one; 0 where that has a single field.
double agreement(const Records& records)
{
    if (records.empty() || records.front().size() < 2)
        return 0;
    const auto agreeing = std::count_if(
        records.begin(), records.end(), [&](const auto& record) { return record.size() == records.front().size(); });
    return static_cast<double>(agreeing) / static_cast<double>(records.size());
}

/// Records of a text's beginning that have as many fields as its first one.
std::size_t agreeingRecords(std::string_view beginning, char delimiter, char quote)
{
    RecordReader reader(beginning, delimiter, quote);
    Record record;
    std::size_t width = 0, agreeing = 0;
    while (reader.next(record)) {
        if (width == 0)
            width = record.fields.size();
        agreeing += record.fields.size() == width && !record.unterminated;
    }
    return width > 1 ? agreeing : 0;
}

/// A text's first records with single quotes read as quotes.
struct SingleQuotes {
    std::size_t records = 0;
    std::size_t quoted = 0;  ///< with a field in single quotes
    std::size_t doubled = 0; ///< with a field that begins with a double quote instead
    std::size_t end = 0;     ///< where they end
    bool close = false;      ///< there are such fields, and nearly all close
};

SingleQuotes singleQuotesIn(std::string_view bytes, char delimiter)
{
    const std::string_view sample = bytes.substr(0, kSampleBytes);
    QuoteCount quotes(delimiter, '\'');
    quotes.take(sample);
    SingleQuotes found;
    found.close = quotes.begins() && quotes.close();
    RecordReader reader(sample, delimiter, '\'');
    Record record;
    while (found.close && found.records < kSampleRecords && reader.next(record)) {
        ++found.records;
        found.quoted += record.quotedFields > 0;
        found.doubled += std::any_of(record.fields.begin(), record.fields.end(), [&](const Record::Place& place) {
            return place.inRaw && place.length > 0 && record.raw[place.offset] == '"' && (place.offset == 0 || record.raw[place.offset - 1] == delimiter);
        });
        found.end = reader.position();
    }
    return found;
}

/// An apostrophe opens words, too: it is a quote only where most records have one around a field, or where it makes the records agree.
bool singleQuotesSuggested(std::string_view bytes, char delimiter)
{
    const SingleQuotes found = singleQuotesIn(bytes, delimiter);
    return found.close
        && (found.quoted * 2 >= found.records
            || agreement(sampleRecords(bytes, delimiter, '\'')) > agreement(sampleRecords(bytes, delimiter, kNoQuote)));
}

/// Whether most records have fields in single quotes and hardly any has one in double quotes: a double quote is a sign in a text then.
bool singleQuotesPrevail(std::string_view bytes, char delimiter)
{
    const SingleQuotes found = singleQuotesIn(bytes, delimiter);
    if (!found.close || found.quoted * 2 <= found.records || found.doubled * 10 > found.quoted)
        return false;
    const std::string_view beginning = bytes.substr(0, found.end);
    return agreeingRecords(beginning, delimiter, '\'') >= agreeingRecords(beginning, delimiter, '"');
}

/// Files with commas and semicolons quote by RFC 4180. Files with tabs, bars and @ mostly know no quotes, and one at the start of a text
/// would then swallow rows: there they are believed only where nearly all close at the end of their field.
bool usuallyQuoted(char delimiter)
{
    return delimiter == ',' || delimiter == ';';
}

char suggestedQuote(const QuoteCount& quotes, std::string_view beginning, char delimiter)
{
    if (!quotes.begins())
        return singleQuotesSuggested(beginning, delimiter) ? '\'' : kNoQuote;
    if (singleQuotesPrevail(beginning, delimiter))
        return '\'';
    return usuallyQuoted(delimiter) || quotes.close() ? '"' : kNoQuote;
}

/// Whether a text whose double quotes do not close is better read without any: more of its first records agree then, or these have none.
bool strayQuotes(std::string_view beginning, char delimiter)
{
    constexpr std::size_t kTelling = 10; // fewer records say little
    const std::string_view sample = beginning.substr(0, kSampleBytes);
    RecordReader reader(sample, delimiter, kNoQuote);
    Record record;
    std::size_t records = 0;
    while (records < kSampleRecords && reader.next(record))
        ++records;
    const std::string_view looked = sample.substr(0, reader.position());
    const std::size_t agreeing = agreeingRecords(looked, delimiter, kNoQuote);
    if (records < kTelling || agreeing * 10 < records * 9)
        return false;
    QuoteCount quotes(delimiter, '"');
    quotes.take(looked);
    return !quotes.begins() || agreeing > agreeingRecords(looked, delimiter, '"');
}

/// The quote where a text's beginning tells it, whatever follows.
std::optional<char> quoteOfBeginning(std::string_view beginning, char delimiter)
{
    if (singleQuotesPrevail(beginning, delimiter))
        return '\'';
    QuoteCount quotes(delimiter, '"');
    quotes.take(beginning.substr(0, kSampleBytes));
    return usuallyQuoted(delimiter) && quotes.begins() && quotes.close() ? std::optional('"') : std::nullopt;
}

char suggestedQuote(std::string_view bytes, char delimiter)
{
    QuoteCount quotes(delimiter, '"');
    quotes.take(bytes);
    return suggestedQuote(quotes, bytes, delimiter);
}

double agreement(std::string_view bytes, char delimiter, const DialectChoice& choice)
{
    return agreement(sampleRecords(bytes, delimiter, choice.quote.value_or(suggestedQuote(bytes.substr(0, kSampleBytes), delimiter))));
}

std::size_t wordCount(std::string_view value)
{
    std::size_t words = 0;
    for (value = trimmed(value); !value.empty(); ++words)
        value = trimmed(value.substr(std::min(value.find(' '), value.size())));
    return words;
}

/// Whether nearly all records are a text and a label, one word of letters and digits.
bool textsWithOneWord(const Records& records)
{
    if (agreement(records) <= 0.9 || records.front().size() != 2)
        return false;
    return std::all_of(records.begin(), records.end(), [](const auto& record) {
        const std::string& label = record.back();
        return record.size() != 2
            || (!label.empty() && label.size() <= 20 && label.find_first_of(" \t.@,;:/") == std::string::npos);
    });
}

/// Whether one column holds few values, none of them the end of an address; behind a blank an @ begins a name.
bool hasClasses(const Records& records)
{
    for (const auto& record : records)
        if (std::any_of(record.begin(), record.end() - 1, [](const std::string& field) { return field.ends_with(' '); }))
            return false;
    for (std::size_t column = 0; column < records.front().size(); ++column) {
        std::set<std::string_view> values;
        bool isClass = records.size() >= 8;
        for (const auto& record : records) {
            const std::string& value = record[column];
            isClass = isClass && !value.empty() && value.size() <= 20 && value.find('.') == std::string::npos && trimmed(value) == value;
            values.insert(value);
        }
        if (isClass && values.size() >= 2 && values.size() * 4 <= records.size())
            return true;
    }
    return false;
}

/// Whether all records agree, and a header or few values in a column say that they are records.
bool recordsWithColumns(const Records& records)
{
    if (records.size() < 3 || agreement(records) < 1)
        return false;
    const auto& first = records.front();
    const bool header = std::any_of(first.begin(), first.end(), isCommonColumnName)
        && std::all_of(first.begin(), first.end(), [](const std::string& name) { return !name.empty() && trimmed(name) == name && wordCount(name) <= 4; });
    return header || hasClasses(records);
}

/// An @ stands in addresses and names, too: it separates a text from one word, or records that all have the same columns.
bool atSuggested(std::string_view bytes, const DialectChoice& choice, double otherAgreement)
{
    const Records plain = sampleRecords(bytes, '@', choice.quote.value_or(kNoQuote));
    if (agreement(plain) > otherAgreement && textsWithOneWord(plain))
        return true;
    return otherAgreement < 1 && recordsWithColumns(sampleRecords(bytes, '@', choice.quote.value_or(suggestedQuote(bytes.substr(0, kSampleBytes), '@'))));
}

char suggestedDelimiter(std::string_view bytes, const DialectChoice& choice)
{
    char best = ',';
    double bestAgreement = 0;
    for (const char delimiter : kDelimiters) {
        if (delimiter == choice.quote)
            continue;
        const double share = agreement(bytes, delimiter, choice);
        if (share > bestAgreement) {
            best = delimiter;
            bestAgreement = share;
        }
    }
    return choice.quote != '@' && atSuggested(bytes, choice, bestAgreement) ? '@' : best;
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

std::optional<SeparatorLine> separatorLine(std::string_view text)
{
    const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
    std::size_t size = line.size();
    if (size < text.size())
        size += text.substr(size).starts_with("\r\n") ? 2 : 1;
    if (line.size() != 5 || lowerCase(line.substr(0, 4)) != "sep=")
        return std::nullopt;
    const char delimiter = line.back();
    const bool separates = delimiter == '\t' || (delimiter >= ' ' && delimiter < 0x7F && delimiter != '"' && !std::isalnum(static_cast<unsigned char>(delimiter)));
    return separates ? std::optional(SeparatorLine{delimiter, size}) : std::nullopt;
}

void QuoteCount::take(std::string_view block)
{
    std::size_t at = 0;
    while (at < block.size()) {
        if (m_place == Place::Closing) {
            const char c = block[at];
            m_place = c == m_quote ? Place::Inside : Place::Outside;
            m_broken += c != m_quote && !endsField(c);
            at += c == m_quote;
            continue;
        }
        at = block.find(m_quote, at);
        if (at == std::string_view::npos)
            break;
        if (m_place == Place::Inside) {
            m_place = Place::Closing;
        } else if (endsField(at > 0 ? block[at - 1] : m_before)) {
            ++m_quoted;
            m_place = Place::Inside;
        }
        ++at;
    }
    if (!block.empty())
        m_before = block.back();
}

bool QuoteCount::close() const
{
    return (m_broken + (m_place == Place::Inside ? 1 : 0)) * 10 < m_quoted;
}

DialectSniffer::DialectSniffer(std::string_view beginning, const DialectChoice& choice)
    : m_choice(choice)
    , m_skipped(0)
    , m_delimiter(',')
    , m_quotes(',', '"')
{
    if (const auto line = separatorLine(beginning)) {
        m_skipped = line->size;
        if (!m_choice.delimiter)
            m_choice.delimiter = line->delimiter;
    }
    m_beginning = beginning.substr(m_skipped, kSampleBytes + 1); // the byte more says that the text goes on
    m_delimiter = m_choice.delimiter ? *m_choice.delimiter : suggestedDelimiter(m_beginning, m_choice);
    m_quotes = QuoteCount(m_delimiter, '"');
    m_quote = m_choice.quote ? m_choice.quote : quoteOfBeginning(m_beginning, m_delimiter);
}

void DialectSniffer::take(std::string_view block)
{
    const std::size_t skipped = std::min(m_skipped, block.size());
    m_skipped -= skipped;
    block.remove_prefix(skipped);
    for (; !block.empty() && !settled(); block.remove_prefix(std::min(kSampleBytes, block.size())))
        m_quotes.take(block.substr(0, kSampleBytes));
}

bool DialectSniffer::settled() const
{
    return m_quote.has_value();
}

Dialect DialectSniffer::dialect() const
{
    Dialect dialect;
    dialect.delimiter = m_delimiter;
    dialect.quote = m_quote ? *m_quote : suggestedQuote(m_quotes, m_beginning, m_delimiter);
    if (!m_quote && dialect.quote == '"' && !m_quotes.close() && strayQuotes(m_beginning, m_delimiter))
        dialect.quote = kNoQuote;
    dialect.header = m_choice.header ? *m_choice.header : headerSuggested(sampleRecords(m_beginning, m_delimiter, dialect.quote));
    return dialect;
}

Dialect sniffDialect(std::string_view text, const DialectChoice& choice)
{
    DialectSniffer sniffer(text, choice);
    sniffer.take(text);
    return sniffer.dialect();
}

} // namespace attune::core
