#include "ui/evaluation/corrections.h"

#include "ui/words.h"

#include <QUndoCommand>

#include <algorithm>

namespace attune::ui {

namespace {

QString rowCount(std::size_t rows)
{
    return rows == 1 ? Corrections::tr("1 row") : Corrections::tr("%1 rows").arg(number(rows));
}

/// A row that gets the label of its file back is not changed.
std::optional<core::RowChange> changeTo(const Corrections::Row& row, const std::string& label)
{
    return row.label == label ? std::nullopt : std::optional(core::RowChange{label});
}

} // namespace

/// One step of the user's, over any number of rows.
class ChangeRows : public QUndoCommand {
public:
    ChangeRows(Corrections& corrections, const QString& text, Corrections::Wanted after)
        : QUndoCommand(text)
        , m_corrections(corrections)
        , m_after(std::move(after))
    {
        for (const auto& [line, change] : m_after) {
            const core::RowChange* before = corrections.of(line);
            m_before.emplace_back(line, before ? std::optional(*before) : std::nullopt);
        }
    }

    void undo() override { m_corrections.apply(m_before); }
    void redo() override { m_corrections.apply(m_after); }

private:
    Corrections& m_corrections;
    Corrections::Wanted m_before;
    Corrections::Wanted m_after;
};

Corrections::Corrections(QObject* parent)
    : QObject(parent)
{
}

const core::RowChange* Corrections::of(std::size_t line) const
{
    const auto found = m_changes.find(line);
    return found == m_changes.end() ? nullptr : &found->second;
}

std::size_t Corrections::relabelled() const
{
    return m_changes.size() - leftOut();
}

std::size_t Corrections::leftOut() const
{
    return static_cast<std::size_t>(
        std::count_if(m_changes.begin(), m_changes.end(), [](const auto& change) { return !change.second.label; }));
}

void Corrections::relabel(const std::vector<Row>& rows, const std::string& label)
{
    Wanted wanted;
    for (const Row& row : rows)
        wanted.emplace_back(row.line, changeTo(row, label));
    push(tr("labelling %1 %2").arg(rowCount(rows.size()), oneLine(label, 60)), std::move(wanted));
}

void Corrections::relabelEach(const std::vector<std::pair<Row, std::string>>& rows)
{
    Wanted wanted;
    for (const auto& [row, label] : rows)
        wanted.emplace_back(row.line, changeTo(row, label));
    push(tr("labelling %1 as predicted").arg(rowCount(rows.size())), std::move(wanted));
}

void Corrections::leaveOut(const std::vector<Row>& rows)
{
    Wanted wanted;
    for (const Row& row : rows)
        wanted.emplace_back(row.line, core::RowChange{});
    push(tr("leaving out %1").arg(rowCount(rows.size())), std::move(wanted));
}

void Corrections::takeBack(const std::vector<Row>& rows)
{
    Wanted wanted;
    for (const Row& row : rows)
        wanted.emplace_back(row.line, std::nullopt);
    push(tr("taking back %1").arg(rowCount(rows.size())), std::move(wanted));
}

void Corrections::clear()
{
    m_stack.clear();
    m_changes.clear();
    m_settled.reset();
    Q_EMIT changed();
}

bool Corrections::unsaved() const
{
    return !m_changes.empty() && m_changes != m_settled;
}

void Corrections::letGo()
{
    m_settled = m_changes;
}

void Corrections::noteSaved(const core::RowChanges& written)
{
    m_settled = written;
    if (written == m_changes)
        m_stack.setClean();
}

/// Only what changes anything becomes a step to undo.
void Corrections::push(const QString& text, Wanted wanted)
{
    std::erase_if(wanted, [this](const auto& change) {
        const core::RowChange* now = of(change.first);
        return change.second ? now && *now == *change.second : !now;
    });
    if (!wanted.empty())
        m_stack.push(new ChangeRows(*this, text, std::move(wanted)));
}

void Corrections::apply(const Wanted& changes)
{
    for (const auto& [line, change] : changes) {
        if (change)
            m_changes[line] = *change;
        else
            m_changes.erase(line);
    }
    Q_EMIT changed();
}

} // namespace attune::ui
