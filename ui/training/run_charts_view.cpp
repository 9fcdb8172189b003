// What the three charts show together: marks, extents, crosshair and values.

#include "ui/plotting/chart.h"
#include "ui/training/chart_values.h"
#include "ui/training/run_charts.h"
#include "ui/training/wording.h"
#include "ui/words.h"

namespace attune::ui {

namespace {

constexpr std::size_t kMostEpochs = 200; // separators closer than that are a grey wall

} // namespace

void RunCharts::updateMarks()
{
    const MetricHistory& run = history();
    std::vector<double> epochs;
    std::vector<double> pauses;
    const std::int64_t length = m_plan.stepsPerEpoch;
    // By the clock, only the ends of epochs that are over are known.
    const std::int64_t until = m_axis == ChartAxis::Time ? (run.steps().empty() ? 0 : run.steps().back().step) : m_plan.totalSteps;
    if (length > 0 && std::size_t(m_plan.totalSteps / length) <= kMostEpochs)
        for (std::int64_t step = length; step < until; step += length)
            epochs.push_back(m_axis == ChartAxis::Epoch ? double(step / length) : run.keyOfStep(step, m_axis));
    for (const std::int64_t step : run.pauses())
        pauses.push_back(run.keyOfStep(step, m_axis));
    const double end = m_axis == ChartAxis::Step ? double(m_plan.totalSteps)
        : m_axis == ChartAxis::Epoch             ? (length > 0 ? double(m_plan.totalSteps) / double(length) : 0)
                                                 : m_run->end(m_axis);
    for (Chart* chart : charts()) {
        ChartFacts& facts = chart->facts();
        facts.epochs = epochs;
        facts.end = end;
        facts.pauses = pauses;
        facts.failure.reset();
        if (m_failedStep)
            facts.failure = m_axis == ChartAxis::Step ? double(*m_failedStep) : m_run->end(m_axis);
        facts.best.reset();
    }
    if (const auto* best = run.best()) {
        m_lossChart->facts().best = QPointF(keyOf(*best, m_axis), best->loss);
        m_accuracyChart->facts().best =
            QPointF(keyOf(*best, m_axis), m_plan.bestMetric == "macro_f1" ? best->macroF1 : best->accuracy);
    }
    m_accuracyChart->facts().baseline = m_plan.totalSteps > 0 ? std::optional(m_plan.majorityAccuracy) : std::nullopt;
    m_accuracyChart->facts().baselineLabel =
        tr("always \"%1\" %2").arg(QString::fromStdString(m_plan.majorityLabel), percent(m_plan.majorityAccuracy));
    const bool clipped = m_clippedAbove > 0 && run.third().measure() == Measure::GradientNorm;
    m_thirdChart->facts().baseline = clipped ? std::optional(m_clippedAbove) : std::nullopt;
    m_thirdChart->facts().baselineLabel = tr("clipped above %1").arg(m_clippedAbove, 0, 'g', 3);
}

void RunCharts::updateExtents()
{
    double end = m_lossChart->facts().end;
    if (m_axis == ChartAxis::Time)
        end *= 1.05; // room for the lines' names, and no axis that jumps with each step
    double highest = history().highestLoss();
    double lowest = history().lowestLoss();
    double lowestAccuracy = std::min(history().lowestAccuracy(), m_accuracyChart->facts().baseline.value_or(0.5));
    double highestThird = std::max(0.0, history().third().highest());
    double highestRaw = history().third().highestRaw();
    for (const auto& [directory, curves] : m_earlier) {
        const MetricHistory& other = curves->history();
        end = std::max(end, curves->end(m_axis));
        highest = std::max(highest, other.highestLoss());
        lowest = std::min(lowest, other.lowestLoss());
        lowestAccuracy = std::min(lowestAccuracy, other.lowestAccuracy());
        highestThird = std::max(highestThird, other.third().highest());
        highestRaw = std::max(highestRaw, other.third().highestRaw());
    }
    end = std::max(end, 1e-9);
    const bool anyLoss = highest > 0;
    if (m_lossChart->logarithmic())
        m_lossChart->setExtent(end, anyLoss && std::isfinite(lowest) ? QCPRange(std::max(lowest * 0.8, 1e-7), highest * 1.3) : QCPRange(0.01, 1));
    else
        m_lossChart->setExtent(end, QCPRange(0, anyLoss ? highest * 1.15 : 1));
    m_accuracyChart->setExtent(end, QCPRange(std::max(0.0, std::floor((lowestAccuracy - 0.05) * 10) / 10), 1.0));
    double top = highestThird * 1.2;
    if (m_thirdChart->facts().baseline) // single spikes may leave the view, the limit may not
        top = std::max(std::min(highestThird * 1.8, highestRaw * 1.05), m_clippedAbove * 1.2);
    m_thirdChart->setExtent(end, QCPRange(0, top > 0 ? top : 1));
}

const RunCurves* RunCharts::reference() const
{
    if (!history().steps().empty())
        return m_run.get();
    for (const auto& [directory, curves] : m_earlier)
        if (!curves->history().steps().empty())
            return curves.get();
    return nullptr;
}

std::optional<double> RunCharts::snap(double key) const
{
    const RunCurves* run = reference();
    if (!run)
        return std::nullopt;
    const auto& steps = run->history().steps();
    const std::size_t left = run->history().stepAt(key, m_axis).value_or(0);
    const std::size_t right = std::min(left + 1, steps.size() - 1);
    const auto distance = [&](std::size_t index) { return std::abs(keyOf(steps[index], m_axis) - key); };
    return keyOf(steps[distance(right) < distance(left) ? right : left], m_axis);
}

std::optional<double> RunCharts::stride(std::optional<double> key, int count) const
{
    const RunCurves* run = reference();
    if (!run)
        return std::nullopt;
    const auto& steps = run->history().steps();
    const auto last = std::ptrdiff_t(steps.size()) - 1;
    const std::ptrdiff_t at = key ? std::ptrdiff_t(run->history().stepAt(*key, m_axis).value_or(0)) : last;
    return keyOf(steps[std::size_t(std::clamp<std::ptrdiff_t>(at + count, 0, last))], m_axis);
}

void RunCharts::moveCrosshair(std::optional<double> key)
{
    std::vector<Chart::Dot> loss, accuracy, third;
    if (key) {
        const auto read = [&](const RunCurves& run) {
            if (*key > run.end(m_axis))
                return;
            if (const auto index = run.history().stepAt(*key, m_axis)) {
                loss.push_back({run.history().smoothedLoss()[*index], run.series()});
                third.push_back({run.history().third().smoothed()[*index], run.series()});
                if (&run == m_run.get())
                    accuracy.push_back({run.history().smoothedAccuracy()[*index], run.series()});
            }
        };
        for (const auto& [directory, curves] : m_earlier)
            read(*curves);
        read(*m_run);
    }
    m_lossChart->setCrosshair(key, loss);
    m_accuracyChart->setCrosshair(key, accuracy);
    m_thirdChart->setCrosshair(key, third);
    showValues();
}

QString RunCharts::where(double key) const
{
    switch (m_axis) {
    case ChartAxis::Epoch:
        return tr("at epoch %1").arg(key, 0, 'f', 2);
    case ChartAxis::Time:
        return tr("at %1").arg(duration(key));
    case ChartAxis::Step:
        break;
    }
    return tr("at step %1").arg(number(qint64(key)));
}

void RunCharts::showValues()
{
    const auto crosshair = m_lossChart->crosshair();
    const double key = crosshair.value_or(std::numeric_limits<double>::max());
    ChartValues values = valuesAt(*m_run, key, m_axis);
    for (const auto& [directory, curves] : m_earlier)
        values.add(*curves, key, m_axis);
    const QString at = crosshair ? where(*crosshair) : QString();
    m_lossPane->title()->setSamples(at, values.loss);
    m_accuracyPane->title()->setSamples(at, values.accuracy);
    m_thirdPane->title()->setSamples(at, values.third);
}

PlotMenu::Csv RunCharts::values(const Chart* chart) const
{
    struct Run {
        MetricHistory history;
        QString name;
    };
    const auto measure = chart == m_lossChart ? Measure::Loss
        : chart == m_accuracyChart            ? Measure::Accuracy
                                              : history().third().measure();
    const auto runs = std::make_shared<std::vector<Run>>(); // copies: they grow while the file is written
    if (!history().steps().empty())
        runs->push_back({history(), fromPath(m_plan.directory.filename())});
    for (const auto& [directory, curves] : m_earlier)
        runs->push_back({curves->history(), curves->name()});
    return [runs, measure] {
        QString text = csvHeader();
        for (const Run& run : *runs)
            text += csvOf(run.history, run.name, measure);
        return text;
    };
}

} // namespace attune::ui
