#include "ui/prediction/attention_pane.h"

#include "ui/frame/pane.h"
#include "ui/frame/segmented_control.h"
#include "ui/plotting/heatmap.h"
#include "ui/prediction/bar_list.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>

#include <algorithm>
#include <numeric>

namespace attune::ui {

namespace {

enum Mode { kOneHead, kMeanOfHeads };
constexpr std::size_t kTokensListed = 12;

void fill(QComboBox* box, const QString& name, std::size_t count, int chosen)
{
    const QSignalBlocker blocker(box);
    box->clear();
    for (std::size_t i = 0; i < count; ++i)
        box->addItem(name.arg(i + 1));
    box->setCurrentIndex(count == 0 ? -1 : std::clamp(chosen, 0, int(count) - 1));
}

} // namespace

AttentionPane::AttentionPane(QWidget* parent)
    : QWidget(parent)
    , m_heatmap(new Heatmap)
    , m_layer(new QComboBox)
    , m_head(new QComboBox)
    , m_mode(new SegmentedControl({tr("One"), tr("Mean")}))
    , m_row(new QWidget)
    , m_rowTitle(new PaneTitle({}))
    , m_rowBars(new BarList(2))
{
    m_layer->setObjectName(QStringLiteral("attentionLayer"));
    m_head->setObjectName(QStringLiteral("attentionHead"));
    m_layer->setAccessibleName(tr("Layer"));
    m_head->setAccessibleName(tr("Head"));
    m_mode->setToolTip(tr("One head, or the mean of all heads of the layer."));
    m_layer->setMinimumWidth(96);
    m_head->setMinimumWidth(96);
    m_mode->setCurrent(kMeanOfHeads);
    m_row->setFixedWidth(336);

    auto* title = new PaneTitle(tr("Attention"));
    title->addBeside(m_layer);
    title->addBeside(m_head);
    title->addBeside(m_mode);
    title->setFixedHeight(44);

    auto* map = new QVBoxLayout;
    map->setSpacing(0);
    map->addWidget(title);
    auto* mapRoom = new QVBoxLayout;
    mapRoom->setContentsMargins(16, 4, 16, 16);
    mapRoom->addWidget(m_heatmap);
    map->addLayout(mapRoom, 1);

    auto* row = new QVBoxLayout(m_row);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_rowTitle->setFixedHeight(44);
    row->addWidget(m_rowTitle);
    auto* bars = new QVBoxLayout;
    bars->setContentsMargins(16, 4, 16, 16);
    bars->addWidget(m_rowBars);
    bars->addStretch(1);
    row->addLayout(bars, 1);

    auto* columns = new QHBoxLayout(this);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    columns->addLayout(map, 1);
    columns->addWidget(new Separator(Qt::Vertical));
    columns->addWidget(m_row);

    connect(m_layer, &QComboBox::currentIndexChanged, this, &AttentionPane::applySelection);
    connect(m_head, &QComboBox::currentIndexChanged, this, &AttentionPane::applySelection);
    connect(m_mode, &SegmentedControl::currentChanged, this, &AttentionPane::applySelection);
    connect(m_heatmap, &Heatmap::hovered, this, &AttentionPane::showRow);
    connect(m_heatmap, &Heatmap::chosen, this, &AttentionPane::showRow);
    clear();
}

void AttentionPane::show(const core::AttentionMaps& maps, const QStringList& tokens)
{
    fillSelectors(maps.layers, maps.heads);
    m_maps = maps;
    m_tokens = tokens;
    applySelection();
}

void AttentionPane::clear()
{
    m_maps = {};
    m_heatmap->clear();
    m_layer->setEnabled(false);
    m_head->setEnabled(false);
    m_mode->setEnabled(false);
}

void AttentionPane::fillSelectors(std::size_t layers, std::size_t heads)
{
    // The choice outlives the sentence; a model of another shape begins at its last layer.
    if (std::size_t(m_layer->count()) != layers || std::size_t(m_head->count()) != heads) {
        fill(m_layer, tr("Layer %1"), layers, int(layers) - 1);
        fill(m_head, tr("Head %1"), heads, 0);
    }
    m_layer->setEnabled(layers > 0);
    m_mode->setEnabled(heads > 0);
}

void AttentionPane::applySelection()
{
    const bool one = m_mode->current() == kOneHead;
    m_head->setEnabled(one && m_head->count() > 0);
    if (m_maps.tokens == 0)
        return;
    const auto index = [](const QComboBox* box) { return std::size_t(std::max(0, box->currentIndex())); };
    const std::size_t size = m_maps.tokens * m_maps.tokens, layer = index(m_layer), first = one ? index(m_head) : 0, count = one ? 1 : m_maps.heads;
    HeatMatrix matrix{{m_tokens}, {m_tokens}, std::vector<float>(size)};
    for (std::size_t head = first; head < first + count; ++head)
        for (std::size_t i = 0; i < size; ++i)
            matrix.values[i] += m_maps.values[(layer * m_maps.heads + head) * size + i] / float(count);
    m_heatmap->setMatrix(std::move(matrix), HeatScale::shares());
    showRow();
}

void AttentionPane::showRow()
{
    const HeatMatrix& matrix = m_heatmap->matrix();
    const std::size_t tokens = matrix.rows.count(), from = m_heatmap->spot().row.value_or(0);
    std::vector<std::size_t> order(tokens);
    std::iota(order.begin(), order.end(), std::size_t(0));
    const auto shown = std::min(tokens, kTokensListed);
    std::partial_sort(order.begin(), order.begin() + std::ptrdiff_t(shown), order.end(), [&](std::size_t a, std::size_t b) {
        const float left = matrix.at(from, a), right = matrix.at(from, b);
        return left != right ? left > right : a < b;
    });
    QList<BarList::Bar> bars;
    for (std::size_t i = 0; i < shown; ++i)
        bars.append({m_tokens[qsizetype(order[i])], matrix.at(from, order[i]), order[i] == m_heatmap->spot().column});
    m_row->setVisible(tokens > 0);
    if (tokens == 0)
        return;
    m_rowTitle->setTitle(tr("%1 looks at").arg(m_tokens[qsizetype(from)]));
    m_rowTitle->setFact(tokens > shown ? tr("the %1 most").arg(shown) : QString());
    m_rowBars->setBars(bars);
}

} // namespace attune::ui
