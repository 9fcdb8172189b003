#pragma once

#include "core/data/dataset.h"
#include "ui/dataset/label_history.h"

#include <optional>
#include <vector>

namespace attune::ui {

/// A column of labels, found again where its file is read with another separator, with or without a header.
struct LabelColumn {
    LabelColumn(const core::Table& table, std::size_t column);
    bool is(const core::Table& table, std::size_t column) const;

    std::string name;
    std::size_t index = 0;
    std::size_t columns = 0; ///< that the table had
};

/// What became of the labels of one column.
struct ColumnLabels {
    LabelColumn column;
    core::LabelMap map;
};

/// Of those, what became of the labels in `column`; nothing where it is none of them.
core::LabelMap labelsOf(const std::vector<ColumnLabels>& edited, const core::Table& table, std::size_t column);

/// What was made of the labels of each column of a file, with its undo: reading the file otherwise, or taking another column for the label, loses
/// none of it.
class KeptLabels {
public:
    std::vector<ColumnLabels> edited(const LabelHistory& history) const; ///< the column that `history` is about comes first

    /// The table is read, or another column is the label: `history` becomes that column's. Without a label column it waits.
    void show(LabelHistory& history, const core::Table& table, std::optional<std::size_t> column, const LabelCounts& counts);

    /// Another file is read: nothing is known of it but `map`, which was restored.
    void begin(LabelHistory& history, const core::Table& table, std::optional<std::size_t> column, const LabelCounts& counts, const core::LabelMap& map);

private:
    struct Kept {
        LabelColumn column;
        LabelHistory::Steps steps;
    };
    std::optional<LabelColumn> m_current; ///< whose labels the history is about
    std::vector<Kept> m_others;
};

} // namespace attune::ui
