#include "ui/evaluation/comparison_strip.h"

#include "ui/frame/buttons.h"
#include "ui/frame/text_label.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

namespace attune::ui {

ComparisonStrip::ComparisonStrip(QWidget* parent)
    : QWidget(parent)
    , m_words(new TextLabel({}, Type::Secondary))
    , m_onlyHere(secondaryButton({}, {}, ButtonSize::Pane))
    , m_onlyThere(secondaryButton({}, {}, ButtonSize::Pane))
{
    setFixedHeight(44);
    m_words->setObjectName(QStringLiteral("comparison"));
    m_words->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_onlyHere->setObjectName(QStringLiteral("onlyHere"));
    m_onlyThere->setObjectName(QStringLiteral("onlyThere"));
    auto* close = iconButton(QStringLiteral("close"), tr("Compare no longer"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 0, 16, 0);
    row->setSpacing(8);
    row->addWidget(m_words, 1);
    row->addWidget(m_onlyHere);
    row->addWidget(m_onlyThere);
    row->addWidget(close);
    connect(m_onlyHere, &QPushButton::clicked, this, [this] { Q_EMIT rowsWanted(RowFilter::Against::OnlyHere); });
    connect(m_onlyThere, &QPushButton::clicked, this, [this] { Q_EMIT rowsWanted(RowFilter::Against::OnlyThere); });
    connect(close, &QToolButton::clicked, this, &ComparisonStrip::closed);
    hide();
}

void ComparisonStrip::show(const Evaluation& shown, const Comparison& comparison)
{
    const core::EvaluationMetrics& other = comparison.other->report().metrics;
    const QString chance = comparison.chance < 0.001 ? tr("less than 0.1 %") : percent(comparison.chance);
    m_words->setText(tr("%1: accuracy %2, macro-F1 %3. Models equally good differ as much in %4 of cases.")
                         .arg(comparison.other->subject().name, decimal(other.accuracy, 3), decimal(other.macroF1, 3), chance));
    m_words->setToolTip(ui::toolTip(m_words->text() + QLatin1Char(' ') + tr("McNemar's exact test.")));
    const auto offer = [](QPushButton* button, std::int64_t rows, const QString& text, const QString& model) {
        setButton(button, text.arg(number(static_cast<std::uint64_t>(rows))));
        button->setEnabled(rows > 0);
        button->setToolTip(tr("Rows that %1 alone gets right").arg(model));
    };
    offer(m_onlyHere, comparison.counts.onlyFirst, tr("%1 only right here"), shown.subject().name);
    offer(m_onlyThere, comparison.counts.onlySecond, tr("%1 only right there"), comparison.other->subject().name);
    QWidget::show();
}

QString ComparisonStrip::text() const
{
    return m_words->text();
}

void ComparisonStrip::paintEvent(QPaintEvent*)
{
    const Colours& c = colours(palette());
    QPainter painter(this);
    painter.fillRect(rect(), c.infoFill);
    painter.fillRect(QRect(0, height() - 1, width(), 1), c.separator);
}

} // namespace attune::ui
