#include "ui/frame/text_label.h"

#include <QApplication>
#include <QEvent>

namespace attune::ui {

TextLabel::TextLabel(const QString& text, Type type, QColor Colours::* ink, QWidget* parent)
    : QLabel(text, parent)
    , m_ink(ink)
{
    setFont(ui::font(type));
    setTextFormat(Qt::PlainText);
    applyInk();
}

void TextLabel::setInk(QColor Colours::* ink)
{
    m_ink = ink;
    applyInk();
}

void TextLabel::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyInk();
}

void TextLabel::applyInk()
{
    const Colours& c = colours(QApplication::palette());
    QPalette inks;
    for (const auto role : {QPalette::WindowText, QPalette::Text}) {
        inks.setColor(role, c.*m_ink);
        inks.setColor(QPalette::Disabled, role, c.disabled);
    }
    if (palette().color(QPalette::WindowText) != c.*m_ink) // setting it tells of a change again
        setPalette(inks);
}

} // namespace attune::ui
