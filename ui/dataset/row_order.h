#pragma once

#include "ui/dataset/preview.h"

#include <QString>

#include <stop_token>

namespace attune::ui {

/// Which rows the preview shows, and in which order.
struct RowQuery {
    enum class Only {
        All,
        Repeated, ///< rows whose text stands in another one, too; copies below one another
        Conflicting, ///< of these: texts with more than one label
        Shared, ///< texts that are both learned from and checked or tested with, by the split column
    };
    Only only = Only::All;
    QString search; ///< in any field, in any case
    int sortedBy = -1; ///< a column of the preview: 0 = line, the table's columns from 1; -1: as they stand in the file
    bool descending = false;

    bool plain() const { return only == Only::All && search.isEmpty() && sortedBy < 0; }
    bool narrow() const { return only != Only::All || !search.isEmpty(); }
    bool operator==(const RowQuery&) const = default;
};

/// Positions in a Preview.
using RowPositions = std::vector<std::uint32_t>;

/// What a query is asked about. `dataset` and `roles` are needed for rows that repeat.
struct RowSource {
    std::shared_ptr<const Preview> preview;
    std::shared_ptr<const core::Dataset> dataset;
    std::optional<core::ColumnRoles> roles;
    core::LabelMap labels; ///< by whose names the label column is sorted
};

/// Numbers are sorted by their value, all else as text in any case; empty fields and rows with problems come last. Throws Error
/// when stopped.
RowPositions arranged(const RowSource& source, const RowQuery& query, std::stop_token stop);

} // namespace attune::ui
