#pragma once

#include "core/data/dataset.h"

#include <memory>
#include <vector>

namespace attune::ui {

/// The rows and problems of a table in file order, without a copy of either: what the preview shows at a position. Immutable, and
/// made away from the GUI thread.
class Preview {
public:
    struct Problem {
        const core::RowProblem* problem = nullptr;
        std::size_t position = 0; ///< in the preview
        bool kept = false;        ///< its row is used all the same
    };

    /// `dataset` adds the rows that became no example (empty text, empty label); absent when the table could not be made into
    /// one.
    Preview(std::shared_ptr<const core::Table> table, std::shared_ptr<const core::Dataset> dataset);

    const core::Table& table() const { return *m_table; }
    std::size_t size() const { return m_table->rows.size() + m_apart.size(); }
    core::TableEntry at(std::size_t position) const; ///< both row and problem are set where a readable row became no example
    const std::vector<Problem>& problems() const { return m_problems; } ///< in file order
    std::size_t usable() const; ///< rows that became examples
    std::size_t leftOutByChoice() const { return m_leftOutByChoice; } ///< rows whose label the user does without: no problem
    std::optional<std::size_t> positionOfLine(std::size_t line) const; ///< of the row that begins on this line of the file

private:
    void addRemarks();

    std::shared_ptr<const core::Table> m_table;
    std::shared_ptr<const core::Dataset> m_dataset;
    std::vector<std::size_t> m_apart; ///< positions of the table's problems, which are no rows
    std::vector<core::RowProblem> m_remarks; ///< on rows that are used
    std::vector<Problem> m_problems;
    std::size_t m_leftOutByChoice = 0;
};

} // namespace attune::ui
