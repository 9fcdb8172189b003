#pragma once

#include "core/data/table.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attune::core {

/// Which columns of a table play which part.
struct ColumnRoles {
    std::size_t text = 0;
    std::size_t label = 0;
    std::optional<std::size_t> split; ///< holds train / validation (also: training, dev, valid, val, test) per row
};

/// One labelled text.
struct Example {
    std::string text;
    int label = 0;         ///< index into Dataset::labels
    std::size_t line = 0;  ///< where the record starts in its file
};

/// Labelled examples and the meaning of their labels.
struct Dataset {
    std::filesystem::path file;
    std::vector<Example> examples;
    std::vector<std::string> labels;  ///< index = class; sorted: numerically when all are numbers, else by byte order
    std::vector<RowProblem> problems; ///< rows of the table that became no example (empty text, empty label)

    /// How many examples each class has, by index.
    std::vector<std::size_t> labelCounts() const;
};

/// Examples to learn from and examples to check with; both carry the same labels.
struct DataSplit {
    Dataset train;
    Dataset validation;
    std::vector<std::string> notes; ///< whole sentences for the user, e.g. about a class with a single row
};

/// A guess from names and contents: text = long and varied, label = few values; a column called `split` whose values all
/// name a part becomes `split`. Throws Error when the table has fewer than two columns or no rows.
ColumnRoles guessColumns(const Table& table);

/// Turns rows into examples. Empty texts and labels become problems. Throws Error with fewer than two classes, with more
/// than `kMaxLabels`, or with no example at all; the sentence names the column and the way out.
Dataset makeDataset(const Table& table, const ColumnRoles& roles);
inline constexpr std::size_t kMaxLabels = 200;

/// The same with the class list given (validation files, trained models). Rows whose label is not in `labels` become
/// problems of kind unknown_label; throws Error when no row is left.
Dataset makeDataset(const Table& table, const ColumnRoles& roles, const std::vector<std::string>& labels);

/// Stratified random split: `validationShare` (0 < share < 1) of every class goes to validation, at least one row of each
/// class that has two or more, never the only row of a class (said in notes). Same seed, same split on every machine.
/// Throws Error naming `validation_split` when the share leaves either side empty.
DataSplit splitStratified(const Dataset& dataset, double validationShare, std::uint64_t seed);

/// Split by the table's own column (roles.split must be set): rows marked train / training learn, rows marked
/// validation / valid / val / dev check, rows marked test are left out and counted in a note.
/// Throws Error that names the column and the row when a value means none of these, or a side is empty.
DataSplit splitByColumn(const Table& table, const ColumnRoles& roles);

} // namespace attune::core
