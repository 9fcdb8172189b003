#include "ui/explaining/attention_pane.h"

#include "core/data/csv_writer.h"
#include "ui/explaining/attention_controls.h"
#include "ui/frame/buttons.h"
#include "ui/frame/pane.h"
#include "ui/plotting/heatmap.h"
#include "ui/plotting/picture.h"
#include "ui/plotting/plot_menu.h"
#include "ui/words.h"

#include <QContextMenuEvent>
#include <QToolButton>
#include <QVBoxLayout>

namespace attune::ui {

AttentionPane::AttentionPane(AttentionSelection* selection, QWidget* parent)
    : QWidget(parent)
    , m_heatmap(new Heatmap)
    , m_menu(new PlotMenu([this] { return pictureOf(*m_heatmap, [this](QPainter& painter) { m_heatmap->paint(painter); }); }, this))
{
    m_heatmap->setAccessibleName(tr("Attention"));
    m_heatmap->setWhatsThis(tr("Rows look, columns are looked at: each cell is the share of a row's attention that goes to a column, and each row adds up to 1. A "
                               "maximum shows where any head looked, and its rows add up to more. Rollout follows attention through all layers back to the "
                               "words. None of them says what moved the answer: a bright cell is no proof that the word mattered.\n\n"
                               "The wheel zooms, dragging moves, a click keeps a cell; arrow keys move it, + and − zoom, 0 shows everything, Escape lets go."));

    auto* more = iconButton(QStringLiteral("more"), tr("More"));
    more->setPopupMode(QToolButton::InstantPopup);
    more->setMenu(m_menu);
    auto* title = new PaneTitle(tr("Attention"));
    title->addBeside(new AttentionControls(selection, QStringLiteral("attention")));
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
