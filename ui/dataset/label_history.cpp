#include "ui/dataset/label_history.h"

#include "ui/words.h"

#include <QScopedValueRollback>
#include <QUndoCommand>

#include <algorithm>

namespace attune::ui {

namespace {

constexpr std::size_t kNameBytes = 40; // in the words of a menu

QString inMenu(const std::string& name)
{
    return oneLine(name, kNameBytes);
}

} // namespace

class LabelHistory::Edit : public QUndoCommand {
public:
    Edit(LabelHistory* history, Steps::Step step)
        : QUndoCommand(step.words)
        , m_history(history)
        , m_step(std::move(step))
    {
    }
    const Steps::Step& step() const { return m_step; }
    void undo() override { m_history->set(m_step.before); }
    void redo() override { m_history->set(m_step.after); }

private:
    LabelHistory* m_history;
    Steps::Step m_step;
};

LabelHistory::LabelHistory(QObject* parent)
    : QObject(parent)
{
}

LabelHistory::Steps LabelHistory::steps() const
{
    Steps result{{}, m_stack.index(), m_map};
    for (int i = 0; i < m_stack.count(); ++i)
        result.steps.push_back(static_cast<const Edit*>(m_stack.command(i))->step());
    return result;
}

void LabelHistory::begin(LabelCounts counts, const Steps& steps)
{
    const QScopedValueRollback<bool> guard(m_quiet, true);
    m_counts = std::move(counts);
    m_stack.clear();
    for (const auto& step : steps.steps)
        m_stack.push(new Edit(this, step));
    m_stack.setIndex(steps.done);
    m_map = steps.map;
}

void LabelHistory::recount(LabelCounts counts)
{
    m_counts = std::move(counts);
}

void LabelHistory::push(const QString& words, core::LabelMap after)
{
    if (after != m_map)
        m_stack.push(new Edit(this, {words, m_map, std::move(after)}));
}

void LabelHistory::set(const core::LabelMap& map)
{
    m_map = map;
    if (!m_quiet)
        Q_EMIT changed();
}

void LabelHistory::rename(const std::string& name, const std::string& newName)
{
    if (!newName.empty() && newName != name)
        push(tr("rename %1 to %2").arg(inMenu(name), inMenu(newName)), withRenamed(m_counts, m_map, name, newName));
}

void LabelHistory::merge(const std::vector<std::string>& names)
{
    const auto all = classes();
    const LabelClass* largest = nullptr;
    for (const auto& one : all)
        if (!one.leftOut && std::find(names.begin(), names.end(), one.name) != names.end()
            && (!largest || one.rows > largest->rows))
            largest = &one;
    if (largest && names.size() > 1)
        push(tr("merge labels into %1").arg(inMenu(largest->name)), withMerged(m_counts, m_map, names, largest->name));
}

void LabelHistory::mergeVariants()
{
    auto after = m_map;
    for (const auto& group : variantsApart(m_counts, m_map)) {
        std::vector<std::string> names;
        for (const auto& spelling : group.spellings)
            names.emplace_back(*after.nameOf(spelling.first));
        after = withMerged(m_counts, std::move(after), names, group.proposed);
    }
    push(tr("merge spellings"), std::move(after));
}

void LabelHistory::leaveOut(const std::string& name)
{
    push(tr("leave out %1").arg(inMenu(name)), withLeftOut(m_counts, m_map, name));
}

void LabelHistory::useAgain(const std::string& label)
{
    push(tr("use %1 again").arg(inMenu(label)), withUsedAgain(m_map, label));
}

void LabelHistory::move(std::size_t from, std::size_t to)
{
    const auto all = classes();
    if (from < all.size() && from != to)
        push(tr("move %1").arg(inMenu(all[from].name)), withMoved(m_counts, m_map, from, to));
}

} // namespace attune::ui
