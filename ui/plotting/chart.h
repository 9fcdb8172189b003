#pragma once

#include "ui/plotting/chart_marks.h"
#include "ui/plotting/stroke.h"

#include <QTimer>

namespace attune::ui {

/// One plot over the steps of a run, in the window's palette: drag pans, wheel zooms, double click fits. The view follows new
/// data until it is panned or zoomed by hand. Lines own their data (QCPGraph containers); whoever adds points calls
/// scheduleReplot().
class Chart : public QCustomPlot {
    Q_OBJECT
public:
    enum class Scale { Plain, Percent };
    explicit Chart(Scale scale, QWidget* parent = nullptr);

    struct Line {
        QCPGraph* graph;
        Stroke stroke;
        QString endLabel;
    };
    QCPGraph* addLine(Stroke stroke, const QString& endLabel = {});
    const std::vector<Line>& lines() const { return m_lines; }

    ChartFacts& facts() { return m_facts; }
    const ChartFacts& facts() const { return m_facts; }

    void setExtent(double steps, const QCPRange& values); ///< what fit() shows
    void fit(); ///< and follow from now on
    bool following() const { return m_following; }
    void showSteps(const QCPRange& steps); ///< as the linked chart was zoomed
    void scheduleReplot(); ///< within 40 ms, however often it is called

    void setCrosshair(std::optional<double> step);
    std::optional<double> crosshair() const { return m_crosshair; }

Q_SIGNALS:
    void crosshairMoved(std::optional<double> step);
    void stepsViewed(const QCPRange& steps); ///< the user panned or zoomed
    void fitted();

protected:
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void applyColours();
    void applyExtent();
    std::optional<QCPRange> dataRange() const;
    void moveCrosshair(double step);

    ChartFacts m_facts;
    std::vector<Line> m_lines;
    QTimer m_replotTimer;
    QCPRange m_steps{0, 100};
    QCPRange m_values{0, 1};
    bool m_following = true;
    bool m_settingRange = false;
    std::optional<double> m_crosshair;
};

} // namespace attune::ui
