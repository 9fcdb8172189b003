#include "ui/comparing/comparison_legend.h"

#include "ui/frame/segmented_control.h"
#include "ui/frame/text_label.h"

#include <QPainter>
#include <QVBoxLayout>

namespace attune::ui {

ComparisonLegend::ComparisonLegend(QWidget* parent)
    : QWidget(parent)
    , m_name(new TextLabel({}, Type::Secondary, &Colours::text2))
    , m_view(new SegmentedControl({tr("Attention"), tr("Compared")}))
{
    m_name->setObjectName(QStringLiteral("comparedName"));
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_view->setObjectName(QStringLiteral("comparedView"));
    m_view->setAccessibleName(tr("Shown below"));
    m_view->setToolTip(tr("The attention of the model that answers, or both side by side."));
    m_view->setCurrent(1);
    m_name->setContentsMargins(10, 0, 0, 0);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(8);
    rows->addWidget(m_name);
    rows->addWidget(m_view, 0, Qt::AlignLeft);
    connect(m_view, &SegmentedControl::currentChanged, this, &ComparisonLegend::comparedChanged);
    hide();
}

void ComparisonLegend::setName(const QString& name)
{
    m_name->setText(name);
    m_name->setToolTip(name);
    update();
}

bool ComparisonLegend::compared() const { return m_view->current() == 1; }

void ComparisonLegend::setCompared(bool compared) { m_view->setCurrent(compared ? 1 : 0); }

void ComparisonLegend::paintEvent(QPaintEvent*)
{
    if (m_name->text().isEmpty())
        return;
    QPainter painter(this);
    painter.fillRect(QRectF(0, m_name->geometry().center().y() - 6, 2, 14), colours(palette()).text);
}

} // namespace attune::ui
