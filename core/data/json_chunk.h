#pragma once

#include "core/data/arena.h"
#include "core/data/encoding.h"
#include "core/data/table.h"

namespace attune::core {

/// What some lines of a text in JSON Lines hold. Lines count from 1 at the first of them.
struct JsonChunk {
    struct Record {
        Rows::Place place;
        std::size_t columns; ///< known when it was read, and fields that it has
    };

    std::size_t lines = 0;
    std::vector<std::string> columns; ///< keys, in the order in which they are first seen
    std::vector<Record> records;
    std::vector<FieldPlace> fields;   ///< of the records, one after the other
    std::vector<RowProblem> problems;
    std::shared_ptr<Arena> arena;     ///< of fields that are not as they stand in the file
};

/// The lines from `begin`, where one begins, to `end`, where another one does or the text ends. `file` stands in messages.
JsonChunk readJsonChunk(const DecodedText& text, const std::filesystem::path& file, std::size_t begin, std::size_t end);

/// Throws the Error that says that there are too many keys for a table, if there are.
void checkJsonColumns(const std::vector<std::string>& columns, const std::filesystem::path& file);

} // namespace attune::core
