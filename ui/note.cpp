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
};

Mark markOf(Note::Tone tone)
{
    switch (tone) {
    case Note::Tone::Good:
        return {QStringLiteral("good"), &Colours::good};
    case Note::Tone::Warning:
        return {QStringLiteral("warning"), &Colours::warning};
    case Note::Tone::Error:
        return {QStringLiteral("error"), &Colours::error};
    case Note::Tone::Locked:
        return {QStringLiteral("lock"), &Colours::text2};
    case Note::Tone::Info:
        break;
    }
    return {QStringLiteral("info"), &Colours::info};
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
    painter.fillRect(rect(), m_tone == Tone::Error ? c.errorFill : m_tone == Tone::Warning ? c.warningFill : c.infoFill);
    painter.fillRect(0, 0, 3, height(), c.*markOf(m_tone).ink);
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
