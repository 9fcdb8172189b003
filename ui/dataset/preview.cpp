#include "ui/dataset/preview.h"

#include <algorithm>

namespace attune::ui {

namespace {

bool earlier(const Preview::Problem& left, const Preview::Problem& right)
{
    return left.position < right.position;
}

} // namespace

Preview::Preview(std::shared_ptr<const core::Table> table, std::shared_ptr<const core::Dataset> dataset)
    : m_table(std::move(table))
    , m_dataset(std::move(dataset))
{
    const auto& rows = m_table->rows;
    const auto& apart = m_table->problems;
    m_apart.reserve(apart.size());
    std::size_t row = 0;
    for (const auto& problem : apart) {
        while (row < rows.size() && rows[row].line < problem.line)
            ++row;
        m_apart.push_back(row + m_apart.size());
        m_problems.push_back({&problem, m_apart.back()});
    }
    if (!m_dataset)
        return;
    row = 0;
    std::size_t before = 0;
    for (const auto& problem : m_dataset->problems) {
        while (row < rows.size() && rows[row].line < problem.line)
            ++row;
        while (before < apart.size() && apart[before].line < problem.line)
            ++before;
        m_problems.push_back({&problem, row + before});
    }
    std::inplace_merge(
        m_problems.begin(), m_problems.begin() + static_cast<std::ptrdiff_t>(apart.size()), m_problems.end(), earlier);
}

core::TableEntry Preview::at(std::size_t position) const
{
    core::TableEntry entry;
    const auto found = std::lower_bound(m_problems.begin(), m_problems.end(), Problem{nullptr, position}, earlier);
    if (found != m_problems.end() && found->position == position)
        entry.problem = found->problem;
    const auto apart = std::lower_bound(m_apart.begin(), m_apart.end(), position);
    if (apart == m_apart.end() || *apart != position)
        entry.row = m_table->rows[position - static_cast<std::size_t>(apart - m_apart.begin())];
    return entry;
}

} // namespace attune::ui
