#include "ui/evaluation/confusion_pane.h"

#include "ui/evaluation/class_model.h"
#include "ui/evaluation/confusion_matrix.h"
#include "ui/frame/buttons.h"
#include "ui/frame/pane.h"
#include "ui/frame/row_view.h"
#include "ui/frame/segmented_control.h"
#include "ui/frame/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QMenu>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace attune::ui {

ConfusionPane::ConfusionPane(QWidget* parent)
    : QWidget(parent)
    , m_model(new ClassModel(this))
    , m_matrix(new ConfusionMatrix)
    , m_classes(classTable())
    , m_view(new SegmentedControl({tr("Counts"), tr("Row %"), tr("By label")}))
    , m_stack(new QStackedWidget)
{
    m_view->setAccessibleName(tr("How the answers are counted"));
    m_view->setToolTip(tr("Numbers of rows, shares of each true label's rows, or precision, recall and F1 of each label"));
    auto* more = iconButton(QStringLiteral("more"), tr("More"));
    more->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(more);
    connect(menu->addAction(tr("&Copy as table")), &QAction::triggered, this, &ConfusionPane::copy);
    connect(menu->addAction(tr("Copy &picture")), &QAction::triggered, this, &ConfusionPane::copyPicture);
    more->setMenu(menu);
    auto* title = new PaneTitle(tr("Confusion"));
    title->addAtRight(m_view);
    title->addAtRight(more);

    auto* scrolled = new QScrollArea;
    scrolled->setWidget(m_matrix);
    scrolled->setWidgetResizable(true);
    scrolled->setFrameShape(QFrame::NoFrame);
    scrolled->setFocusPolicy(Qt::NoFocus);
    scrolled->viewport()->setAutoFillBackground(false);
    m_matrix->setAutoFillBackground(false);
    m_stack->addWidget(scrolled);
    m_stack->addWidget(m_classes);
    m_stack->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);

    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(title);
    auto* margins = new QHBoxLayout;
    margins->setContentsMargins(16, 0, 8, 8);
    margins->addWidget(m_stack);
    rows->addLayout(margins, 1);
    connect(m_view, &SegmentedControl::currentChanged, this, [this](int view) {
        m_stack->setCurrentIndex(view == 2 ? 1 : 0);
        m_matrix->setNormalised(view == 1);
    });
}

QTableView* ConfusionPane::classTable()
{
    auto* table = new RowView;
    table->setModel(m_model);
    table->horizontalHeader()->setMinimumSectionSize(40);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setSectionResizeMode(ClassModel::Label, QHeaderView::Stretch);
    table->setAccessibleName(tr("Figures of each label"));
    return table;
}

void ConfusionPane::show(std::shared_ptr<const Evaluation> evaluation)
{
    m_model->set(evaluation);
    m_matrix->set(std::move(evaluation));
}

void ConfusionPane::copy() const
{
    if (m_stack->currentIndex() == 0) {
        QApplication::clipboard()->setText(m_matrix->asText());
        return;
    }
    QStringList lines{QString()};
    for (int column = 0; column < m_model->columnCount(); ++column)
        lines.front() +=
            (column ? QStringLiteral("\t") : QString()) + m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    for (int row = 0; row < m_model->rowCount(); ++row) {
        QStringList fields;
        for (int column = 0; column < m_model->columnCount(); ++column)
            fields << m_model->index(row, column).data().toString();
        lines << fields.join(QLatin1Char('\t'));
    }
    QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')) + QLatin1Char('\n'));
}

void ConfusionPane::copyPicture() const
{
    QApplication::clipboard()->setPixmap(m_stack->currentWidget()->grab());
}

} // namespace attune::ui
