#pragma once

#include "ui/plotting/chart_marks.h"
#include "ui/plotting/stroke.h"
#include "ui/plotting/tickers.h"

#include <QTimer>

#include <functional>

namespace attune::ui {

/// One plot over the steps of a run, in the window's palette: drag pans, wheel zooms, double click fits. The view follows new
/// data until it is panned or zoomed by hand. Lines own their data (QCPGraph containers); whoever has more of it calls
/// scheduleReplot() and puts into the lines what is in view when filling is told of.
class Chart : public QCustomPlot {
    Q_OBJECT
public:
    enum class Scale { Plain, Percent };
    explicit Chart(Scale scale, QWidget* parent = nullptr);

    struct Line {
        QCPGraph* graph;
        Stroke stroke;
        QString endLabel;
        int series; ///< colour: which run
        bool other; ///< of another run than the one in front: fainter, and below it
    };
    QCPGraph* addLine(Stroke stroke, const QString& endLabel = {}, int series = 0, bool other = false);
    void removeLine(QCPGraph* graph);
    const std::vector<Line>& lines() const { return m_lines; }

    const ChartGround& ground() const { return *m_ground; }
    const ChartMarks& marks() const { return *m_marks; }
    ChartFacts& facts() { return m_facts; }
    const ChartFacts& facts() const { return m_facts; }

    void setBottom(BottomTicker::Unit unit); ///< what the bottom axis counts
    QString bottomName() const;
    void setLogarithmic(bool on);
    bool logarithmic() const { return yAxis->scaleType() == QCPAxis::stLogarithmic; }
    void setExponents(bool on); ///< 5e-5 at the left axis instead of 0.00005

    void setExtent(double end, const QCPRange& values); ///< what fit() shows
    void fit(); ///< and follow from now on
    bool following() const { return m_following; }
    void showRange(const QCPRange& keys); ///< as the linked chart was zoomed
    void scheduleReplot(); ///< within 40 ms, however often it is called
    void replotNow() { replot(rpImmediateRefresh); }
    int pointsAtMost() const; ///< that a line has use for, as wide as the chart is

    /// Where the mouse reads, and the dots that it reads there.
    struct Dot {
        double value;
        int series;
    };
    void setCrosshair(std::optional<double> key, std::vector<Dot> dots = {});
    std::optional<double> crosshair() const { return m_crosshair; }
    const std::vector<Dot>& dots() const { return m_dots; }
    /// The key nearest to the mouse at which there is something to read; nothing where there is nothing.
    void setSnap(std::function<std::optional<double>(double)> snap) { m_snap = std::move(snap); }
    /// The key `steps` further on, for the arrow keys.
    void setStride(std::function<std::optional<double>(std::optional<double>, int)> stride) { m_stride = std::move(stride); }

Q_SIGNALS:
    void crosshairMoved(std::optional<double> key);
    void rangeViewed(const QCPRange& keys); ///< the user panned or zoomed
    void fitted();
    void filling(); ///< about to paint: the lines are to hold what is in view
    void menuRequested(const QPoint& where); ///< global

protected:
    bool event(QEvent* event) override; ///< a mark says what it is when the mouse rests on it
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void applyColours();
    void applyExtent();
    QString markAt(int x) const;
    void watchRange(QCPAxis* axis, const QCPRange& range);

    ChartGround* m_ground;
    ChartMarks* m_marks;
    ChartFacts m_facts;
    std::vector<Line> m_lines;
    QSharedPointer<BottomTicker> m_bottom;
    QSharedPointer<ValueTicker> m_left;
    QTimer m_replotTimer;
    QCPRange m_keys{0, 100};
    QCPRange m_values{0, 1};
    bool m_following = true;
    bool m_settingRange = false;
    std::optional<double> m_crosshair;
    std::vector<Dot> m_dots;
    std::function<std::optional<double>(double)> m_snap;
    std::function<std::optional<double>(std::optional<double>, int)> m_stride;
};

} // namespace attune::ui
