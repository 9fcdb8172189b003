#include "ui/explaining/lines_pane.h"

#include "ui/explaining/attention_lines.h"
#include "ui/explaining/attention_pane.h"
#include "ui/plotting/heatmap.h"
#include "ui/plotting/picture.h"
#include "ui/plotting/plot_menu.h"

namespace attune::ui {

LinesPane::LinesPane(const Heatmap* heatmap, QWidget* parent)
    : QScrollArea(parent)
    , m_lines(new AttentionLines)
    , m_menu(new PlotMenu([this] { return pictureOf(*m_lines, [this](QPainter& painter) { m_lines->paint(painter, m_lines->rect()); }); }, this))
{
    setWidget(m_lines);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setViewportMargins(12, 0, 12, 8);
    viewport()->setAutoFillBackground(false);
    m_lines->setAutoFillBackground(false);
    m_menu->setValues([heatmap] { return [matrix = heatmap->matrix()] { return valuesOf(matrix); }; });
    m_lines->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_lines, &QWidget::customContextMenuRequested, this, [this](QPoint at) { m_menu->popup(m_lines->mapToGlobal(at)); });
    connect(m_menu, &PlotMenu::failed, this, &LinesPane::failed);
}

void LinesPane::bringIntoView(std::size_t row)
{
    const QPoint at = m_lines->fromPlace(row).toPoint();
    ensureVisible(0, at.y(), 0, 24);
}

} // namespace attune::ui
