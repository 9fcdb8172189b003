#include "ui/dataset/preview.h"

#include <algorithm>
#include <iterator>

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
    , m_remarks(core::remarksInWords(*m_table))
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
    addRemarks();
    if (!m_dataset)
        return;
    const auto known = static_cast<std::ptrdiff_t>(m_problems.size());
    row = 0;
    std::size_t before = 0;
    for (const auto& problem : m_dataset->problems) {
        if (problem.kind == "label_left_out") {
            ++m_leftOutByChoice;
            continue;
        }
        while (row < rows.size() && rows[row].line < problem.line)
            ++row;
        while (before < apart.size() && apart[before].line < problem.line)
            ++before;
        m_problems.push_back({&problem, row + before});
    }
    std::inplace_merge(m_problems.begin(), m_problems.begin() + known, m_problems.end(), earlier);
}

void Preview::addRemarks()
{
    const auto known = static_cast<std::ptrdiff_t>(m_problems.size());
    for (const auto& remark : m_remarks)
        m_problems.push_back({&remark, positionOfLine(remark.line).value_or(0), true});
    std::inplace_merge(m_problems.begin(), m_problems.begin() + known, m_problems.end(), earlier);
}

std::size_t Preview::usable() const
{
    return m_dataset ? m_dataset->examples.size() : 0;
}

std::optional<std::size_t> Preview::positionOfLine(std::size_t line) const
{
    const auto& rows = m_table->rows;
    const auto found = std::lower_bound(
        rows.begin(), rows.end(), line, [](const core::Row& row, std::size_t wanted) { return row.line < wanted; });
    if (found == rows.end() || (*found).line != line)
        return std::nullopt;
    const auto row = static_cast<std::size_t>(found - rows.begin());
    // Before the row stand as many problems as have, each at its own place, rows up to it in front of them.
    const auto apart = std::partition_point(m_apart.begin(), m_apart.end(),
        [&](const std::size_t& position) { return position - static_cast<std::size_t>(&position - m_apart.data()) <= row; });
    return row + static_cast<std::size_t>(apart - m_apart.begin());
}

core::TableEntry Preview::at(std::size_t position) const
{
    core::TableEntry entry;
    auto found = std::lower_bound(m_problems.begin(), m_problems.end(), Problem{nullptr, position}, earlier);
    for (; found != m_problems.end() && found->position == position; ++found)
        if (!found->kept)
            entry.problem = found->problem;
    const auto apart = std::lower_bound(m_apart.begin(), m_apart.end(), position);
    if (apart == m_apart.end() || *apart != position)
        entry.row = m_table->rows[position - static_cast<std::size_t>(apart - m_apart.begin())];
    return entry;
}

} // namespace attune::ui
