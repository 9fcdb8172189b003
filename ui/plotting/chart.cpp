#include "ui/plotting/chart.h"

#include "ui/frame/theme.h"
#include "ui/plotting/tickers.h"

namespace attune::ui {

namespace {

constexpr int kReplotDelay = 40; // milliseconds: arriving steps are drawn together
const QMargins kMargins(48, 9, 16, 26); // the topmost figure is drawn only when all of it fits

} // namespace

Chart::Chart(Scale scale, QWidget* parent)
    : QCustomPlot(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    setNoAntialiasingOnDrag(true);
    plotLayout()->setMargins({});
    axisRect()->setAutoMargins(QCP::msNone);
    axisRect()->setMargins(kMargins);
    axisRect()->setupFullAxesBox(false);
    xAxis2->setVisible(false);
    yAxis2->setVisible(false);
    xAxis->grid()->setVisible(false);
    xAxis->setTicker(QSharedPointer<StepTicker>::create(xAxis, 34));
    yAxis->setTicker(QSharedPointer<ValueTicker>::create(scale == Scale::Percent));
    for (QCPAxis* axis : {xAxis, yAxis}) {
        axis->setTickLength(0, 4);
        axis->setSubTicks(false);
        axis->setTickLabelPadding(4);
        connect(axis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this, [this, axis](const QCPRange& range) {
            if (m_settingRange)
                return;
            m_following = false;
            if (axis != xAxis)
                return;
            // There is nothing to see before the first step and after the last.
            const QScopedValueRollback<bool> guard(m_settingRange, true);
            const QCPRange kept = range.bounded(m_steps.lower, m_steps.upper);
            xAxis->setRange(kept);
            Q_EMIT stepsViewed(kept);
        });
    }

    // QCustomPlot owns every layerable.
    new ChartGround(this);
    new ChartMarks(this);
    addLayer(QLatin1String(Crosshair::kLayer), layer(QStringLiteral("overlay")), limBelow);
    layer(QLatin1String(Crosshair::kLayer))->setMode(QCPLayer::lmBuffered);
    new Crosshair(this);

    m_replotTimer.setSingleShot(true);
    m_replotTimer.setInterval(kReplotDelay);
    connect(&m_replotTimer, &QTimer::timeout, this, [this] { replot(rpQueuedReplot); });
    applyColours();
    applyExtent();
}

QCPGraph* Chart::addLine(Stroke stroke, const QString& endLabel)
{
    QCPGraph* graph = addGraph();
    graph->setSelectable(QCP::stNone);
    m_lines.push_back({graph, stroke, endLabel});
    applyColours();
    return graph;
}

void Chart::setExtent(double steps, const QCPRange& values)
{
    m_steps = QCPRange(0, std::max(1.0, steps));
    m_values = values;
    if (m_following)
        applyExtent();
}

void Chart::fit()
{
    m_following = true;
    applyExtent();
    scheduleReplot();
}

void Chart::applyExtent()
{
    const QScopedValueRollback<bool> guard(m_settingRange, true);
    xAxis->setRange(m_steps);
    yAxis->setRange(m_values);
}

void Chart::showSteps(const QCPRange& steps)
{
    const QScopedValueRollback<bool> guard(m_settingRange, true);
    m_following = false;
    xAxis->setRange(steps);
    scheduleReplot();
}

void Chart::scheduleReplot()
{
    if (!m_replotTimer.isActive())
        m_replotTimer.start();
}

void Chart::setCrosshair(std::optional<double> step)
{
    if (m_crosshair == step)
        return;
    m_crosshair = step;
    layer(QLatin1String(Crosshair::kLayer))->replot();
}

std::optional<QCPRange> Chart::dataRange() const
{
    std::optional<QCPRange> range;
    for (const Line& line : m_lines) {
        bool found = false;
        const QCPRange keys = line.graph->getKeyRange(found);
        if (found && range)
            range->expand(keys);
        else if (found)
            range = keys;
    }
    return range;
}

void Chart::moveCrosshair(double step)
{
    if (const auto range = dataRange())
        Q_EMIT crosshairMoved(std::clamp(std::round(step), range->lower, range->upper));
}

void Chart::mouseMoveEvent(QMouseEvent* event)
{
    QCustomPlot::mouseMoveEvent(event);
    if (axisRect()->rect().contains(event->pos()))
        moveCrosshair(xAxis->pixelToCoord(event->pos().x()));
    else
        Q_EMIT crosshairMoved(std::nullopt);
}

void Chart::leaveEvent(QEvent* event)
{
    QCustomPlot::leaveEvent(event);
    Q_EMIT crosshairMoved(std::nullopt);
}

void Chart::mouseDoubleClickEvent(QMouseEvent* event)
{
    QCustomPlot::mouseDoubleClickEvent(event);
    fit();
    Q_EMIT fitted();
}

void Chart::keyPressEvent(QKeyEvent* event)
{
    const double stride = event->modifiers().testFlag(Qt::ShiftModifier) ? 10 : 1;
    const auto range = dataRange();
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (range)
            moveCrosshair(m_crosshair.value_or(range->upper) + (event->key() == Qt::Key_Left ? -stride : stride));
        break;
    case Qt::Key_Escape:
        if (m_crosshair)
            Q_EMIT crosshairMoved(std::nullopt);
        else
            QCustomPlot::keyPressEvent(event);
        break;
    case Qt::Key_Home:
        fit();
        Q_EMIT fitted();
        break;
    default:
        QCustomPlot::keyPressEvent(event);
    }
}

void Chart::changeEvent(QEvent* event)
{
    QCustomPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        applyColours();
        scheduleReplot();
    }
}

void Chart::applyColours()
{
    const Colours& c = colours(palette());
    setBackground(QBrush(c.surface));
    for (QCPAxis* axis : {xAxis, yAxis}) {
        axis->setBasePen(QPen(c.axis, 1));
        axis->setTickPen(QPen(c.axis, 1));
        axis->setTickLabelColor(c.text2);
        axis->setTickLabelFont(ui::font(Type::Caption));
        axis->grid()->setPen(QPen(c.grid, 1));
        axis->grid()->setZeroLinePen(QPen(c.grid, 1));
    }
    const QColor run = c.series[0];
    for (const Line& line : m_lines) {
        line.graph->setPen(linePen(line.stroke, run));
        if (hasMarkers(line.stroke)) {
            const auto shape = line.stroke == Stroke::MacroF1 ? QCPScatterStyle::ssDiamond : QCPScatterStyle::ssCircle;
            line.graph->setScatterStyle(
                QCPScatterStyle(shape, QPen(run, 1.75), QBrush(c.surface), line.stroke == Stroke::MacroF1 ? 9 : 8));
        }
    }
}

} // namespace attune::ui
