#pragma once

#include "core/data/file_bytes.h"
#include "core/data/table.h"
#include "core/progress.h"

namespace attune::core {

/// Reads labelled texts of whatever shape: a delimited file (see readCsv), JSON Lines, or a folder with a folder of texts for each class. What
/// `choice` says of delimiter, quotes or header makes it a delimited file. Throws Error as readCsv does.
Table readTable(const std::filesystem::path& path, const DialectChoice& choice = {}, const Progress& progress = {}, std::stop_token stop = {});

/// The same over bytes in memory, which the table shares; `name` stands in messages.
Table parseTable(SharedBytes bytes, const std::filesystem::path& name, const DialectChoice& choice = {}, const Progress& progress = {},
    std::stop_token stop = {});

} // namespace attune::core
