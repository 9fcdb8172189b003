#include "ui/training/run_charts.h"

#include "ui/frame/pane.h"
#include "ui/frame/text_label.h"
#include "ui/plotting/chart.h"
#include "ui/training/chart_values.h"
#include "ui/training/wording.h"
#include "ui/words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QSlider>

namespace attune::ui {

namespace {

constexpr int kShowDelay = 40; // ms: arriving steps are shown together
constexpr std::size_t kMostEpochs = 200; // separators closer than that are a grey wall

// The slider's way is long where smoothing matters: near 1.
constexpr int kSliderEnd = 80;
double smoothingAt(int slider)
{
    return std::round((1 - std::pow(1 - slider / 100.0, 3)) * 100) / 100;
}
int sliderAt(double smoothing)
{
    return int(std::lround((1 - std::cbrt(1 - smoothing)) * 100));
}

} // namespace

RunCharts::RunCharts(QWidget* parent)
    : QWidget(parent)
    , m_lossChart(new Chart(Chart::Scale::Plain))
    , m_accuracyChart(new Chart(Chart::Scale::Percent))
    , m_thirdChart(new Chart(Chart::Scale::Plain))
    , m_lossPane(new ChartPane(tr("Loss"), m_lossChart))
    , m_accuracyPane(new ChartPane(tr("Accuracy and macro-F1"), m_accuracyChart))
    , m_thirdPane(new ChartPane({}, m_thirdChart))
    , m_between(new Separator)
    , m_beside(new Separator(Qt::Vertical))
    , m_smoothing(new QSlider(Qt::Horizontal))
    , m_smoothingValue(new TextLabel({}, Type::Secondary))
    , m_by(new QComboBox)
    , m_measure(new QComboBox)
    , m_log(new QCheckBox(tr("Lo&g")))
    , m_run(std::make_unique<RunCurves>(RunCurves::Charts{m_lossChart, m_accuracyChart, m_thirdChart}, 0, false))
{
    layOut();
    addLossControls();
    m_measure->setObjectName(QStringLiteral("thirdMeasure"));
    m_measure->setAccessibleName(tr("Third chart"));
    m_measure->setToolTip(tr("What the third chart shows."));
    for (const auto& [measure, words] : {std::pair{Measure::LearningRate, tr("Learning rate")},
             {Measure::GradientNorm, tr("Gradient norm")}, {Measure::Throughput, tr("Samples a second")}, {Measure::Memory, tr("Memory in GB")}})
        m_measure->addItem(words, int(measure));
    m_thirdPane->putBeforeTitle(m_measure);
    connect(m_measure, &QComboBox::currentIndexChanged, this, [this] { setThird(Measure(m_measure->currentData().toInt())); });

    m_lossChart->facts().epochCaptions = true;
    for (Chart* chart : charts())
        connectChart(chart);
    for (ChartPane* pane : panes()) {
        connect(pane, &ChartPane::enlargeToggled, this, [this, pane](bool large) { enlarge(pane, large); });
        connect(pane, &ChartPane::failed, this, &RunCharts::failed);
        pane->setValues([this, pane] { return csv(pane->chart()); });
    }
    m_show.setSingleShot(true);
    m_show.setInterval(kShowDelay);
    connect(&m_show, &QTimer::timeout, this, &RunCharts::showNow);
    m_measure->setCurrentIndex(m_measure->findData(int(Measure::GradientNorm)));
    showNow();
}

void RunCharts::layOut()
{
    auto* below = new QHBoxLayout;
    below->setSpacing(0);
    below->addWidget(m_accuracyPane, 1);
    below->addWidget(m_beside);
    below->addWidget(m_thirdPane, 1);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(m_lossPane, 5);
    rows->addWidget(m_between);
    rows->addLayout(below, 4);
}

void RunCharts::connectChart(Chart* chart)
{
    chart->setSnap([this](double key) { return snap(key); });
    chart->setStride([this](std::optional<double> key, int steps) { return stride(key, steps); });
    connect(chart, &Chart::crosshairMoved, this, &RunCharts::moveCrosshair);
    connect(chart, &Chart::filling, this, [this, chart] {
        m_run->fill(chart, m_axis);
        for (const auto& [directory, curves] : m_earlier)
            curves->fill(chart, m_axis);
    });
    for (Chart* other : charts())
        if (other != chart) {
            connect(chart, &Chart::rangeViewed, other, &Chart::showRange);
            connect(chart, &Chart::fitted, other, &Chart::fit);
        }
}

void RunCharts::addLossControls()
{
    m_smoothing->setRange(0, kSliderEnd);
    m_smoothing->setFixedWidth(84);
    m_smoothing->setObjectName(QStringLiteral("smoothing"));
    m_smoothing->setAccessibleName(tr("Smoothing"));
    m_smoothing->setToolTip(tr("How much the thick training lines are smoothed. The faint lines show every step as it was."));
    m_smoothingValue->setMinimumWidth(28);
    m_by->setObjectName(QStringLiteral("chartAxis"));
    m_by->setAccessibleName(tr("What the bottom axis counts"));
    m_by->setToolTip(m_by->accessibleName());
    for (const auto& [axis, words] :
        {std::pair{ChartAxis::Step, tr("By step")}, {ChartAxis::Epoch, tr("By epoch")}, {ChartAxis::Time, tr("By time")}})
        m_by->addItem(words, int(axis));
    m_log->setObjectName(QStringLiteral("logarithmic"));
    m_log->setToolTip(tr("Logarithmic scale of the loss: shows small improvements late in a run."));
    m_log->setAccessibleName(tr("Logarithmic scale of the loss"));

    m_lossPane->addControl(new TextLabel(tr("Smoothing"), Type::Secondary, &Colours::text2));
    m_lossPane->addControl(m_smoothing);
    m_lossPane->addControl(m_smoothingValue);
    m_lossPane->addControl(m_by);
    m_lossPane->addControl(m_log);
    m_lossPane->addMenuButton();
    m_smoothing->setValue(sliderAt(history().smoothing()));
    m_smoothingValue->setText(QString::number(history().smoothing(), 'f', 2));
    connect(m_smoothing, &QSlider::valueChanged, this, [this](int value) { setSmoothing(smoothingAt(value)); });
    connect(m_by, &QComboBox::currentIndexChanged, this, [this] { setAxis(ChartAxis(m_by->currentData().toInt())); });
    connect(m_log, &QCheckBox::toggled, this, [this](bool on) {
        m_lossChart->setLogarithmic(on);
        m_lossChart->fit();
        showNow();
    });
}

void RunCharts::enlarge(ChartPane* pane, bool large)
{
    for (ChartPane* other : panes())
        other->setVisible(!large || other == pane);
    m_between->setVisible(!large);
    m_beside->setVisible(!large);
}

void RunCharts::prepare(const core::TrainingPlan& plan, double clippedAbove)
{
    m_plan = plan;
    m_clippedAbove = clippedAbove;
    m_failedStep.reset();
    for (Chart* chart : charts()) {
        chart->facts().failure.reset();
        chart->setCrosshair(std::nullopt);
    }
}

void RunCharts::begin(const core::TrainingPlan& plan, double clippedAbove)
{
    prepare(plan, clippedAbove);
    m_run->history().clear();
    for (Chart* chart : charts())
        chart->fit();
    showNow();
    Q_EMIT contentChanged();
}

void RunCharts::resume(const core::TrainingPlan& plan, double clippedAbove, std::int64_t step)
{
    prepare(plan, clippedAbove);
    m_run->history().forgetAfter(step);
    showNow();
}

void RunCharts::load(const std::filesystem::path& run)
{
    m_queue.run([run](const BackgroundQueue::Job& job) { return std::make_shared<core::RunHistory>(core::readRunHistory(run, job.stop)); },
        [this](Outcome<std::shared_ptr<core::RunHistory>> outcome) {
            if (!outcome.value) {
                Q_EMIT failed(outcome.failure);
                return;
            }
            // What has arrived from the run itself stands in its file by now, too.
            core::RunHistory before = std::move(**outcome.value);
            const MetricHistory live = history();
            if (!live.steps().empty()) {
                const std::int64_t first = live.steps().front().step;
                std::erase_if(before.steps, [&](const auto& step) { return step.step >= first; });
                std::erase_if(before.evaluations, [&](const auto& evaluation) { return evaluation.step >= first; });
            }
            m_run->history().clear();
            m_run->history().append(std::move(before));
            for (const auto& step : live.steps())
                m_run->history().append(step);
            for (const auto& evaluation : live.evaluations())
                m_run->history().append(evaluation);
            showNow();
        });
}

void RunCharts::append(const core::StepMetrics& step)
{
    m_run->history().append(step);
    scheduleShow();
}

void RunCharts::append(const core::EvaluationMetrics& evaluation)
{
    m_run->history().append(evaluation);
    scheduleShow();
}

void RunCharts::markPause()
{
    if (!history().steps().empty())
        m_run->history().addPause(history().steps().back().step);
    scheduleShow();
}

void RunCharts::markFailure(const QString& label, const QString& why)
{
    m_failedStep = history().steps().empty() ? 1 : history().steps().back().step + 1;
    for (Chart* chart : charts()) {
        chart->facts().failureLabel = label;
        chart->facts().failureTip = why;
    }
    showNow();
}

bool RunCharts::empty() const
{
    return m_plan.totalSteps == 0 && m_earlier.empty();
}

void RunCharts::showEarlier(const std::vector<Earlier>& runs)
{
    if (runs == m_wanted)
        return;
    m_wanted = runs;
    std::erase_if(m_earlier, [&](const auto& shown) {
        return std::none_of(runs.begin(), runs.end(), [&](const Earlier& run) {
            return run.directory == shown.first && run.series == shown.second->series() && run.name == shown.second->name();
        });
    });
    for (const Earlier& run : runs) {
        if (m_earlier.contains(run.directory))
            continue;
        m_queue.run(
            [run](const BackgroundQueue::Job& job) {
                return std::make_shared<core::RunHistory>(core::readRunHistory(run.directory, job.stop));
            },
            [this, run](Outcome<std::shared_ptr<core::RunHistory>> outcome) {
                if (outcome.value)
                    receive(run, *outcome.value);
                else
                    Q_EMIT failed(outcome.failure);
            });
    }
    showNow();
    Q_EMIT contentChanged();
}

void RunCharts::receive(const Earlier& run, std::shared_ptr<core::RunHistory> history)
{
    // It may have been taken away again while it was read.
    if (std::find(m_wanted.begin(), m_wanted.end(), run) == m_wanted.end() || m_earlier.contains(run.directory))
        return;
    auto curves = std::make_unique<RunCurves>(RunCurves::Charts{m_lossChart, m_accuracyChart, m_thirdChart}, run.series, true, run.name);
    curves->history().setSmoothing(this->history().smoothing());
    curves->history().setThird(this->history().third().measure());
    curves->history().append(std::move(*history));
    m_earlier.emplace(run.directory, std::move(curves));
    showNow();
    Q_EMIT contentChanged();
}

const RunCurves* RunCharts::earlier(const std::filesystem::path& directory) const
{
    const auto found = m_earlier.find(directory);
    return found == m_earlier.end() ? nullptr : found->second.get();
}

void RunCharts::setSmoothing(double smoothing)
{
    m_run->history().setSmoothing(smoothing);
    for (const auto& [directory, curves] : m_earlier)
        curves->history().setSmoothing(smoothing);
    m_smoothingValue->setText(QString::number(smoothing, 'f', 2));
    showNow();
}

void RunCharts::setAxis(ChartAxis axis)
{
    m_axis = axis;
    moveCrosshair(std::nullopt);
    for (Chart* chart : charts()) {
        chart->setBottom(axis == ChartAxis::Step ? BottomTicker::Unit::Step
                : axis == ChartAxis::Epoch       ? BottomTicker::Unit::Epoch
                                                 : BottomTicker::Unit::Time);
        chart->fit();
    }
    showNow();
}

void RunCharts::setThird(Measure measure)
{
    m_run->history().setThird(measure);
    for (const auto& [directory, curves] : m_earlier)
        curves->history().setThird(measure);
    m_thirdChart->setExponents(measure == Measure::LearningRate);
    m_thirdChart->setAccessibleName(m_measure->currentText());
    m_thirdChart->fit();
    showNow();
}

void RunCharts::scheduleShow()
{
    if (!m_show.isActive())
        m_show.start();
}

void RunCharts::showNow()
{
    m_show.stop();
    updateMarks();
    updateExtents();
    showValues();
    for (Chart* chart : charts())
        chart->scheduleReplot();
}

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

QString RunCharts::csv(const Chart* chart) const
{
    QString text = csvHeader();
    const auto measure = chart == m_lossChart ? Measure::Loss
        : chart == m_accuracyChart            ? Measure::Accuracy
                                              : history().third().measure();
    if (!history().steps().empty())
        text += csvOf(history(), fromPath(m_plan.directory.filename()), measure);
    for (const auto& [directory, curves] : m_earlier)
        text += csvOf(curves->history(), curves->name(), measure);
    return text;
}

} // namespace attune::ui
