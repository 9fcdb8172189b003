#include "ui/plotting/chart.h"

#include "ui/frame/theme.h"
#include "ui/plotting/plot_frame.h"

#include <QHelpEvent>
#include <QToolTip>

namespace attune::ui {

namespace {

constexpr int kReplotDelay = 40; // milliseconds: arriving steps are drawn together, 25 times a second at most
const QMargins kMargins(48, 9, 16, 26); // the topmost figure is drawn only when all of it fits
const QString kOthers = QStringLiteral("others");

} // namespace

Chart::Chart(Scale scale, QWidget* parent)
    : QCustomPlot(parent)
    , m_bottom(QSharedPointer<BottomTicker>::create(xAxis, 34))
    , m_left(QSharedPointer<ValueTicker>::create(scale == Scale::Percent))
{
    setUpPlot(*this, kMargins);
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    setNoAntialiasingOnDrag(true);
    xAxis->setTicker(m_bottom);
    yAxis->setTicker(m_left);
    for (QCPAxis* axis : {xAxis, yAxis})
        connect(axis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this,
            [this, axis](const QCPRange& range) { watchRange(axis, range); });
    connect(this, &QCustomPlot::beforeReplot, this, &Chart::filling);

    // QCustomPlot owns every layerable.
    addLayer(kOthers, layer(QStringLiteral("main")), limBelow);
    m_ground = new ChartGround(this);
    m_marks = new ChartMarks(this, m_ground);
    addLayer(QLatin1String(Crosshair::kLayer), layer(QStringLiteral("overlay")), limBelow);
    layer(QLatin1String(Crosshair::kLayer))->setMode(QCPLayer::lmBuffered);
    new Crosshair(this);

    m_replotTimer.setParent(this);
    m_replotTimer.setObjectName(QStringLiteral("replot"));
    m_replotTimer.setSingleShot(true);
    m_replotTimer.setInterval(kReplotDelay);
    connect(&m_replotTimer, &QTimer::timeout, this, [this] {
        if (isVisible()) // else it is painted when it is shown
            replot(rpQueuedReplot);
    });
    applyColours();
    applyExtent();
}

void Chart::watchRange(QCPAxis* axis, const QCPRange& range)
{
    if (m_settingRange)
        return;
    m_following = false;
    if (axis != xAxis)
        return;
    // There is nothing to see before the first step and after the last.
    const QScopedValueRollback<bool> guard(m_settingRange, true);
    const QCPRange kept = range.bounded(m_keys.lower, m_keys.upper);
    xAxis->setRange(kept);
    Q_EMIT rangeViewed(kept);
}

QCPGraph* Chart::addLine(Stroke stroke, const QString& endLabel, int series, bool other)
{
    QCPGraph* graph = addGraph();
    graph->setSelectable(QCP::stNone);
    graph->setAdaptiveSampling(false); // the points are chosen already
    if (other)
        graph->setLayer(kOthers);
    m_lines.push_back({graph, stroke, endLabel, series, other});
    applyColours();
    return graph;
}

void Chart::removeLine(QCPGraph* graph)
{
    std::erase_if(m_lines, [graph](const Line& line) { return line.graph == graph; });
    removeGraph(graph);
}

void Chart::setBottom(BottomTicker::Unit unit)
{
    m_bottom->setUnit(unit);
}

QString Chart::bottomName() const
{
    return m_bottom->name();
}

void Chart::setLogarithmic(bool on)
{
    const QScopedValueRollback<bool> guard(m_settingRange, true);
    yAxis->setScaleType(on ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    if (on)
        yAxis->setTicker(QSharedPointer<LogTicker>::create());
    else
        yAxis->setTicker(m_left);
}

void Chart::setExponents(bool on)
{
    m_left->setExponents(on);
}

void Chart::setExtent(double end, const QCPRange& values)
{
    m_keys = QCPRange(0, end > 0 ? end : 1);
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
    xAxis->setRange(m_keys);
    yAxis->setRange(m_values);
}

void Chart::showRange(const QCPRange& keys)
{
    const QScopedValueRollback<bool> guard(m_settingRange, true);
    m_following = false;
    xAxis->setRange(keys);
    scheduleReplot();
}

void Chart::scheduleReplot()
{
    if (!m_replotTimer.isActive())
        m_replotTimer.start();
}

int Chart::pointsAtMost() const
{
    return std::max(64, axisRect()->width()); // of each two pixels the lowest and the highest
}

void Chart::setCrosshair(std::optional<double> key, std::vector<Dot> dots)
{
    if (!key && !m_crosshair)
        return;
    m_crosshair = key;
    m_dots = std::move(dots);
    layer(QLatin1String(Crosshair::kLayer))->replot();
}

void Chart::mouseMoveEvent(QMouseEvent* event)
{
    QCustomPlot::mouseMoveEvent(event);
    if (!axisRect()->rect().contains(event->pos()))
        Q_EMIT crosshairMoved(std::nullopt);
    else if (m_snap)
        Q_EMIT crosshairMoved(m_snap(xAxis->pixelToCoord(event->pos().x())));
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

void Chart::contextMenuEvent(QContextMenuEvent* event)
{
    Q_EMIT menuRequested(event->globalPos());
}

void Chart::showEvent(QShowEvent* event)
{
    QCustomPlot::showEvent(event);
    scheduleReplot();
}

void Chart::keyPressEvent(QKeyEvent* event)
{
    const int length = event->modifiers().testFlag(Qt::ShiftModifier) ? 10 : 1;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (m_stride)
            if (const auto key = m_stride(m_crosshair, event->key() == Qt::Key_Left ? -length : length))
                Q_EMIT crosshairMoved(key);
        break;
    case Qt::Key_Plus:
    case Qt::Key_Minus:
        xAxis->scaleRange(event->key() == Qt::Key_Plus ? 0.8 : 1.25, m_crosshair.value_or(xAxis->range().center()));
        scheduleReplot();
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

bool Chart::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QCustomPlot::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), markAt(help->pos().x()), this);
    return true;
}

QString Chart::markAt(int x) const
{
    const auto near = [&](double key) { return std::abs(xAxis->coordToPixel(key) - x) <= 10; };
    if (m_facts.failure && near(*m_facts.failure))
        return m_facts.failureTip;
    for (const double pause : m_facts.pauses)
        if (near(pause))
            return tr("The run was paused here.");
    if (m_facts.best && near(m_facts.best->x()))
        return tr("The best model so far: it is the one that is kept.");
    return {};
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
    const bool dark = isDark(palette());
    applyPlotColours(*this);
    for (const Line& line : m_lines) {
        const QColor ink = inkOf(line.stroke, c.series[std::size_t(line.series)], line.other, dark);
        line.graph->setPen(linePen(line.stroke, ink));
        if (hasMarkers(line.stroke)) {
            const auto shape = line.stroke == Stroke::MacroF1 ? QCPScatterStyle::ssDiamond : QCPScatterStyle::ssCircle;
            line.graph->setScatterStyle(
                QCPScatterStyle(shape, QPen(ink, 1.75), QBrush(c.surface), line.stroke == Stroke::MacroF1 ? 9 : 8));
        }
    }
}

} // namespace attune::ui
