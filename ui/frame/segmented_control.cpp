#include "ui/frame/segmented_control.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QToolButton>

namespace attune::ui {

SegmentedControl::SegmentedControl(const QStringList& segments, QWidget* parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    for (int i = 0; i < segments.size(); ++i) {
        auto* button = new QToolButton;
        button->setProperty("role", QByteArray("segment"));
        button->setProperty("first", i == 0);
        button->setProperty("last", i == segments.size() - 1);
        button->setText(segments[i]);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setCheckable(true);
        button->setFixedHeight(28);
        button->setFocusPolicy(Qt::TabFocus);
        m_group->addButton(button, i);
        row->addWidget(button);
    }
    if (auto* first = m_group->button(0))
        first->setChecked(true);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(m_group, &QButtonGroup::idToggled, this, [this](int id, bool checked) {
        if (checked)
            Q_EMIT currentChanged(id);
    });
}

int SegmentedControl::current() const { return m_group->checkedId(); }

void SegmentedControl::setCurrent(int index)
{
    if (auto* button = m_group->button(index))
        button->setChecked(true);
}

void SegmentedControl::clear()
{
    m_group->setExclusive(false); // an exclusive group keeps its last one
    if (auto* button = m_group->checkedButton())
        button->setChecked(false);
    m_group->setExclusive(true);
}

void SegmentedControl::keyPressEvent(QKeyEvent* event)
{
    const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    if (step == 0 || !m_group->button(current() + step))
        return QWidget::keyPressEvent(event);
    setCurrent(current() + step);
    m_group->checkedButton()->setFocus(Qt::TabFocusReason);
}

} // namespace attune::ui
