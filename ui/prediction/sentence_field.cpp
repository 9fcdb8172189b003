#include "ui/prediction/sentence_field.h"

#include "ui/frame/text_label.h"

#include <QKeyEvent>

namespace attune::ui {

namespace {

constexpr int kHeight = 42;
constexpr int kPadding = 12;

} // namespace

SentenceField::SentenceField(QWidget* parent)
    : QLineEdit(parent)
    , m_count(new TextLabel({}, Type::Secondary, &Colours::text3, this))
{
    QFont larger = ui::font(Type::Body);
    larger.setPixelSize(15);
    setFont(larger);
    setFixedHeight(kHeight);
    setPlaceholderText(tr("Type a sentence"));
    setAccessibleName(tr("Sentence"));
    m_count->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_count->setFont(ui::font(Type::Secondary));
    placeCount();
}

void SentenceField::setCount(const QString& count)
{
    m_count->setText(count);
    placeCount();
}

QString SentenceField::count() const
{
    return m_count->text();
}

QSize SentenceField::sizeHint() const
{
    return {480, kHeight};
}

void SentenceField::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Up)
        Q_EMIT olderRequested();
    else if (event->key() == Qt::Key_Down)
        Q_EMIT newerRequested();
    else
        QLineEdit::keyPressEvent(event);
}

void SentenceField::resizeEvent(QResizeEvent* event)
{
    QLineEdit::resizeEvent(event);
    placeCount();
}

void SentenceField::placeCount()
{
    m_count->adjustSize();
    m_count->move(width() - m_count->width() - kPadding, (height() - m_count->height()) / 2);
    setTextMargins(kPadding - 4, 0, m_count->text().isEmpty() ? kPadding - 4 : m_count->width() + kPadding + 8, 0);
}

} // namespace attune::ui
