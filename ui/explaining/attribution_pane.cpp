#include "ui/explaining/attribution_pane.h"

#include "ui/explaining/attribution_colours.h"
#include "ui/explaining/attribution_scale.h"
#include "ui/frame/pane.h"
#include "ui/frame/text_label.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace attune::ui {

AttributionPane::AttributionPane(QWidget* parent)
    : QWidget(parent)
    , m_title(new PaneTitle({}))
    , m_scale(new AttributionScale)
    , m_list(new AttributionList)
    , m_agreementTitle(new TextLabel(tr("Its ranking agrees with that of"), Type::Secondary, &Colours::text3))
    , m_agreement(new TextLabel({}, Type::Secondary, &Colours::text2))
    , m_correlations(new TextLabel({}, Type::Secondary, &Colours::text))
{
    setMinimumWidth(288);
    m_title->setFixedHeight(44);
    m_agreement->setObjectName(QStringLiteral("agreement"));
    m_correlations->setObjectName(QStringLiteral("correlations"));
    m_correlations->setAlignment(Qt::AlignRight);
    for (TextLabel* label : {m_agreementTitle, m_agreement, m_correlations})
        label->setToolTip(ui::toolTip(
            tr("Spearman's rank correlation of the words' orders: 1 where two methods put the words into the same order, 0 where the orders have nothing in "
               "common, −1 where one is the other reversed. Where the methods disagree, trust none of them alone.")));
    auto* area = new QScrollArea;
    area->setWidget(m_list);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->viewport()->setAutoFillBackground(false);
    area->setAccessibleName(m_list->accessibleName());
    m_list->setAutoFillBackground(false);

    auto* room = new QVBoxLayout;
    room->setContentsMargins(16, 4, 16, 12);
    room->setSpacing(8);
    room->addWidget(m_scale);
    room->addWidget(area, 1);
    auto* agreement = new QHBoxLayout;
    agreement->addWidget(m_agreement, 1);
    agreement->addWidget(m_correlations);
    room->addWidget(m_agreementTitle);
    room->addLayout(agreement);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(m_title);
    rows->addLayout(room, 1);
    clear();
}

void AttributionPane::show(const QString& label, const QList<AttributionList::Row>& rows, double scale)
{
    m_title->setTitle(tr("Moved the score of %1").arg(label));
    m_list->setRows(rows, scale);
    m_scale->setScale(scale);
}

void AttributionPane::setAgreements(const QList<Agreement>& agreements)
{
    QStringList names, figures;
    for (const Agreement& agreement : agreements) {
        names.append(agreement.with);
        figures.append(agreement.correlation ? withMinus(*agreement.correlation, 2) : QStringLiteral("–"));
    }
    m_agreementTitle->setVisible(!agreements.isEmpty());
    m_agreement->setText(names.join(QLatin1Char('\n')));
    m_correlations->setText(figures.join(QLatin1Char('\n')));
}

void AttributionPane::clear()
{
    m_title->setTitle(tr("Moved the score"));
    m_list->setRows({}, 1);
    m_scale->setScale(0);
    setAgreements({});
}

} // namespace attune::ui
