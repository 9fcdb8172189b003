#include "ui/explaining/attention_pane.h"

#include "core/data/csv_writer.h"
#include "ui/explaining/attention_selection.h"
#include "ui/frame/buttons.h"
#include "ui/frame/pane.h"
#include "ui/frame/segmented_control.h"
#include "ui/plotting/heatmap.h"
#include "ui/plotting/picture.h"
#include "ui/plotting/plot_menu.h"
#include "ui/words.h"

#include <QComboBox>
#include <QContextMenuEvent>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

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

AttentionPane::AttentionPane(AttentionSelection* selection, QWidget* parent)
    : QWidget(parent)
    , m_selection(selection)
    , m_heatmap(new Heatmap)
    , m_layer(new QComboBox)
    , m_head(new QComboBox)
    , m_reading(new SegmentedControl({tr("One"), tr("Mean"), tr("Max"), tr("Rollout")}))
    , m_menu(new PlotMenu([this] { return pictureOf(*m_heatmap, [this](QPainter& painter) { m_heatmap->paint(painter); }); }, this))
{
    m_layer->setObjectName(QStringLiteral("attentionLayer"));
    m_head->setObjectName(QStringLiteral("attentionHead"));
    m_reading->setObjectName(QStringLiteral("attentionReading"));
    m_layer->setAccessibleName(tr("Layer"));
    m_head->setAccessibleName(tr("Head"));
    m_reading->setAccessibleName(tr("One head or several"));
    m_layer->setToolTip(tr("Layers follow one another. All layers: their mean or maximum."));
    m_head->setToolTip(tr("The heads of a layer look at the same time. All heads: their mean or maximum."));
    m_reading->setToolTip(tr("One head; the mean or the maximum over all heads, all layers or both; or rollout, which follows attention through all layers."));
    m_layer->setMinimumWidth(96);
    m_head->setMinimumWidth(96);
    m_heatmap->setAccessibleName(tr("Attention"));
    m_heatmap->setWhatsThis(tr("Rows look, columns are looked at: each cell is the share of a row's attention that goes to a column, and each row adds up to 1. A "
                               "maximum shows where any head looked, and its rows add up to more. Rollout follows attention through all layers back to the "
                               "words. None of them says what moved the answer: a bright cell is no proof that the word mattered.\n\n"
                               "The wheel zooms, dragging moves, a click keeps a cell; arrow keys move it, + and − zoom, 0 shows everything, Escape lets go."));

    auto* more = iconButton(QStringLiteral("more"), tr("More"));
    more->setPopupMode(QToolButton::InstantPopup);
    more->setMenu(m_menu);
    auto* title = new PaneTitle(tr("Attention"));
    title->addBeside(m_layer);
    title->addBeside(m_head);
    title->addBeside(m_reading);
    title->addAtRight(more);
    title->setFixedHeight(44);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(title);
    auto* room = new QVBoxLayout;
    room->setContentsMargins(16, 0, 8, 12);
    room->addWidget(m_heatmap);
    rows->addLayout(room, 1);

    m_menu->offerFit(Qt::Key_0);
    m_menu->setValues([this] { return [matrix = m_heatmap->matrix()] { return valuesOf(matrix); }; });
    m_heatmap->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_heatmap, &QWidget::customContextMenuRequested, this, [this](QPoint at) { m_menu->popup(m_heatmap->mapToGlobal(at)); });
    connect(m_menu, &PlotMenu::fitRequested, m_heatmap, &Heatmap::fit);
    connect(m_menu, &PlotMenu::failed, this, &AttentionPane::failed);
    connect(m_layer, &QComboBox::currentIndexChanged, this, [this] { m_selection->setLayer(chosenIn(m_layer)); });
    connect(m_head, &QComboBox::currentIndexChanged, this, [this] { m_selection->setHead(chosenIn(m_head)); });
    connect(m_reading, &SegmentedControl::currentChanged, this, [this](int reading) { m_selection->setReading(AttentionSelection::Reading(reading)); });
    connect(m_selection, &AttentionSelection::choiceChanged, this, &AttentionPane::showChoice);
    showChoice();
}

void AttentionPane::showChoice()
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

QString valuesOf(const HeatMatrix& matrix)
{
    std::vector<std::string> fields{"from \\ to"};
    for (const QString& name : matrix.columns.names)
        fields.push_back(name.toStdString());
    std::string text = core::csvRecord(fields);
    for (std::size_t row = 0; row < matrix.rows.count(); ++row) {
        fields.assign(1, matrix.rows.names[qsizetype(row)].toStdString());
        for (std::size_t column = 0; column < matrix.columns.count(); ++column)
            fields.push_back(csvNumber(double(matrix.at(row, column))));
        text += core::csvRecord(fields);
    }
    return QString::fromStdString(text);
}

} // namespace attune::ui
