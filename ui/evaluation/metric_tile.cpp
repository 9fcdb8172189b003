#include "ui/evaluation/metric_tile.h"

#include "ui/frame/text_label.h"
#include "ui/words.h"

#include <QHBoxLayout>

namespace attune::ui {

MetricTile::MetricTile(const QString& name, const QString& meaning, QWidget* parent)
    : QWidget(parent)
    , m_name(name)
    , m_meaning(meaning)
    , m_value(new TextLabel({}, Type::Metric))
    , m_range(new TextLabel({}, Type::Secondary, &Colours::text2))
    , m_bar(new IntervalBar)
{
    auto* figures = new QHBoxLayout;
    figures->setSpacing(8);
    figures->addWidget(m_value);
    figures->addWidget(m_range, 0, Qt::AlignBottom);
    figures->addStretch(1);
    m_range->setContentsMargins(0, 0, 0, 3);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(16, 8, 16, 6);
    rows->setSpacing(0);
    auto* title = new TextLabel(name, Type::Secondary, &Colours::text2);
    title->setMinimumWidth(40);
    rows->addWidget(title);
    rows->addLayout(figures);
    rows->addSpacing(2);
    m_bar->setMaximumWidth(260);
    rows->addWidget(m_bar);
    setFixedHeight(95);
    setToolTip(ui::toolTip(meaning));
    setAccessibleName(name);
}

void MetricTile::set(double value, std::optional<core::Interval> interval, const IntervalBar::Scale& scale,
    std::optional<IntervalBar::Reference> reference, const QString& remark)
{
    m_value->setText(decimal(value, 3));
    m_range->setText(interval ? tr("%1 to %2").arg(decimal(interval->low, 3), decimal(interval->high, 3)) : remark);
    m_bar->set(scale, value, interval, std::move(reference));
    setAccessibleDescription(text());
}

void MetricTile::setOther(std::optional<double> value, const QString& model)
{
    m_bar->setOther(value);
    setToolTip(ui::toolTip(value ? tr("%1 The square is %2: %3.").arg(m_meaning, model, decimal(*value, 3)) : m_meaning));
}

QString MetricTile::text() const
{
    return QStringLiteral("%1 %2, %3").arg(m_name, m_value->text(), m_range->text());
}

} // namespace attune::ui
