#include "ui/dataset/labels_pane.h"

#include "ui/dataset/label_history.h"
#include "ui/dataset/label_list.h"
#include "ui/frame/buttons.h"
#include "ui/frame/pane.h"
#include "ui/note.h"
#include "ui/words.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace attune::ui {

namespace {

constexpr int kMargin = 16;
constexpr std::size_t kNameBytes = 60;

/// “positive”, “Positive” and “POSITIVE”
QString listed(const core::LabelVariants& variants)
{
    QStringList names;
    for (const auto& spelling : variants.spellings)
        names << QStringLiteral("“%1”").arg(oneLine(spelling.first, kNameBytes));
    const auto last = names.takeLast();
    return LabelsPane::tr("%1 and %2").arg(names.join(QStringLiteral(", ")), last);
}

/// As the engine judges when it is to choose the measure of the best model.
bool uneven(const std::vector<LabelClass>& classes)
{
    std::size_t smallest = SIZE_MAX, largest = 0;
    for (const auto& one : classes)
        if (!one.leftOut) {
            smallest = std::min(smallest, one.rows);
            largest = std::max(largest, one.rows);
        }
    return largest > 0 && smallest * 2 < largest;
}

} // namespace

LabelsPane::LabelsPane(LabelHistory* history, QWidget* parent)
    : QWidget(parent)
    , m_history(history)
    , m_model(new LabelModel(this))
    , m_list(new LabelList(m_model))
    , m_title(new PaneTitle(tr("Labels")))
    , m_undo(iconButton(QStringLiteral("undo"), tr("Undo the last change of labels")))
    , m_merge(flatButton(tr("Merge")))
    , m_message(new Note)
    , m_variants(new QWidget)
    , m_variantsNote(new Note)
    , m_uneven(new Note)
{
    m_title->addAtRight(m_undo);
    m_title->addAtRight(m_merge);
    m_message->setWrapped();
    m_variantsNote->setWrapped();
    m_uneven->setWrapped();
    m_merge->setToolTip(tr("Make one class of the selected ones, under the name of the largest"));
    makeActions();

    auto* mergeVariants = flatButton(tr("&Unite them"));
    mergeVariants->setToolTip(m_mergeVariants->toolTip());
    auto* variants = new QHBoxLayout(m_variants);
    variants->setContentsMargins(0, 0, 0, 0);
    variants->addWidget(m_variantsNote, 1);
    variants->addWidget(mergeVariants, 0, Qt::AlignTop);

    auto* notes = new QVBoxLayout;
    notes->setContentsMargins(kMargin, 0, kMargin, 12);
    notes->setSpacing(8);
    notes->addWidget(m_message);
    notes->addWidget(m_variants);
    notes->addWidget(m_uneven);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_title);
    column->addWidget(m_list);
    column->addSpacing(4);
    column->addLayout(notes);
    m_message->hide();

    connect(m_undo, &QToolButton::clicked, m_history->stack(), &QUndoStack::undo);
    connect(m_merge, &QPushButton::clicked, m_mergeSelected, &QAction::trigger);
    connect(mergeVariants, &QPushButton::clicked, m_mergeVariants, &QAction::trigger);
    connect(m_list, &LabelList::selectionMoved, this, &LabelsPane::offerActions);
    connect(m_history->stack(), &QUndoStack::indexChanged, this, &LabelsPane::offerActions);
    connect(m_model, &LabelModel::renameRequested, this,
        [this](const QString& name, const QString& newName) { m_history->rename(name.toStdString(), newName.toStdString()); });
    connect(m_model, &LabelModel::moveRequested, this,
        [this](int from, int to) { m_history->move(static_cast<std::size_t>(from), static_cast<std::size_t>(to)); });
    showClasses();
}

