#include "ui/evaluation/unit_plot.h"

#include "ui/frame/theme.h"
#include "ui/plotting/plot_frame.h"
#include "ui/plotting/plot_menu.h"

#include <QHelpEvent>
#include <QToolTip>

namespace attune::ui {

namespace {

/// Quarters, or less where the view is closer; where the axis' name stands there is no figure.
class ShareTicker : public QCPAxisTicker {
public:
    ShareTicker(const QCPAxis* axis, int reserved)
        : m_axis(axis)
        , m_reserved(reserved)
    {
        setTickCount(4);
    }

protected:
    double getTickStep(const QCPRange& range) override
    {
        m_step = range.size() > 0.8 && range.size() < 1.2 ? 0.25 : QCPAxisTicker::getTickStep(range);
        return m_step;
    }

    QString getTickLabel(double tick, const QLocale&, QChar, int) override
    {
        const double shown = std::abs(tick) < m_step / 1000 ? 0.0 : tick;
        if (m_reserved == 0) {
            int decimals = 2;
            for (double scaled = m_step * 100; decimals < 5 && std::abs(scaled - std::round(scaled)) > 1e-6; scaled *= 10)
                ++decimals;
            return QString::number(shown, 'f', decimals);
        }
        const QString label = QString::number(shown, 'g', 4);
        const double end = m_axis->coordToPixel(tick) + QFontMetrics(m_axis->tickLabelFont()).horizontalAdvance(label) / 2.0;
        return end > m_axis->axisRect()->right() - m_reserved ? QString() : label;
    }

private:
    const QCPAxis* m_axis;
    int m_reserved;
    double m_step = 0.25;
};

/// The name of the bottom axis, in its row of ticks.
class BottomName : public QCPLayerable {
public:
    BottomName(QCustomPlot* plot, QString name)
        : QCPLayerable(plot, QStringLiteral("axes"))
        , m_name(std::move(name))
    {
    }

protected:
    void applyDefaultAntialiasingHint(QCPPainter*) const override { }
    void draw(QCPPainter* painter) override
    {
        paintBottomName(*painter, *mParentPlot, m_name);
    }

private:
    QString m_name;
};

} // namespace

UnitPlot::UnitPlot(const QString& bottomName, QWidget* parent)
    : QCustomPlot(parent)
    , m_menu(new PlotMenu(this, this))
{
    setUpPlot(*this, {42, 10, 16, 26});
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    setNoAntialiasingOnDrag(true);
    const int reserved = QFontMetrics(ui::font(Type::Caption)).horizontalAdvance(bottomName) + 6;
    xAxis->setTicker(QSharedPointer<ShareTicker>::create(xAxis, reserved));
    yAxis->setTicker(QSharedPointer<ShareTicker>::create(yAxis, 0));
    new BottomName(this, bottomName); // the plot owns it
    applyPlotColours(*this);
    fit();
    m_menu->setValues([this] { return [csv = values()] { return csv; }; }); // a few thousand lines
    connect(m_menu, &PlotMenu::fitRequested, this, &UnitPlot::fit);
    connect(m_menu, &PlotMenu::failed, this, &UnitPlot::failed);
}

void UnitPlot::setExtent(double left)
{
    m_left = left;
    fit();
}

void UnitPlot::fit()
{
    xAxis->setRange(m_left, 1);
    yAxis->setRange(0, 1);
    replot(rpQueuedReplot);
}

void UnitPlot::changeEvent(QEvent* event)
{
    QCustomPlot::changeEvent(event);
    if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange)
        return;
    applyPlotColours(*this);
    Q_EMIT coloursWanted();
    replot(rpQueuedReplot);
}

void UnitPlot::contextMenuEvent(QContextMenuEvent* event)
{
    m_menu->popup(event->globalPos());
}

void UnitPlot::mouseDoubleClickEvent(QMouseEvent* event)
{
    QCustomPlot::mouseDoubleClickEvent(event);
    fit();
}

void UnitPlot::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Home)
        fit();
    else
        QCustomPlot::keyPressEvent(event);
}

bool UnitPlot::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QCustomPlot::event(event);
    auto* help = static_cast<QHelpEvent*>(event);
    const QString words = axisRect()->rect().contains(help->pos()) ? reading(help->pos()) : QString();
    if (words.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), words, this);
    return true;
}

} // namespace attune::ui
