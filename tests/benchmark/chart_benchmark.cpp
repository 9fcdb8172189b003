// How long the Train page's charts take to repaint, by the steps of the run.

#include "ui/frame/theme.h"
#include "ui/plotting/chart.h"
#include "ui/training/run_charts.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QScopedValueRollback>
#include <QSlider>

#include <benchmark/benchmark.h>

#include <cmath>
#include <random>

using namespace attune;

namespace {

/// Charts of the size that a window of 1440 x 900 has for them, with a run of so many steps.
class Fixture {
public:
    explicit Fixture(std::int64_t steps)
    {
        m_charts.resize(950, 560);
        m_charts.show();
        core::TrainingPlan plan;
        plan.totalSteps = steps;
        plan.stepsPerEpoch = steps / 4;
        m_charts.begin(plan, 1.0);
        std::mt19937 random(7);
        std::uniform_real_distribution<double> noise(0.5, 1.5);
        for (std::int64_t step = 1; step <= steps; ++step) {
            core::StepMetrics metrics;
            metrics.step = step;
            metrics.epoch = 4.0 * double(step) / double(steps);
            metrics.seconds = 0.1 * double(step);
            metrics.loss = noise(random) * (0.3 + std::exp(-8.0 * double(step) / double(steps)));
            metrics.accuracy = std::min(1.0, noise(random) * 0.8);
            metrics.gradientNorm = noise(random);
            m_charts.append(metrics);
        }
        m_charts.showNow();
        repaint();
    }
    void repaint()
    {
        for (auto* pane : {m_charts.lossPane(), m_charts.accuracyPane(), m_charts.thirdPane()})
            pane->chart()->replotNow();
    }
    ui::RunCharts& charts() { return m_charts; }
    double points() const
    {
        double all = 0;
        for (const auto& lines : {m_charts.lossLines(), m_charts.accuracyLines(), m_charts.curves().third()})
            all += lines.raw->data()->size() + lines.smoothed->data()->size();
        return all;
    }

private:
    ui::RunCharts m_charts;
};

/// As when a step arrives: marks, extents, values and all three charts.
void repaintAll(benchmark::State& state)
{
    Fixture fixture(state.range(0));
    for (auto _ : state) {
        fixture.charts().showNow();
        fixture.repaint();
    }
    state.counters["points"] = fixture.points();
}

/// As while the mouse drags the loss, zoomed in to a tenth of the run.
void panLoss(benchmark::State& state)
{
    Fixture fixture(state.range(0));
    auto* chart = fixture.charts().lossPane()->chart();
    const double width = double(state.range(0)) / 10;
    double left = 0;
    for (auto _ : state) {
        left = left + width > double(state.range(0)) * 0.8 ? 0 : left + width / 50;
        chart->xAxis->setRange(left, left + width);
        chart->replotNow();
    }
    state.counters["points"] = chart->lines().front().graph->data()->size();
}

/// The longest that one event has kept the window's thread.
class Watched : public QApplication {
public:
    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override
    {
        const QScopedValueRollback<int> deeper(m_depth, m_depth + 1);
        QElapsedTimer timer;
        timer.start();
        const bool done = QApplication::notify(receiver, event);
        if (m_depth == 1)
            longest = std::max(longest, double(timer.nsecsElapsed()) / 1e6);
        return done;
    }
    double longest = 0; ///< ms

private:
    int m_depth = 0;
};

/// As when the slider is moved: until the lines are drawn with the new smoothing. The counter is the longest that the thread was
/// kept meanwhile.
void smoothAnew(benchmark::State& state)
{
    Fixture fixture(state.range(0));
    auto& watched = static_cast<Watched&>(*qApp);
    auto* slider = fixture.charts().findChild<QSlider*>(QStringLiteral("smoothing"));
    const auto last = [&] { return fixture.charts().history().third().smoothed().back(); };
    for (int i = 0; i < 10; ++i) // what is left of before
        QApplication::processEvents(QEventLoop::AllEvents, 100);
    watched.longest = 0;
    for (auto _ : state) {
        const double before = last();
        QElapsedTimer timer;
        timer.start();
        slider->setValue(slider->value() == 50 ? 70 : 50);
        watched.longest = std::max(watched.longest, double(timer.nsecsElapsed()) / 1e6);
        while (last() == before)
            QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    state.counters["longest_ms"] = watched.longest;
}

BENCHMARK(repaintAll)->Name("charts/repaint")->Arg(1'000)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(panLoss)->Name("charts/pan")->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(smoothAnew)->Name("charts/smoothing")->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

} // namespace

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    Watched application(argc, argv);
    ui::applyTheme(application, ui::Appearance::Light);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
