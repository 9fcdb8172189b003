#include "ui/dataset/search_field.h"

#include "ui/frame/theme.h"

#include <QAction>
#include <QKeyEvent>
#include <QPainter>

namespace attune::ui {

SearchField::SearchField(const QString& placeholder, QWidget* parent)
    : QLineEdit(parent)
{
    setPlaceholderText(placeholder);
    setFixedSize(216, 32);
    addAction(icon(QStringLiteral("search"), &Colours::text2), QLineEdit::LeadingPosition);
    setClearButtonEnabled(true);
}

void SearchField::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty())
        clear();
    else
        QLineEdit::keyPressEvent(event);
}

void SearchField::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    if (!text().isEmpty() || hasFocus())
        return;
    const auto& c = colours(palette());
    const auto keys = QKeySequence(QKeySequence::Find).toString(QKeySequence::NativeText);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(ui::font(Type::Caption));
    const int width = painter.fontMetrics().horizontalAdvance(keys) + 10;
    const QRectF box(this->width() - width - 7, height() / 2.0 - 9, width, 18);
    painter.setPen(c.buttonEdge);
    painter.drawRoundedRect(box.adjusted(.5, .5, -.5, -.5), 4, 4);
    painter.setPen(c.text3);
    painter.drawText(box, Qt::AlignCenter, keys);
}

} // namespace attune::ui
