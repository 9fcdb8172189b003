#pragma once

#include "core/data/dataset.h"

namespace attune::core {

/// All rows of a table, or some of them by their places.
class ChosenRows {
public:
    explicit ChosenRows(const Table& table) : m_rows(&table.rows) {}
    ChosenRows(const Table& table, std::vector<std::size_t> places) : m_rows(&table.rows), m_places(std::move(places)) {}

    std::size_t size() const { return m_places ? m_places->size() : m_rows->size(); }
    Row operator[](std::size_t i) const { return (*m_rows)[m_places ? (*m_places)[i] : i]; }
    auto begin() const { return PositionIterator<ChosenRows, Row>(this, 0); }
    auto end() const { return PositionIterator<ChosenRows, Row>(this, size()); }

private:
    const Rows* m_rows;
    std::optional<std::vector<std::size_t>> m_places;
};

/// Throws Error unless the roles name different columns that the table has.
void checkRoles(const Table& table, const ColumnRoles& roles);

/// The classes of `rows`, ordered as in Dataset. `among` narrows the sentences of errors, e.g. " among the training rows".
std::vector<std::string> labelsOf(
    const Table& table, const ColumnRoles& roles, const ChosenRows& rows, const LabelMap& map, const std::string& among);

/// Examples of `rows` for the classes `labels`; what becomes no example is a problem.
Dataset examplesOf(const Table& table, const ColumnRoles& roles, const ChosenRows& rows, const std::vector<std::string>& labels, const LabelMap& map);

} // namespace attune::core
