#pragma once

#include "ui/plotting/plot_library.h"

#include <optional>
#include <vector>

namespace attune::ui {

class Chart;

/// What a chart says besides its lines.
struct ChartFacts {
    std::vector<double> epochs; ///< keys at which an epoch ends, the last one left out
    double end = 0; ///< key at which the last one ends
    bool epochCaptions = false; ///< "Epoch 2" between two separators
    std::optional<QPointF> best; ///< ringed and labelled
    std::optional<double> baseline; ///< a dashed horizontal line
    QString baselineLabel;
    std::vector<double> pauses; ///< keys at which the run was paused
    std::optional<double> failure; ///< the key at which the run broke off
    QString failureLabel; ///< "NaN"
    QString failureTip; ///< why
};

/// Under the lines: ends of epochs with their captions, baseline, failure.
class ChartGround : public QCPLayerable {
public:
    explicit ChartGround(Chart* chart);
    const std::vector<QRectF>& captions() const { return m_captions; } ///< where the epochs' stand

protected:
    QRect clipRect() const override;
    void applyDefaultAntialiasingHint(QCPPainter*) const override { }
    void draw(QCPPainter* painter) override;

private:
    void drawEpochs(QPainter& painter, const QRectF& area);
    Chart* m_chart;
    std::vector<QRectF> m_captions; ///< of the latest painting
};

/// Over the lines: the best evaluation's ring, names at the lines' ends, badges, the name of the bottom axis.
class ChartMarks : public QCPLayerable {
public:
    ChartMarks(Chart* chart, const ChartGround* ground);
    const std::vector<QRectF>& endLabels() const { return m_endLabels; } ///< of the latest painting

protected:
    void applyDefaultAntialiasingHint(QCPPainter*) const override { }
    void draw(QCPPainter* painter) override;

private:
    /// Each keeps clear of what is drawn already, and adds its own place to that. Words that find no place are left out.
    void drawEndLabels(QPainter& painter, const QRectF& area);
    void drawBest(QPainter& painter, const QRectF& area);
    void drawBaselineLabel(QPainter& painter, const QRectF& area);
    void drawFailureBadge(QPainter& painter, const QRectF& area);
    void drawPauseBadges(QPainter& painter, const QRectF& area);
    Chart* m_chart;
    const ChartGround* m_ground;
    std::vector<QRectF> m_taken; ///< places of this painting
    std::vector<QRectF> m_endLabels;
};

/// On a buffered layer of its own: moving it repaints nothing else.
class Crosshair : public QCPLayerable {
public:
    explicit Crosshair(Chart* chart);
    static constexpr const char* kLayer = "crosshair";

protected:
    QRect clipRect() const override;
    void applyDefaultAntialiasingHint(QCPPainter*) const override { }
    void draw(QCPPainter* painter) override;

private:
    Chart* m_chart;
};

} // namespace attune::ui