void LabelsPane::makeActions()
{
    const auto add = [this](const QString& words, const QKeySequence& keys, const QString& toolTip, auto done) {
        auto* action = new QAction(words, m_list);
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetShortcut);
        action->setToolTip(toolTip);
        connect(action, &QAction::triggered, this, done);
        m_list->addAction(action);
        return action;
    };
    m_rename = add(tr("&Rename"), {}, tr("Another name for this class (F2)"), [this] { m_list->edit(m_list->currentIndex()); });
    m_mergeSelected = add(tr("&Merge"), {}, m_merge->toolTip(), [this] { m_history->merge(m_list->selectedClasses()); });
    m_leaveOut = add(tr("&Leave out"), QKeySequence::Delete, tr("Learn and check without the rows of this label"),
        [this] { leaveOutOrUse(); });
    m_up = add(tr("Move &up"), Qt::ALT | Qt::Key_Up, tr("One place towards class 0"), [this] { move(-1); });
    m_down = add(tr("Move &down"), Qt::ALT | Qt::Key_Down, tr("One place away from class 0"), [this] { move(1); });
    m_mergeVariants = new QAction(tr("Merge &spellings of one label"), this);
    m_mergeVariants->setToolTip(tr("Labels that differ only in case, blanks or how a number is written become one class"));
    connect(m_mergeVariants, &QAction::triggered, m_history, &LabelHistory::mergeVariants);
}

void LabelsPane::showClasses()
{
    const auto classes = m_history->classes();
    const auto apart = variantsApart(m_history->counts(), m_history->map());
    m_model->set(classes);
    m_title->setFact(classes.empty() ? QString() : tr("%1 used").arg(number(static_cast<std::uint64_t>(m_model->used()))));
    m_variants->setVisible(!apart.empty());
    if (!apart.empty())
        m_variantsNote->set(Note::Tone::Info,
            apart.size() == 1
                ? tr("%1 may be one label.").arg(listed(apart.front()))
                : tr("%1 may be one label, and so may %2 others.").arg(listed(apart.front()), number(apart.size() - 1)));
    m_uneven->setVisible(uneven(classes));
    m_uneven->set(
        Note::Tone::Info, tr("Uneven classes: the best model is chosen by macro-F1, in which each label counts alike."));
    offerActions();
}

void LabelsPane::setFailure(const std::optional<Failure>& unusable)
{
    m_message->setVisible(unusable.has_value());
    if (unusable)
        m_message->set(Note::Tone::Error, unusable->cause, unusable->wayOut);
}

void LabelsPane::setLocked(bool locked)
{
    m_locked = locked;
    m_model->setLocked(locked);
    offerActions();
}

void LabelsPane::offerActions()
{
    const auto chosen = m_list->selectedClasses();
    const auto current = m_list->currentIndex();
    const bool selected = current.isValid() && !m_locked;
    const bool leftOut = current.data(LabelModel::LeftOutRole).toBool();
    m_undo->setEnabled(!m_locked && m_history->stack()->canUndo());
    m_undo->setToolTip(
        m_history->stack()->canUndo() ? tr("Undo %1").arg(m_history->stack()->undoText()) : tr("Undo the last change of labels"));
    m_mergeSelected->setEnabled(!m_locked && chosen.size() > 1);
    m_merge->setEnabled(m_mergeSelected->isEnabled());
    m_rename->setEnabled(selected && !leftOut);
    m_leaveOut->setEnabled(selected);
    m_leaveOut->setText(leftOut ? tr("&Use again") : tr("&Leave out"));
    m_up->setEnabled(selected && !leftOut && current.row() > 0);
    m_down->setEnabled(selected && !leftOut && current.row() + 1 < m_model->used());
    m_mergeVariants->setEnabled(!m_locked && !m_variants->isHidden());
    m_variants->setEnabled(!m_locked);
}

void LabelsPane::move(int by)
{
    const int from = m_list->currentIndex().row();
    m_history->move(static_cast<std::size_t>(from), static_cast<std::size_t>(from + by));
    m_list->setCurrentIndex(m_model->index(from + by));
}

void LabelsPane::leaveOutOrUse()
{
    const auto current = m_list->currentIndex();
    const auto one = m_model->at(current.row()); // a copy: the model is about to hold others
    if (one.leftOut)
        m_history->useAgain(one.name);
    else
        m_history->leaveOut(one.name);
}

} // namespace attune::ui
