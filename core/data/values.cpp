#include "core/data/values.h"

#include "core/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace attune::core {

namespace {

constexpr std::array<std::string_view, 24> kTextWords{"text", "sentence", "review", "content", "comment", "tweet", "message",
    "body", "utterance", "document", "description", "question", "query", "post", "feedback", "article", "headline", "paragraph",
    "statement", "phrase", "reviews", "comments", "texts", "sentences"};

constexpr std::array<std::string_view, 19> kLabelWords{"label", "sentiment", "class", "category", "target", "rating", "stars",
    "polarity", "emotion", "labels", "star", "intent", "topic", "score", "mood", "feeling", "toxic", "toxicity", "stance"};

constexpr std::array<std::string_view, 22> kOtherNames{"id", "index", "idx", "name", "title", "date", "time", "timestamp",
    "split", "group", "user", "author", "url", "source", "language", "lang", "location", "country", "product", "summary",
    "subject", "key"};

/// Blanks beyond ASCII: no-break, Ogham, those of print from U+2000 to U+200B, narrow no-break, mathematical, ideographic, byte order mark.
constexpr std::array<std::string_view, 18> kWideBlanks{"\xC2\xA0", "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81", "\xE2\x80\x82",
    "\xE2\x80\x83", "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89", "\xE2\x80\x8A",
    "\xE2\x80\x8B", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80", "\xEF\xBB\xBF"};

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}
bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}
bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
bool isBeyondAscii(char c)
{
    return static_cast<unsigned char>(c) >= 0x80;
}

template <typename Words> bool contains(const Words& words, std::string_view word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

template <typename Words> double affinity(const Words& known, std::string_view name)
{
    const auto words = nameWords(name);
    if (words.empty())
        return 0;
    if (words.size() == 1 && contains(known, words.front()))
        return 2;
    if (contains(known, words.back()))
        return 1;
    return std::any_of(words.begin(), words.end(), [&](const auto& word) { return contains(known, word); }) ? 0.5 : 0;
}

} // namespace

std::string_view trimmed(std::string_view value)
{
    constexpr std::string_view kBlanks = " \t\r\n\v\f";
    const std::size_t first = value.find_first_not_of(kBlanks);
    if (first == std::string_view::npos)
        return {};
    return value.substr(first, value.find_last_not_of(kBlanks) - first + 1);
}

bool isBlank(std::string_view value)
{
    for (value = trimmed(value); !value.empty(); value = trimmed(value)) {
        if (!isBeyondAscii(value.front()))
            return false;
        const auto blank = std::find_if(kWideBlanks.begin(), kWideBlanks.end(), [&](std::string_view one) { return value.starts_with(one); });
        if (blank == kWideBlanks.end())
            return false;
        value.remove_prefix(blank->size());
    }
    return true;
}

std::string lowerCase(std::string_view value)
{
    std::string small(value);
    for (char& c : small)
        if (isUpper(c))
            c = static_cast<char>(c - 'A' + 'a');
    return small;
}

std::optional<double> toNumber(std::string_view value)
{
    value = trimmed(value);
    if (value.starts_with('+') && !value.starts_with("+-"))
        value.remove_prefix(1);
    double number = 0;
    const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (failure != std::errc() || end != value.data() + value.size() || !std::isfinite(number))
        return std::nullopt;
    return number;
}

std::vector<std::string> nameWords(std::string_view name)
{
    std::vector<std::string> words;
    bool open = false;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        if (!isUpper(c) && !isLower(c) && !isDigit(c) && !isBeyondAscii(c)) {
            open = false;
            continue;
        }
        if (!open || (isUpper(c) && i > 0 && isLower(name[i - 1])))
            words.emplace_back();
        open = true;
        words.back() += isUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return words;
}

double textAffinity(std::string_view name)
{
    return affinity(kTextWords, name);
}

double labelAffinity(std::string_view name)
{
    return affinity(kLabelWords, name);
}

bool isCommonColumnName(std::string_view name)
{
    const std::string word = lowerCase(trimmed(name));
    return contains(kTextWords, word) || contains(kLabelWords, word) || contains(kOtherNames, word);
}

std::string inQuotes(std::string_view value)
{
    constexpr std::size_t kShown = 60;
    std::string shown = readableExcerpt(value, kShown);
    std::replace_if(
        shown.begin(), shown.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    return "“" + shown + (value.size() > kShown ? "…" : "") + "”";
}

std::string listed(const std::vector<std::string>& values, std::size_t limit)
{
    std::string list;
    for (std::size_t i = 0; i < std::min(values.size(), limit); ++i)
        list += (i == 0 ? "" : ", ") + inQuotes(values[i]);
    if (values.size() > limit)
        list += " and " + std::to_string(values.size() - limit) + " more";
    return list;
}

std::string counted(std::size_t count, const std::string& noun)
{
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string columnPhrase(const Table& table, std::size_t column)
{
    return table.dialect.header ? "column " + inQuotes(table.columns.at(column)) : "column " + std::to_string(column);
}

} // namespace attune::core
