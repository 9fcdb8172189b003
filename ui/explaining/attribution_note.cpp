#include "ui/explaining/attribution_note.h"

#include "ui/explaining/attribution_colours.h"
#include "ui/frame/buttons.h"
#include "ui/frame/text_label.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QPushButton>

#include <cmath>

namespace attune::ui {

AttributionNote::AttributionNote(QWidget* parent)
    : QWidget(parent)
    , m_state(new TextLabel({}, Type::Secondary, &Colours::text2))
    , m_more(secondaryButton(tr("Mo&re steps"), {}, ButtonSize::Pane))
{
    auto* honest = new TextLabel(tr("Attention shows where the model looked, attribution what moved the score."), Type::Secondary, &Colours::text2);
    honest->setObjectName(QStringLiteral("honestSentence"));
    honest->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_state->setObjectName(QStringLiteral("explanationState"));
    m_more->setObjectName(QStringLiteral("moreSteps"));
    connect(m_more, &QPushButton::clicked, this, &AttributionNote::moreStepsRequested);
    m_more->setToolTip(tr("Takes four times as many gradients on the way from an empty text to this one: slower, and nearer to the sum."));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(honest, 1);
    row->addWidget(m_state);
    row->addWidget(m_more);
    clear();
}

void AttributionNote::clear()
{
    m_state->clear();
    m_state->setToolTip({});
    m_more->hide();
}

void AttributionNote::showProgress(quint64 done, quint64 total)
{
    clear();
    m_state->setInk(&Colours::text2);
    m_state->setText(tr("Explaining: %1 %").arg(total > 0 ? 100 * done / total : 0));
}

void AttributionNote::showFailure(const Failure& failure)
{
    clear();
    m_state->setInk(&Colours::error);
    m_state->setText(failure.cause);
    m_state->setToolTip(ui::toolTip(failure.wayOut));
}

void AttributionNote::show(const core::Explanation& explanation)
{
    clear();
    if (!explanation.convergenceDelta)
        return;
    const bool large = explanation.deltaIsLarge();
    const int digits = std::abs(*explanation.convergenceDelta) < 0.1 ? 4 : 2;
    m_state->setInk(large ? &Colours::warning : &Colours::text2);
    m_state->setText((large ? tr("Convergence delta %1: large, trust these shares little") : tr("Convergence delta %1")).arg(withMinus(*explanation.convergenceDelta, digits)));
    m_state->setToolTip(ui::toolTip(tr("The words' shares ought to sum to what the score has over that of an empty text. They miss it by this much, in %1 steps.")
                                    .arg(explanation.steps)));
    m_more->setVisible(large && explanation.steps < core::kMostExplainSteps);
}

} // namespace attune::ui
