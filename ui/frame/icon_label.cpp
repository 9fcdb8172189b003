#include "ui/frame/icon_label.h"

#include <QPainter>

namespace attune::ui {

IconLabel::IconLabel(const QString& name, int size, QColor Colours::* ink, QWidget* parent)
    : QWidget(parent)
    , m_name(name)
    , m_ink(ink)
{
    setFixedSize(size, size);
}

void IconLabel::set(const QString& name, QColor Colours::* ink)
{
    m_name = name;
    m_ink = ink;
    update();
}

void IconLabel::paintEvent(QPaintEvent*)
{
    const Colours& c = colours(palette());
    QPainter painter(this);
    paintIcon(painter, m_name, rect(), isEnabled() ? c.*m_ink : c.disabled);
}

} // namespace attune::ui
