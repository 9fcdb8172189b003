#include "ui/training/run_charts.h"

#include "ui/frame/pane.h"
#include "ui/frame/text_label.h"
#include "ui/plotting/chart.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QSlider>

namespace attune::ui {

namespace {

constexpr int kShowDelay = 40; // ms: arriving steps are shown together
constexpr std::chrono::milliseconds kSmoothingTurn(4); // a million steps take many turns; input comes between them

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

std::shared_ptr<MetricHistory> curvesOf(const std::filesystem::path& run, double smoothing, Measure third, std::stop_token stop)
{
    auto curves = std::make_shared<MetricHistory>(smoothing, third);
    curves->append(core::readRunHistory(run, stop));
    return curves;
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
    for (const auto& [measure, words] :
        {std::pair{Measure::LearningRate, tr("Learning rate")}, {Measure::GradientNorm, tr("Gradient norm")},
            {Measure::Throughput, tr("Samples a second")}, {Measure::Memory, tr("Memory in GB")}})
        m_measure->addItem(words, int(measure));
    m_thirdPane->putBeforeTitle(m_measure);
    connect(m_measure, &QComboBox::currentIndexChanged, this, [this] { setThird(Measure(m_measure->currentData().toInt())); });

    m_lossChart->facts().epochCaptions = true;
    for (Chart* chart : charts())
        connectChart(chart);
    for (ChartPane* pane : panes()) {
        connect(pane, &ChartPane::enlargeToggled, this, [this, pane](bool large) { enlarge(pane, large); });
        connect(pane, &ChartPane::failed, this, &RunCharts::failed);
        pane->menu()->setValues([this, pane] { return values(pane->chart()); });
    }
    m_show.setParent(this);
    m_show.setObjectName(QStringLiteral("show"));
    m_show.setSingleShot(true);
    m_show.setInterval(kShowDelay);
    connect(&m_show, &QTimer::timeout, this, &RunCharts::showNow);
    m_smooth.setSingleShot(true);
    connect(&m_smooth, &QTimer::timeout, this, &RunCharts::smoothFurther);
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
    m_smoothing->setMinimumWidth(60); // beside the help there is no room for more
    m_smoothing->setMaximumWidth(84);
    m_smoothing->setObjectName(QStringLiteral("smoothing"));
    m_smoothing->setAccessibleName(tr("Smoothing"));
    m_smoothing->setToolTip(tr("How much the thick training lines are smoothed. The faint lines show every step as it was."));
    m_smoothingValue->setMinimumWidth(28);
    m_by->setObjectName(QStringLiteral("chartAxis"));
    m_by->setAccessibleName(tr("What the bottom axis counts"));
    m_by->setToolTip(m_by->accessibleName());
    m_by->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed); // the samples beside it are what may be shortened
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
    m_queue.run(
        [run](
            const BackgroundQueue::Job& job) { return std::make_shared<core::RunHistory>(core::readRunHistory(run, job.stop)); },
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

void RunCharts::read(const std::filesystem::path& run, std::function<void()> then)
{
    m_queue.run(
        [run, smoothing = history().smoothing(), third = history().third().measure()](
            const BackgroundQueue::Job& job) { return curvesOf(run, smoothing, third, job.stop); },
        [this, run, then = std::move(then)](const Outcome<std::shared_ptr<MetricHistory>>& outcome) {
            if (run != m_plan.directory) // another one is in view by now
                return;
            if (!outcome.value) {
                Q_EMIT failed(outcome.failure);
                return;
            }
            const double smoothing = history().smoothing(); // it may have been changed meanwhile, as may the measure
            const Measure third = history().third().measure();
            m_run->history() = std::move(**outcome.value);
            m_run->history().setThird(third);
            if (then)
                then();
            setSmoothing(smoothing);
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
            [run, smoothing = history().smoothing(), third = history().third().measure()](const BackgroundQueue::Job& job) {
                return curvesOf(run.directory, smoothing, third, job.stop);
            },
            [this, run](Outcome<std::shared_ptr<MetricHistory>> outcome) {
                if (outcome.value)
                    receive(run, *outcome.value);
                else
                    Q_EMIT failed(outcome.failure);
            });
    }
    showNow();
    Q_EMIT contentChanged();
}

void RunCharts::receive(const Earlier& run, std::shared_ptr<MetricHistory> history)
{
    // It may have been taken away again while it was read.
    if (std::find(m_wanted.begin(), m_wanted.end(), run) == m_wanted.end() || m_earlier.contains(run.directory))
        return;
    auto curves =
        std::make_unique<RunCurves>(RunCurves::Charts{m_lossChart, m_accuracyChart, m_thirdChart}, run.series, true, run.name);
    curves->history() = std::move(*history);
    curves->history().setThird(this->history().third().measure());
    m_earlier.emplace(run.directory, std::move(curves));
    setSmoothing(this->history().smoothing()); // it may have been changed meanwhile
    Q_EMIT contentChanged();
}

const RunCurves* RunCharts::earlier(const std::filesystem::path& directory) const
{
    const auto found = m_earlier.find(directory);
    return found == m_earlier.end() ? nullptr : found->second.get();
}

void RunCharts::setSmoothing(double smoothing)
{
    m_smoothingValue->setText(QString::number(smoothing, 'f', 2));
    const auto now = MetricHistory::Clock::now();
    m_run->history().setSmoothing(smoothing, now);
    for (const auto& [directory, curves] : m_earlier)
        curves->history().setSmoothing(smoothing, now);
    smoothFurther();
}

void RunCharts::smoothFurther()
{
    const auto until = MetricHistory::Clock::now() + kSmoothingTurn;
    bool done = m_run->history().smoothFurther(until);
    for (const auto& [directory, curves] : m_earlier)
        done = done && curves->history().smoothFurther(until);
    if (done)
        showNow();
    else
        m_smooth.start(0);
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

} // namespace attune::ui
