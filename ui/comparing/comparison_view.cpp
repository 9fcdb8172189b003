#include "ui/comparing/comparison_view.h"

#include "ui/comparing/compared_maps.h"
#include "ui/comparing/changed_heads_pane.h"
#include "ui/frame/pane.h"
#include "ui/frame/segmented_control.h"
#include "ui/frame/text_label.h"
#include "ui/prediction/token_words.h"
#include "ui/words.h"

#include <QComboBox>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

enum Mode { kOneHead, kMeanOfHeads };

QStringList namesOf(const core::Prediction& prediction)
{
    QStringList names;
    for (const core::Token& token : prediction.tokens)
        names.append(axisLabel(token));
    return names;
}

/// One head of a layer, or the mean of them all. A model with fewer layers or heads shows its last.
HeatMatrix matrixOf(const core::AttentionMaps& maps, const QStringList& names, std::size_t layer, std::optional<std::size_t> head)
{
    HeatMatrix matrix{{names}, {names}, std::vector<float>(maps.tokens * maps.tokens, 0.0f)};
    layer = std::min(layer, maps.layers - 1);
    const std::size_t first = head ? std::min(*head, maps.heads - 1) : 0, count = head ? 1 : maps.heads, pairs = maps.tokens * maps.tokens;
    for (std::size_t one = first; one < first + count; ++one) {
        const float* values = maps.values.data() + (layer * maps.heads + one) * pairs;
        for (std::size_t i = 0; i < pairs; ++i)
            matrix.values[i] += values[i] / float(count);
    }
    return matrix;
}

/// To one digit; a model beside itself has a scale as well.
double roundedUp(double largest)
{
    const double decade = std::pow(10.0, std::floor(std::log10(std::max(largest, 0.01)) + 1e-9));
    return std::max(0.01, std::ceil(largest / decade - 1e-6) * decade);
}

void fill(QComboBox* box, const QString& name, std::size_t count, int chosen)
{
    if (std::size_t(box->count()) == count)
        return; // the choice outlives the text
    const QSignalBlocker blocker(box);
    box->clear();
    for (std::size_t i = 0; i < count; ++i)
        box->addItem(name.arg(i + 1));
    box->setCurrentIndex(chosen);
}

} // namespace

QString answerInWords(const core::Prediction& prediction)
{
    return QStringLiteral("%1 %2").arg(QString::fromStdString(prediction.labels[prediction.label]), percent(double(prediction.probabilities[prediction.label])));
}

ComparisonView::ComparisonView(QWidget* parent)
    : QWidget(parent)
    , m_layer(new QComboBox)
    , m_head(new QComboBox)
    , m_mode(new SegmentedControl({tr("One"), tr("Mean")}))
    , m_note(new TextLabel({}, Type::Body, &Colours::warning))
    , m_maps(new ComparedMaps)
    , m_reading(new TextLabel({}, Type::Secondary, &Colours::text2))
    , m_heads(new ChangedHeadsPane)
{
    m_layer->setObjectName(QStringLiteral("comparedLayer"));
    m_layer->setAccessibleName(tr("Layer"));
    m_layer->setMinimumWidth(96);
    m_head->setObjectName(QStringLiteral("comparedHead"));
    m_head->setAccessibleName(tr("Head"));
    m_head->setMinimumWidth(96);
    m_mode->setObjectName(QStringLiteral("comparedMode"));
    m_mode->setToolTip(tr("One head, or the mean of all heads of the layer."));
    m_mode->setCurrent(kMeanOfHeads);
    m_note->setObjectName(QStringLiteral("incomparable"));
    m_note->setWordWrap(true);
    m_note->hide();
    m_reading->setObjectName(QStringLiteral("comparedReading"));
    m_reading->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_reading->setMinimumHeight(20);

    auto* title = new PaneTitle(tr("Attention side by side"));
    title->addBeside(m_layer);
    title->addBeside(m_head);
    title->addBeside(m_mode);
    title->setFixedHeight(44);

    auto* room = new QVBoxLayout;
    room->setContentsMargins(16, 4, 16, 8);
    room->setSpacing(4);
    room->addWidget(m_note);
    room->addWidget(m_maps, 1);
    room->addWidget(m_reading);
    auto* left = new QVBoxLayout;
    left->setSpacing(0);
    left->addWidget(title);
    left->addLayout(room, 1);
    auto* columns = new QHBoxLayout(this);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    columns->addLayout(left, 1);
    columns->addWidget(new Separator(Qt::Vertical));
    columns->addWidget(m_heads);

    connect(m_layer, &QComboBox::currentIndexChanged, this, &ComparisonView::applySelection);
    connect(m_head, &QComboBox::currentIndexChanged, this, &ComparisonView::applySelection);
    connect(m_mode, &SegmentedControl::currentChanged, this, &ComparisonView::applySelection);
    connect(m_heads, &ChangedHeadsPane::headChosen, this, [this](std::size_t layer, std::size_t head) { setSelection(layer, head); });
    connect(m_maps, &ComparedMaps::readingChanged, m_reading, &QLabel::setText);
}

void ComparisonView::show(std::shared_ptr<const ModelComparison> comparison, const QString& before, const QString& after)
{
    m_comparison = std::move(comparison);
    m_beforeName = before;
    m_afterName = after;
    fillSelectors();
    const Failure& why = m_comparison->incomparable;
    m_note->setText(why.wayOut.isEmpty() ? why.cause : why.cause + QLatin1Char(' ') + why.wayOut);
    m_note->setVisible(!m_comparison->change);
    m_heads->setChange(m_comparison->change ? &*m_comparison->change : nullptr);
    applySelection();
}

void ComparisonView::clear()
{
    m_comparison.reset();
    m_maps->clear();
    m_heads->setChange(nullptr);
    m_note->hide();
}

void ComparisonView::setSelection(std::size_t layer, std::optional<std::size_t> head)
{
    {
        const QSignalBlocker layers(m_layer), heads(m_head), modes(m_mode);
        m_layer->setCurrentIndex(int(layer));
        if (head)
            m_head->setCurrentIndex(int(*head));
        m_mode->setCurrent(head ? kOneHead : kMeanOfHeads);
    }
    applySelection();
}

void ComparisonView::fillSelectors()
{
    const core::AttentionMaps& maps = m_comparison->after.attention;
    fill(m_layer, tr("Layer %1"), maps.layers, int(maps.layers) - 1);
    fill(m_head, tr("Head %1"), maps.heads, 0);
}

void ComparisonView::applySelection()
{
    const bool one = m_mode->current() == kOneHead;
    m_head->setEnabled(one);
    if (!m_comparison)
        return;
    const auto layer = std::size_t(std::max(0, m_layer->currentIndex()));
    const auto head = one ? std::optional(std::size_t(std::max(0, m_head->currentIndex()))) : std::nullopt;
    const core::Prediction &before = m_comparison->before, &after = m_comparison->after;
    std::optional<ComparedMaps::Difference> difference;
    if (m_comparison->change) // one scale for all heads, and one for all means, so that their colours can be compared
        difference = {matrixOf(m_comparison->change->difference, namesOf(after), layer, head),
            HeatScale::differences(roundedUp(double(one ? m_comparison->largest : m_comparison->largestMean)))};
    m_maps->show({m_beforeName, answerInWords(before), matrixOf(before.attention, namesOf(before), layer, head)},
        {m_afterName, answerInWords(after), matrixOf(after.attention, namesOf(after), layer, head)}, std::move(difference));
    m_heads->setHead(layer, head);
}

} // namespace attune::ui
