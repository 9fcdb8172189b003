#include "ui/frame/pane.h"

#include "ui/frame/text_label.h"

#include <QHBoxLayout>
#include <QPainter>

namespace attune::ui {

Separator::Separator(Qt::Orientation orientation, QWidget* parent)
    : QWidget(parent)
{
    if (orientation == Qt::Horizontal)
        setFixedHeight(1);
    else
        setFixedWidth(1);
}

void Separator::paintEvent(QPaintEvent*) { QPainter(this).fillRect(rect(), colours(palette()).separator); }

PaneTitle::PaneTitle(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_title(new TextLabel(title, Type::PaneTitle))
    , m_fact(new TextLabel({}, Type::Secondary, &Colours::text3))
    , m_left(new QHBoxLayout)
    , m_right(new QHBoxLayout)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 0, 16, 0);
    row->setSpacing(8);
    row->addWidget(m_title);
    row->addWidget(m_fact);
    row->addLayout(m_left);
    row->addStretch(1);
    row->addLayout(m_right);
    m_left->setSpacing(8);
    m_right->setSpacing(8);
    m_fact->hide();
    setFixedHeight(36);
    setAccessibleName(title);
}

void PaneTitle::setTitle(const QString& title)
{
    m_title->setText(title);
    setAccessibleName(title);
}

void PaneTitle::setFact(const QString& fact)
{
    m_fact->setText(fact);
    m_fact->setVisible(!fact.isEmpty());
}

void PaneTitle::addBeside(QWidget* widget) { m_left->addWidget(widget); }

void PaneTitle::addAtRight(QWidget* widget)
{
    m_right->addWidget(widget);
    if (widget->sizeHint().height() >= 28)
        setFixedHeight(44);
}

} // namespace attune::ui
