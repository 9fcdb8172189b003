#include "core/data/json_chunk.h"

#include "core/data/csv_parser.h"
#include "core/data/json_lines.h"
#include "core/data/values.h"
#include "core/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <deque>
#include <limits>
#include <unordered_map>

namespace attune::core {

namespace {

using Json = nlohmann::json;

/// Cuts a line that is known to be a JSON object into keys and values, without making a tree of it.
class ObjectCutter {
public:
    explicit ObjectCutter(std::string_view object) : m_text(object) { m_at = m_text.find('{') + 1; }

    /// The next key and value as they stand; false at the end.
    bool next(std::string_view& key, std::string_view& value)
    {
        skipTo("\"}");
        if (m_text[m_at] == '}')
            return false;
        key = string();
        m_at = m_text.find_first_not_of(" \t", m_text.find(':', m_at) + 1);
        value = m_text[m_at] == '"' ? string() : other();
        return true;
    }

private:
    void skipTo(std::string_view characters) { m_at = m_text.find_first_of(characters, m_at); }

    /// With its quotes.
    std::string_view string()
    {
        const std::size_t begin = m_at++;
        for (skipTo("\"\\"); m_text[m_at] == '\\'; skipTo("\"\\"))
            m_at += 2;
        return m_text.substr(begin, ++m_at - begin);
    }

    /// A number, a word, or an array or object with all that is in it.
    std::string_view other()
    {
        const std::size_t begin = m_at;
        std::size_t depth = 0;
        for (;; ++m_at) {
            const char c = m_text[m_at];
            if (c == '"') {
                string();
                --m_at;
            } else if (c == '[' || c == '{') {
                ++depth;
            } else if (depth > 0 && (c == ']' || c == '}')) {
                --depth;
            } else if (depth == 0 && (c == ',' || c == '}')) {
                break;
            }
        }
        return trimmed(m_text.substr(begin, m_at - begin));
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

class JsonChunkReader {
public:
    JsonChunkReader(const DecodedText& text, const std::filesystem::path& file) : m_text(text), m_file(file) {}

    void take(std::string_view line, std::size_t number)
    {
        if (trimmed(line).empty())
            return;
        auto problem = problemOfBytes(line, number, m_text);
        if (!problem)
            problem = cut(line, number);
        if (problem) {
            problem->raw = rawExcerpt(line);
            m_chunk.problems.push_back(std::move(*problem));
        }
    }

    JsonChunk finish(std::size_t lines)
    {
        m_chunk.lines = lines;
        return std::move(m_chunk);
    }

private:
    std::optional<RowProblem> cut(std::string_view line, std::size_t number)
    {
        const auto bad = [&](std::string reason) { return RowProblem{number, "bad_json", std::move(reason), {}}; };
        if (line.size() > std::numeric_limits<std::uint32_t>::max())
            return RowProblem{number, "too_long", "the record has " + std::to_string(line.size()) + " bytes", {}};
        if (!trimmed(line).starts_with('{'))
            return bad("the line is no JSON object");
        if (!Json::accept(line))
            return bad("the line is not well-formed JSON");
        m_values.assign(m_chunk.columns.size(), {});
        m_seen.assign(m_chunk.columns.size(), false);
        ObjectCutter cutter(line);
        std::string_view key, value;
        m_own.clear();
        while (cutter.next(key, value)) {
            const bool plainKey = key.find('\\') == std::string_view::npos;
            const std::size_t column = columnOf(plainKey ? std::string(key.substr(1, key.size() - 2)) : Json::parse(key).get<std::string>());
            if (m_seen[column])
                return bad("the key " + inQuotes(m_chunk.columns[column]) + " stands in the line twice");
            m_seen[column] = true;
            if (value == "null")
                continue;
            if (value.front() != '"') {
                m_values[column] = value;
            } else if (value.find('\\') == std::string_view::npos) {
                m_values[column] = value.substr(1, value.size() - 2);
            } else {
                m_own.push_back(Json::parse(value).get<std::string>());
                m_values[column] = m_own.back();
                if (m_values[column].find('\0') != std::string_view::npos)
                    return RowProblem{number, "nul_byte", "a NUL character in " + inQuotes(m_chunk.columns[column]), {}};
            }
        }
        keep(line, number);
        return std::nullopt;
    }

    void keep(std::string_view line, std::size_t number)
    {
        const char* base = line.data();
        if (!m_own.empty()) {
            std::size_t size = 0;
            for (const std::string_view value : m_values)
                size += value.size();
            if (!m_chunk.arena)
                m_chunk.arena = std::make_shared<Arena>();
            char* place = m_chunk.arena->allocate(size);
            base = place;
            for (std::string_view& value : m_values) {
                std::copy(value.begin(), value.end(), place);
                value = {place, value.size()};
                place += value.size();
            }
        }
        for (const std::string_view value : m_values)
            m_chunk.fields.push_back(value.empty() ? FieldPlace{}
                                             : FieldPlace{static_cast<std::uint32_t>(value.data() - base), static_cast<std::uint32_t>(value.size())});
        m_chunk.records.push_back({{base, number}, m_values.size()});
    }

    std::size_t columnOf(const std::string& key)
    {
        const auto [known, isNew] = m_columns.try_emplace(key, m_columns.size());
        if (isNew) {
            m_chunk.columns.push_back(key);
            checkJsonColumns(m_chunk.columns, m_file);
            m_values.emplace_back();
            m_seen.push_back(false);
        }
        return known->second;
    }

    const DecodedText& m_text;
    const std::filesystem::path& m_file;
    JsonChunk m_chunk;
    std::unordered_map<std::string, std::size_t> m_columns;
    std::vector<std::string_view> m_values; ///< of the line at hand, by column
    std::vector<bool> m_seen;
    std::deque<std::string> m_own; ///< values that are not as they stand in the line
};

/// A lone CR ends a line as well: none can stand in a string of JSON.
void takeLines(std::string_view text, JsonChunkReader& reader, std::size_t& lines)
{
    for (std::size_t end = text.find('\r'); end != std::string_view::npos; end = text.find('\r')) {
        reader.take(text.substr(0, end), ++lines);
        text.remove_prefix(end + 1);
    }
    reader.take(text, ++lines);
}

} // namespace

JsonChunk readJsonChunk(const DecodedText& text, const std::filesystem::path& file, std::size_t begin, std::size_t end)
{
    const std::string_view bytes = text.bytes.view.substr(0, end);
    JsonChunkReader reader(text, file);
    std::size_t lines = 0;
    for (std::size_t position = begin; position < bytes.size();) {
        const std::size_t lineEnd = std::min(bytes.find('\n', position), bytes.size());
        const std::string_view line = bytes.substr(position, lineEnd - position);
        takeLines(line.substr(0, line.size() - line.ends_with('\r')), reader, lines);
        position = lineEnd + 1;
    }
    return reader.finish(lines);
}

void checkJsonColumns(const std::vector<std::string>& columns, const std::filesystem::path& file)
{
    if (columns.size() > kMostJsonKeys)
        throw Error(inQuotes(file.filename().string()) + " has more than " + std::to_string(kMostJsonKeys)
                + " different keys, so its lines are no rows of a table.",
            "Choose a file whose lines have the same keys.");
}

} // namespace attune::core
