#include "ui/explaining/attention_controls.h"

#include "ui/explaining/attention_selection.h"
#include "ui/frame/segmented_control.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>

namespace attune::ui {

namespace {

/// One entry for each, and a last one for all of them.
void fill(QComboBox* box, const QString& name, const QString& all, std::size_t count, std::optional<std::size_t> chosen)
{
    const QSignalBlocker blocker(box);
    if (std::size_t(box->count()) != (count == 0 ? 0 : count + 1)) {
        box->clear();
        for (std::size_t i = 0; i < count; ++i)
            box->addItem(name.arg(i + 1));
        if (count > 0)
            box->addItem(all);
    }
    box->setCurrentIndex(count == 0 ? -1 : int(chosen.value_or(count)));
}

std::optional<std::size_t> chosenIn(const QComboBox* box)
{
    const int index = box->currentIndex();
    return index < 0 || index == box->count() - 1 ? std::nullopt : std::optional(std::size_t(index));
}

} // namespace

AttentionControls::AttentionControls(AttentionSelection* selection, const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_selection(selection)
    , m_layer(new QComboBox)
    , m_head(new QComboBox)
    , m_reading(new SegmentedControl({tr("One"), tr("Mean"), tr("Max"), tr("Rollout")}))
{
    m_layer->setObjectName(name + QStringLiteral("Layer"));
    m_head->setObjectName(name + QStringLiteral("Head"));
    m_reading->setObjectName(name + QStringLiteral("Reading"));
    m_layer->setAccessibleName(tr("Layer"));
    m_head->setAccessibleName(tr("Head"));
    m_reading->setAccessibleName(tr("One head or several"));
    m_layer->setToolTip(tr("Layers follow one another. All layers: their mean or maximum."));
    m_head->setToolTip(tr("The heads of a layer look at the same time. All heads: their mean or maximum."));
    m_reading->setToolTip(tr("One head; the mean or the maximum over all heads, all layers or both; or rollout, which follows attention through all layers."));
    m_layer->setMinimumWidth(96);
    m_head->setMinimumWidth(96);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_layer);
    row->addWidget(m_head);
    row->addWidget(m_reading);

    connect(m_layer, &QComboBox::currentIndexChanged, this, [this] { m_selection->setLayer(chosenIn(m_layer)); });
    connect(m_head, &QComboBox::currentIndexChanged, this, [this] { m_selection->setHead(chosenIn(m_head)); });
    connect(m_reading, &SegmentedControl::currentChanged, this, [this](int reading) { m_selection->setReading(AttentionSelection::Reading(reading)); });
    connect(m_selection, &AttentionSelection::choiceChanged, this, &AttentionControls::showChoice);
    showChoice();
}

void AttentionControls::showChoice()
{
    const core::AttentionChoice& choice = m_selection->choice();
    const bool all = choice.reading == AttentionSelection::Reading::Rollout;
    fill(m_layer, tr("Layer %1"), tr("All layers"), m_selection->layers(), all ? std::nullopt : choice.layer);
    fill(m_head, tr("Head %1"), tr("All heads"), m_selection->heads(), all ? std::nullopt : choice.head);
    m_layer->setEnabled(m_selection->layers() > 0 && !all);
    m_head->setEnabled(m_selection->heads() > 0 && !all);
    m_reading->setEnabled(m_selection->heads() > 0);
    const QSignalBlocker blocker(m_reading);
    m_reading->setCurrent(int(choice.reading));
}

} // namespace attune::ui
