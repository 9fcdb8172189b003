#include "ui/evaluation/correction_strip.h"

#include "ui/frame/buttons.h"
#include "ui/frame/text_label.h"
#include "ui/words.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

namespace attune::ui {

CorrectionStrip::CorrectionStrip(Corrections& corrections, QWidget* parent)
    : QWidget(parent)
    , m_corrections(corrections)
    , m_labels(new QMenu(this))
    , m_relabel(secondaryButton(tr("&Label as"), QStringLiteral("chevron-down"), ButtonSize::Pane))
    , m_predicted(flatButton(tr("As p&redicted")))
    , m_leaveOut(flatButton(tr("Leave &out")))
    , m_takeBack(flatButton(tr("Take &back")))
    , m_changes(new TextLabel({}, Type::Secondary, &Colours::text2))
    , m_undo(iconButton(QStringLiteral("undo"), tr("Undo")))
    , m_redo(iconButton(QStringLiteral("redo"), tr("Redo")))
    , m_saveAs(flatButton(tr("Save &as…")))
    , m_save(secondaryButton(tr("&Save corrected CSV"), QStringLiteral("download"), ButtonSize::Pane))
{
    setFixedHeight(44);
    m_relabel->setObjectName(QStringLiteral("relabel"));
    m_predicted->setObjectName(QStringLiteral("asPredicted"));
    m_leaveOut->setObjectName(QStringLiteral("leaveOut"));
    m_takeBack->setObjectName(QStringLiteral("takeBack"));
    m_changes->setObjectName(QStringLiteral("changes"));
    m_undo->setObjectName(QStringLiteral("undo"));
    m_redo->setObjectName(QStringLiteral("redo"));
    m_save->setObjectName(QStringLiteral("saveCorrected"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 0, 16, 0);
    row->setSpacing(4);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_relabel, m_predicted, m_leaveOut, m_takeBack})
        row->addWidget(widget);
    m_changes->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_changes->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addSpacing(8);
    row->addWidget(m_changes, 1);
    row->addSpacing(4);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_undo, m_redo, m_saveAs, m_save})
        row->addWidget(widget);

    connect(m_relabel, &QPushButton::clicked, this,
        [this] { m_labels->popup(m_relabel->mapToGlobal(QPoint(0, m_relabel->height()))); });
    connect(m_predicted, &QPushButton::clicked, this, &CorrectionStrip::predictedWanted);
    connect(m_leaveOut, &QPushButton::clicked, this, &CorrectionStrip::leaveOutWanted);
    connect(m_takeBack, &QPushButton::clicked, this, &CorrectionStrip::takeBackWanted);
    connect(m_save, &QPushButton::clicked, this, &CorrectionStrip::saveWanted);
    connect(m_saveAs, &QPushButton::clicked, this, &CorrectionStrip::saveAsWanted);
    connect(m_undo, &QToolButton::clicked, corrections.undoStack(), &QUndoStack::undo);
    connect(m_redo, &QToolButton::clicked, corrections.undoStack(), &QUndoStack::redo);
    connect(&corrections, &Corrections::changed, this, &CorrectionStrip::refresh);
    connect(corrections.undoStack(), &QUndoStack::indexChanged, this, &CorrectionStrip::refresh);
    refresh();
}

void CorrectionStrip::setLabels(const std::vector<std::string>& labels)
{
    m_labels->clear();
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const QString name = oneLine(labels[i], 60).replace(QLatin1Char('&'), QStringLiteral("&&"));
        QAction* action = m_labels->addAction(i < 9 ? QStringLiteral("&%1  %2").arg(i + 1).arg(name) : name);
        connect(action, &QAction::triggered, this, [this, label = labels[i]] { Q_EMIT relabelWanted(label); });
    }
}

void CorrectionStrip::setChosen(std::size_t rows)
{
    m_chosen = rows;
    refresh();
}

void CorrectionStrip::setPossible(bool possible, const QString& why)
{
    m_possible = possible;
    m_why = why;
    refresh();
}

void CorrectionStrip::refresh()
{
    const QString rows = m_chosen == 1 ? tr("the chosen row") : tr("the %1 chosen rows").arg(number(m_chosen));
    const auto offer = [&](QWidget* button, bool enabled, const QString& toolTip) {
        button->setEnabled(m_possible && enabled);
        button->setToolTip(!m_possible ? m_why : m_chosen == 0 ? tr("Choose rows in the table first.") : toolTip);
    };
    offer(m_relabel, m_chosen > 0, tr("Give %1 another label (F2)").arg(rows));
    offer(m_predicted, m_chosen > 0, tr("Give %1 the label that the model predicts (Ctrl+L)").arg(rows));
    offer(m_leaveOut, m_chosen > 0, tr("Leave %1 out of the corrected file (Delete)").arg(rows));
    offer(m_takeBack, m_chosen > 0, tr("Forget what was changed about %1").arg(rows));

    QStringList changes;
    if (const auto count = m_corrections.relabelled())
        changes << tr("%1 relabelled").arg(number(count));
    if (const auto count = m_corrections.leftOut())
        changes << tr("%1 left out").arg(number(count));
    m_changes->setText(changes.isEmpty() ? m_why : changes.join(QStringLiteral(", ")));
    m_changes->setToolTip(ui::toolTip(m_changes->text()));
    const bool any = !changes.isEmpty();
    m_save->setEnabled(any);
    m_saveAs->setEnabled(any);
    m_save->setToolTip(any ? tr("Write a new CSV beside the old one, which stays as it is, and open it on the Data page")
                           : tr("Nothing is changed yet: relabel rows or leave them out first."));
    m_saveAs->setToolTip(tr("Choose where the corrected CSV goes"));
    QUndoStack& stack = *m_corrections.undoStack();
    m_undo->setEnabled(stack.canUndo());
    m_redo->setEnabled(stack.canRedo());
    m_undo->setToolTip(stack.canUndo() ? tr("Undo %1 (Ctrl+Z)").arg(stack.undoText()) : tr("Nothing to undo"));
    m_redo->setToolTip(stack.canRedo() ? tr("Redo %1 (Ctrl+Shift+Z)").arg(stack.redoText()) : tr("Nothing to redo"));
}

void CorrectionStrip::paintEvent(QPaintEvent*)
{
    const Colours& c = colours(palette());
    QPainter painter(this);
    painter.fillRect(rect(), c.sunken);
    painter.fillRect(QRect(0, 0, width(), 1), c.separator);
}

} // namespace attune::ui
