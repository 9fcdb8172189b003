#include "ui/plotting/plot_frame.h"

#include "ui/frame/theme.h"

namespace attune::ui {

void setUpPlot(QCustomPlot& plot, const QMargins& margins)
{
    plot.setFocusPolicy(Qt::StrongFocus);
    plot.plotLayout()->setMargins({});
    plot.axisRect()->setAutoMargins(QCP::msNone);
    plot.axisRect()->setMargins(margins);
    plot.axisRect()->setupFullAxesBox(false);
    plot.xAxis2->setVisible(false);
    plot.yAxis2->setVisible(false);
    plot.xAxis->grid()->setVisible(false);
    for (QCPAxis* axis : {plot.xAxis, plot.yAxis}) {
        axis->setTickLength(0, 4);
        axis->setSubTicks(false);
        axis->setTickLabelPadding(4);
    }
}

void applyPlotColours(QCustomPlot& plot)
{
    const Colours& c = colours(plot.palette());
    plot.setBackground(QBrush(c.surface));
    for (QCPAxis* axis : {plot.xAxis, plot.yAxis}) {
        axis->setBasePen(QPen(c.axis, 1));
        axis->setTickPen(QPen(c.axis, 1));
        axis->setTickLabelColor(c.text2);
        axis->setTickLabelFont(ui::font(Type::Caption));
        axis->grid()->setPen(QPen(c.grid, 1));
        axis->grid()->setZeroLinePen(QPen(c.grid, 1));
    }
}

void paintBottomName(QPainter& painter, const QCustomPlot& plot, const QString& name)
{
    const QRect area = plot.axisRect()->rect();
    painter.setFont(ui::font(Type::Caption));
    painter.setPen(colours(plot.palette()).text2);
    painter.drawText(QRect(area.left(), area.bottom() + 6, area.width(), 16), Qt::AlignRight | Qt::AlignTop, name);
}

} // namespace attune::ui
