#pragma once

#include "core/data/labels.h"
#include "core/data/shared_text.h"
#include "core/data/table.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attune::core {

/// One labelled text, or pair of texts.
struct Example {
    SharedText text;
    int label = 0;        ///< index into Dataset::labels
    std::size_t line = 0; ///< where the record starts in its file
    std::optional<SharedText> textPair = {}; ///< the second text, where pairs are classified
};

/// Labelled examples and the meaning of their labels.
struct Dataset {
    std::filesystem::path file;
    std::vector<Example> examples;
    std::vector<std::string> labels;  ///< index = class; in the order that orderLabels proposes, or as the LabelMap says
    std::vector<RowProblem> problems; ///< rows of the table that became no example (empty text, empty label)

    /// How many examples each class has, by index.
    std::vector<std::size_t> labelCounts() const;
};

/// Examples to learn from, to check with while learning, and to test with at the end; all carry the same labels.
struct DataSplit {
    Dataset train;
    Dataset validation;
    std::vector<std::string> notes; ///< whole sentences for the user, e.g. about a class with a single row
    Dataset test = {};              ///< without examples where there is none
};

/// A guess from names and contents: text = long and varied, label = few values; a column called `split` most of whose values
/// name a part becomes `split`; two columns whose names make a pair (sentence1 and sentence2, premise and hypothesis ...) become text and
/// textPair. `split`, where given, is taken for nothing else. Throws Error when the table has fewer than two columns or no rows.
ColumnRoles guessColumns(const Table& table, std::optional<std::size_t> split = {});

/// Columns by header name or 0-based index; those that are empty are guessed.
struct ColumnNames {
    std::string text = {}, textPair = {}, label = {}, split = {};
};

/// The columns that are named, and a guess for the others; a text that is named has no second one but a named one. Throws Error where a name is
/// none, or one column would have two parts.
ColumnRoles rolesNamed(const Table& table, const ColumnNames& names);

/// Turns rows into examples. Empty texts and labels become problems, as do rows whose label `map` leaves out. Throws Error with fewer than two
/// classes, with more than `kMaxLabels`, or with no example at all; the sentence names the column and the way out.
Dataset makeDataset(const Table& table, const ColumnRoles& roles, const LabelMap& map = {});
inline constexpr std::size_t kMaxLabels = 200;

/// The same with the class list given (validation files, test files, trained models). Rows whose label, by the name that `map` gives it, is not
/// in `labels` become problems of kind unknown_label; throws Error when no row is left.
Dataset makeDataset(const Table& table, const ColumnRoles& roles, const std::vector<std::string>& labels, const LabelMap& map = {});

/// What a random split goes by.
enum class SplitOrder {
    File,    ///< the rows' places in the file
    Content, ///< the texts alone: the same rows in another order are split alike
};

/// Stratified random split: `validationShare` (0 < share < 1) of every class goes to validation, at least one text of each
/// class that has two or more, never the only text of a class (said in notes). Equal texts stay together, whatever their labels. Same seed,
/// same split on every machine. Throws Error naming `validation_split` when the share leaves either side empty.
DataSplit splitStratified(const Dataset& dataset, double validationShare, std::uint64_t seed, SplitOrder order = SplitOrder::File);

/// How rows are divided by their own column.
struct ColumnSplitOptions {
    double validationShare = 0.1; ///< of the rows marked train, where none is marked validation but some are marked test
    std::uint64_t seed = 42;
    SplitOrder order = SplitOrder::File;
    LabelMap labels = {};
};

/// Split by the table's own column (roles.split must be set): rows marked train / training learn, rows marked
/// validation / valid / val / dev check, rows marked test test. Where none is marked validation but some are marked test, a share of the
/// rows to learn from is held back, as splitStratified does. Rows whose value means none of these, or nothing, are problems of kind no_part in
/// `train`, and said in notes.
/// Throws Error that names the column and the row when most values mean none of these, or a side is empty.
DataSplit splitByColumn(const Table& table, const ColumnRoles& roles, const ColumnSplitOptions& options = {});

} // namespace attune::core
