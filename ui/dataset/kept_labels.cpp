#include "ui/dataset/kept_labels.h"

#include "core/runs/run_data.h"

#include <algorithm>

namespace attune::ui {

LabelColumn::LabelColumn(const core::Table& table, std::size_t column)
    : name(core::lastingName(table, column))
    , index(column)
    , columns(table.columns.size())
{
}

/// By name, where another separator moves it; by place, where the header comes or goes.
bool LabelColumn::is(const core::Table& table, std::size_t column) const
{
    return name == core::lastingName(table, column) || (index == column && columns == table.columns.size());
}

core::LabelMap labelsOf(const std::vector<ColumnLabels>& edited, const core::Table& table, std::size_t column)
{
    const auto found = std::find_if(edited.begin(), edited.end(), [&](const auto& one) { return one.column.is(table, column); });
    return found == edited.end() ? core::LabelMap() : found->map;
}

std::vector<ColumnLabels> KeptLabels::edited(const LabelHistory& history) const
{
    std::vector<ColumnLabels> all;
    if (m_current)
        all.push_back({*m_current, history.map()});
    for (const Kept& other : m_others)
        all.push_back({other.column, other.steps.map});
    return all;
}

void KeptLabels::show(LabelHistory& history, const core::Table& table, std::optional<std::size_t> column, const LabelCounts& counts)
{
    if (!column || (m_current && m_current->is(table, *column))) {
        history.recount(counts);
        return;
    }
    if (m_current)
        m_others.push_back({*m_current, history.steps()});
    m_current = LabelColumn(table, *column);
    const auto known = std::find_if(m_others.begin(), m_others.end(), [&](const Kept& one) { return one.column.is(table, *column); });
    if (known == m_others.end()) {
        history.begin(counts);
        return;
    }
    history.begin(counts, known->steps);
    m_others.erase(known);
}

void KeptLabels::begin(LabelHistory& history, const core::Table& table, std::optional<std::size_t> column, const LabelCounts& counts, const core::LabelMap& map)
{
    m_others.clear();
    m_current = column ? std::optional(LabelColumn(table, *column)) : std::nullopt;
    history.begin(counts, {{}, 0, map});
}

} // namespace attune::ui
