#include "ui/note.h"

#include "ui/frame/icon_label.h"
#include "ui/frame/text_label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace attune::ui {

namespace {

struct Mark {
    QString icon;
    QColor Colours::*ink;
    QColor Colours::*ground; ///< of a boxed one
};

Mark markOf(Note::Tone tone)
{
    switch (tone) {
    case Note::Tone::Good:
        return {QStringLiteral("good"), &Colours::good, &Colours::goodFill};
    case Note::Tone::Warning:
        return {QStringLiteral("warning"), &Colours::warning, &Colours::warningFill};
    case Note::Tone::Error:
        return {QStringLiteral("error"), &Colours::error, &Colours::errorFill};
    case Note::Tone::Locked:
        return {QStringLiteral("lock"), &Colours::text2, &Colours::sunken};
    case Note::Tone::Info:
        break;
    }
    return {QStringLiteral("info"), &Colours::info, &Colours::infoFill};
}

} // namespace

Note::Note(QWidget* parent)
    : QWidget(parent)
    , m_icon(new IconLabel(QStringLiteral("info")))
    , m_text(new TextLabel({}, Type::Secondary, &Colours::text2))
    , m_detail(new TextLabel({}, Type::Secondary, &Colours::text2))
{
    m_detail->hide();
    auto* lines = new QVBoxLayout;
    lines->setSpacing(1);
    lines->addWidget(m_text);
    lines->addWidget(m_detail);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_icon);
    row->addLayout(lines, 1);
}

void Note::set(Tone tone, const QString& text, const QString& detail)
{
    m_tone = tone;
    const auto mark = markOf(tone);
    m_icon->set(mark.icon, mark.ink);
    m_text->setText(text);
    m_text->setInk(!detail.isEmpty() ? &Colours::text : tone == Tone::Good ? mark.ink : &Colours::text2);
    m_text->setFont(ui::font(detail.isEmpty() ? Type::Secondary : Type::Body));
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
    setAccessibleName(detail.isEmpty() ? text : QStringLiteral("%1. %2").arg(text, detail));
}

void Note::setWrapped()
{
    layout()->setAlignment(m_icon, Qt::AlignTop);
    m_text->setWordWrap(true);
    m_detail->setWordWrap(true);
}

void Note::setBoxed()
{
    m_boxed = true;
    layout()->setContentsMargins(16, 12, 16, 12);
}

void Note::paintEvent(QPaintEvent*)
{
    if (!m_boxed)
        return;
    const auto& c = colours(palette());
    QPainter painter(this);
    const auto mark = markOf(m_tone);
    painter.fillRect(rect(), c.*mark.ground);
    painter.fillRect(0, 0, 3, height(), c.*mark.ink);
}

QString Note::text() const
{
    return m_text->text();
}

QString Note::detail() const
{
    return m_detail->text();
}

} // namespace attune::ui
