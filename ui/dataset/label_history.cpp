#include "ui/dataset/label_history.h"

#include "ui/words.h"

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
    Edit(LabelHistory* history, const QString& words, core::LabelMap after)
        : QUndoCommand(words)
        , m_history(history)
        , m_before(history->map())
        , m_after(std::move(after))
    {
    }
    void undo() override { m_history->set(m_before); }
    void redo() override { m_history->set(m_after); }

private:
    LabelHistory* m_history;
    core::LabelMap m_before;
    core::LabelMap m_after;
};

LabelHistory::LabelHistory(QObject* parent)
    : QObject(parent)
{
}

void LabelHistory::begin(LabelCounts counts)
{
    m_counts = std::move(counts);
    m_map = {};
    m_stack.clear();
}

void LabelHistory::recount(LabelCounts counts)
{
    m_counts = std::move(counts);
}

void LabelHistory::push(const QString& words, core::LabelMap after)
{
    if (after != m_map)
        m_stack.push(new Edit(this, words, std::move(after)));
}

void LabelHistory::set(const core::LabelMap& map)
{
    m_map = map;
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
