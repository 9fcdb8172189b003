// How often the live charts are painted, by the clocks that let them.

#include "tests/support/catch.h"
#include "ui/plotting/chart.h"
#include "ui/plotting/chart_pane.h"
#include "ui/training/run_charts.h"

#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QTimerEvent>

#include <iostream>

using namespace attune;

namespace {

constexpr double kMostRepaints = 30; // a second
constexpr double kCoarse = 0.95;     // Qt's timers may come that much early

/// A timer that only the test lets run out.
class HeldTimer {
public:
    explicit HeldTimer(QTimer* timer)
        : m_timer(timer)
    {
        REQUIRE(m_timer);
        m_interval = m_timer->interval();
        m_timer->stop();
        m_timer->setInterval(std::chrono::hours(1));
    }
    int interval() const { return m_interval; } ///< that it had, in ms
    bool singleShot() const { return m_timer->isSingleShot(); }
    void runOut()
    {
        if (!m_timer->isActive())
            return;
        QTimerEvent event(m_timer->timerId());
        QCoreApplication::sendEvent(m_timer, &event);
    }

private:
    QTimer* m_timer;
    int m_interval = 0;
};

/// Counts what is painted on a widget.
class PaintCount : public QObject {
public:
    explicit PaintCount(QWidget* widget) { widget->installEventFilter(this); }
    bool eventFilter(QObject*, QEvent* event) override
    {
        paints += event->type() == QEvent::Paint;
        return false;
    }
    int paints = 0;
};

} // namespace

TEST_CASE("However fast the points arrive, a chart is painted once a beat of its clock, which has at most 30 beats a second")
{
    constexpr int kBeats = 60, kPointsABeat = 400;
    ui::RunCharts charts;
    charts.resize(1000, 600);
    charts.show();
    REQUIRE(QTest::qWaitForWindowExposed(&charts));
    core::TrainingPlan plan;
    plan.directory = "/runs/run-0009";
    plan.totalSteps = kBeats * kPointsABeat;
    plan.stepsPerEpoch = plan.totalSteps / 4;
    charts.begin(plan, 1.0);
    QTest::qWait(200); // the first paintings

    HeldTimer show(charts.findChild<QTimer*>(QStringLiteral("show")));
    struct Watched {
        explicit Watched(ui::Chart* chart)
            : clock(chart->findChild<QTimer*>(QStringLiteral("replot")))
            , replots(chart, &QCustomPlot::afterReplot)
            , painted(chart)
        {
        }
        HeldTimer clock;
        QSignalSpy replots;
        PaintCount painted;
    };
    std::vector<std::unique_ptr<Watched>> watched;
    for (auto* pane : {charts.lossPane(), charts.accuracyPane(), charts.thirdPane()})
        watched.push_back(std::make_unique<Watched>(pane->chart()));
    for (const auto& chart : watched) {
        CHECK(chart->clock.singleShot()); // the next beat is counted from the painting that came before
        CHECK(1000 / (chart->clock.interval() * kCoarse) <= kMostRepaints);
    }
    CHECK(show.singleShot());

    std::int64_t step = 0;
    for (int beat = 0; beat < kBeats; ++beat) {
        for (int i = 0; i < kPointsABeat; ++i) {
            core::StepMetrics metrics;
            metrics.step = ++step;
            metrics.loss = 2.0 / double(step);
            metrics.accuracy = 0.6;
            metrics.learningRate = 1e-4;
            metrics.gradientNorm = 3;
            metrics.seconds = 1e-4 * double(step);
            charts.append(metrics);
            if (i % 100 == 0) {
                core::EvaluationMetrics evaluation;
                evaluation.step = step;
                evaluation.loss = evaluation.accuracy = evaluation.macroF1 = 0.5;
                charts.append(evaluation);
                QCoreApplication::processEvents();
            }
        }
        for (const auto& chart : watched)
            REQUIRE(chart->replots.count() == beat); // nothing since the last beat
        show.runOut();
        for (const auto& chart : watched)
            chart->clock.runOut();
        QCoreApplication::processEvents();
        for (const auto& chart : watched)
            REQUIRE(chart->replots.count() == beat + 1);
    }
    int replots = 0;
    for (const auto& chart : watched) {
        replots += int(chart->replots.count());
        CHECK(chart->painted.paints >= kBeats / 2); // they are seen, too
        CHECK(chart->painted.paints <= kBeats);
    }
    CHECK(charts.history().steps().size() == std::size_t(plan.totalSteps));
    REQUIRE(charts.lossLines().raw->data()->size() > 0);
    CHECK(std::prev(charts.lossLines().raw->data()->constEnd())->key == double(plan.totalSteps)); // up to the last point
    std::cout << "pace of the charts: " << step << " points in " << kBeats << " beats, " << replots << " paintings of three charts" << std::endl;
}
