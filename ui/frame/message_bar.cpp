#include "ui/frame/message_bar.h"

#include "ui/frame/buttons.h"
#include "ui/frame/icon_label.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

#include <utility>

namespace attune::ui {

namespace {

    struct Look {
        QString icon;
        QColor Colours::* ink;
        QColor Colours::* fill;
        QColor Colours::* edge;
    };

    Look look(MessageBar::Level level)
    {
        switch (level) {
        case MessageBar::Level::Info: return {QStringLiteral("info"), &Colours::info, &Colours::infoFill, &Colours::info};
        case MessageBar::Level::Warning: return {QStringLiteral("warning"), &Colours::warning, &Colours::warningFill, &Colours::warningMark};
        case MessageBar::Level::Error: break;
        }
        return {QStringLiteral("error"), &Colours::error, &Colours::errorFill, &Colours::error};
    }

} // namespace

MessageBar::MessageBar(QWidget* parent)
    : QWidget(parent)
    , m_icon(new IconLabel(QStringLiteral("info")))
    , m_text(new QLabel)
    , m_details(new QLabel)
    , m_detailsButton(flatButton(tr("Details")))
    , m_actionButton(secondaryButton({}, {}, ButtonSize::Pane))
    , m_closeButton(iconButton(QStringLiteral("close"), tr("Dismiss this message")))
{
    m_text->setTextFormat(Qt::RichText);
    m_details->setTextFormat(Qt::PlainText);
    for (QLabel* label : {m_text, m_details}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_details->setFont(ui::font(Type::Secondary));
    m_details->setVisible(false);

    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    words->setContentsMargins(0, 4, 0, 4);
    words->addWidget(m_text);
    words->addWidget(m_details);
    auto* iconColumn = new QVBoxLayout;
    iconColumn->setContentsMargins(0, 6, 0, 0);
    iconColumn->addWidget(m_icon);
    iconColumn->addStretch(1);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 6, 12, 6);
    row->setSpacing(8);
    row->addLayout(iconColumn);
    row->addLayout(words, 1);
    row->addWidget(m_detailsButton, 0, Qt::AlignTop);
    row->addWidget(m_actionButton, 0, Qt::AlignTop);
    row->addWidget(m_closeButton, 0, Qt::AlignTop);
    m_actionButton->setObjectName(QStringLiteral("messageAction"));

    connect(m_closeButton, &QToolButton::clicked, this, &MessageBar::dismiss);
    connect(m_detailsButton, &QPushButton::clicked, this, [this] { m_details->setVisible(m_details->isHidden()); });
    connect(m_actionButton, &QPushButton::clicked, this, [this] {
        const auto act = std::move(m_act);
        dismiss();
        act();
    });
    setVisible(false);
}

void MessageBar::show(Level level, const QString& cause, const QString& wayOut, const QString& details)
{
    m_level = level;
    m_cause = cause;
    m_icon->set(look(level).icon, look(level).ink);
    m_text->setText(QStringLiteral("<b>%1</b> %2").arg(cause.toHtmlEscaped(), wayOut.toHtmlEscaped()));
    m_details->setText(details);
    m_details->setVisible(false);
    m_detailsButton->setVisible(!details.isEmpty());
    m_actionButton->setVisible(false);
    setAccessibleName(cause + QLatin1Char(' ') + wayOut);
    setVisible(true);
    update();
}

void MessageBar::offer(const QString& action, std::function<void()> act)
{
    m_act = std::move(act);
    setButton(m_actionButton, action);
    m_actionButton->setVisible(true);
}

void MessageBar::dismiss()
{
    const QString cause = std::exchange(m_cause, {});
    setVisible(false);
    Q_EMIT dismissed(cause);
}

void MessageBar::paintEvent(QPaintEvent*)
{
    const Colours& c = colours(palette());
    QPainter painter(this);
    painter.fillRect(rect(), c.*look(m_level).fill);
    painter.fillRect(0, 0, 3, height(), c.*look(m_level).edge);
}

} // namespace attune::ui
