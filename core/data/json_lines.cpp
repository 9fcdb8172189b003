#include "core/data/json_lines.h"

#include "core/data/json_chunk.h"
#include "core/data/ordered_parts.h"
#include "core/data/values.h"

#include <algorithm>
#include <thread>
#include <unordered_map>

namespace attune::core {

namespace {

/// Where parts of about `size` bytes begin, and the end: each at the beginning of a line.
std::vector<std::size_t> partsOf(std::string_view bytes, std::size_t size)
{
    std::vector<std::size_t> begins{0};
    while (begins.back() < bytes.size()) {
        std::size_t at = bytes.find_first_of("\r\n", std::min(begins.back() + size, bytes.size()) - 1);
        if (at != std::string_view::npos && bytes.substr(at).starts_with("\r\n"))
            ++at;
        begins.push_back(at == std::string_view::npos ? bytes.size() : at + 1);
    }
    return begins;
}

/// Takes what was read into the table, part by part; rows are made at the end, when all columns are known.
class JsonTableFiller {
public:
    explicit JsonTableFiller(Table& table) : m_table(table) {}

    void take(JsonChunk chunk)
    {
        std::vector<std::size_t> places;
        for (const std::string& column : chunk.columns) {
            const auto [known, isNew] = m_columns.try_emplace(column, m_columns.size());
            if (isNew)
                m_table.columns.push_back(column);
            places.push_back(known->second);
        }
        checkJsonColumns(m_table.columns, m_table.file);
        for (JsonChunk::Record& record : chunk.records)
            record.place.line += m_lines;
        for (RowProblem& problem : chunk.problems) {
            problem.line += m_lines;
            m_table.problems.push_back(std::move(problem));
        }
        chunk.problems.clear();
        m_lines += chunk.lines;
        m_rows += chunk.records.size();
        m_chunks.emplace_back(std::move(chunk), std::move(places));
    }

    void finish(const SharedBytes& bytes)
    {
        m_table.rows = Rows(m_table.columns.size());
        m_table.rows.keep(bytes.owner);
        m_table.rows.reserve(m_rows);
        std::vector<FieldPlace> fields;
        for (auto& [chunk, places] : m_chunks) {
            auto field = chunk.fields.begin();
            for (const JsonChunk::Record& record : chunk.records) {
                fields.assign(m_table.columns.size(), {});
                for (std::size_t i = 0; i < record.columns; ++i)
                    fields[places[i]] = *field++;
                m_table.rows.append(record.place, fields);
            }
            m_table.rows.keep(chunk.arena);
            chunk = {};
        }
    }

private:
    Table& m_table;
    std::unordered_map<std::string, std::size_t> m_columns;
    std::vector<std::pair<JsonChunk, std::vector<std::size_t>>> m_chunks; ///< with the places of their columns among all
    std::size_t m_lines = 0;
    std::size_t m_rows = 0;
};

} // namespace

bool looksLikeJsonLines(std::string_view text)
{
    const std::string_view beginning = trimmed(text.substr(0, 4096));
    if (!beginning.starts_with('{'))
        return false;
    const std::string_view rest = trimmed(beginning.substr(1));
    return rest.starts_with('"') || rest.starts_with('}');
}

Table parseJsonLines(
    const DecodedText& text, const std::filesystem::path& name, const Progress& progress, std::stop_token stop, const ParseLimits& limits)
{
    const std::string_view bytes = text.bytes.view;
    Table table;
    table.file = name;
    table.dialect = {',', true, kNoQuote, text.encoding, TableForm::JsonLines};
    JsonTableFiller filler(table);
    const std::vector<std::size_t> begins = partsOf(bytes, limits.chunk);
    const auto look = [&](std::size_t part) {
        throwIfStopped(stop, name);
        if (progress)
            progress(begins[part], bytes.size());
    };
    const std::size_t parts = begins.size() - 1;
    const auto read = [&](std::size_t part) { return readJsonChunk(text, name, begins[part], begins[part + 1]); };
    const unsigned threads = limits.threads ? limits.threads : std::max(1u, std::thread::hardware_concurrency());
    if (threads == 1 || parts <= 2) {
        for (std::size_t part = 0; part < parts; ++part) {
            look(part);
            filler.take(read(part));
        }
    } else {
        OrderedParts<JsonChunk> chunks(parts, threads, read);
        for (std::size_t part = 0; part < parts; ++part) {
            look(part);
            filler.take(chunks.take());
        }
    }
    filler.finish(text.bytes);
    if (table.rows.empty() && table.problems.empty())
        reportOfFile(table, "empty_file", bytes.empty() ? "the file is empty" : "the file holds nothing but empty lines", "nothing to read");
    if (progress)
        progress(bytes.size(), bytes.size());
    return table;
}

} // namespace attune::core
