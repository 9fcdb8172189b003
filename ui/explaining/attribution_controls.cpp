#include "ui/explaining/attribution_controls.h"

#include "ui/frame/segmented_control.h"
#include "ui/frame/text_label.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSettings>
#include <QSignalBlocker>

#include <array>

namespace attune::ui {

namespace {

const QString kMethod = QStringLiteral("predict/explainMethod");
constexpr std::array kMethods{core::ExplainMethod::IntegratedGradients, core::ExplainMethod::GradientTimesInput, core::ExplainMethod::LeaveOneOut};

QStringList methodNames()
{
    QStringList names;
    for (const core::ExplainMethod method : kMethods)
        names.append(AttributionControls::nameOf(method));
    return names;
}

} // namespace

QString AttributionControls::nameOf(core::ExplainMethod method)
{
    switch (method) {
    case core::ExplainMethod::GradientTimesInput: return tr("Gradient × input");
    case core::ExplainMethod::LeaveOneOut: return tr("Leave one out");
    case core::ExplainMethod::Rollout: return tr("Rollout");
    case core::ExplainMethod::IntegratedGradients: break;
    }
    return tr("Integrated gradients");
}

AttributionControls::AttributionControls(QWidget* parent)
    : QWidget(parent)
    , m_label(new QComboBox)
    , m_method(new SegmentedControl(methodNames()))
{
    m_label->setObjectName(QStringLiteral("explainedLabel"));
    m_label->setAccessibleName(tr("Class whose score is explained"));
    m_label->setToolTip(tr("The class whose score is explained: the predicted one unless you choose another."));
    m_label->setMinimumWidth(88);
    m_label->setMaximumWidth(160);
    m_method->setObjectName(QStringLiteral("explainMethod"));
    m_method->setAccessibleName(tr("How it is explained"));
    m_method->setToolTip(tr("Integrated gradients share out the score among the words. Gradient × input does so at a glance, more coarsely. "
                            "Leave one out masks each word and sees what the score loses."));
    m_method->setWhatsThis(tr("Attribution says what moved the score of a class, word by word. Integrated gradients walk from an empty text to this one and share "
                              "out what the score gains on the way; the convergence delta says by how much they miss the sum. Gradient × input looks at the end of "
                              "that way alone. Leave one out masks each word. None of them tells what the model would do with another text."));
    m_method->setCurrent(std::clamp(QSettings().value(kMethod, 0).toInt(), 0, int(kMethods.size()) - 1));

    auto* words = new TextLabel(tr("What m&oved the score of"), Type::Body, &Colours::text2);
    words->setBuddy(m_label);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(words);
    row->addWidget(m_label);
    row->addWidget(m_method);
    row->addStretch(1);

    connect(m_label, &QComboBox::activated, this, [this] {
        m_chosen = true;
        Q_EMIT labelChosen();
    });
    connect(m_method, &SegmentedControl::currentChanged, this, [this](int method) {
        QSettings().setValue(kMethod, method);
        Q_EMIT methodChosen();
    });
}

void AttributionControls::setLabels(const QStringList& labels, int predicted)
{
    const QSignalBlocker blocker(m_label);
    if (labels != m_labels) {
        m_labels = labels;
        m_chosen = false;
        m_label->clear();
        m_label->addItems(labels);
    }
    if (!m_chosen)
        m_label->setCurrentIndex(predicted);
}

std::optional<std::size_t> AttributionControls::label() const
{
    return m_label->currentIndex() < 0 ? std::nullopt : std::optional(std::size_t(m_label->currentIndex()));
}

core::ExplainMethod AttributionControls::method() const { return kMethods[std::size_t(std::max(0, m_method->current()))]; }

} // namespace attune::ui
