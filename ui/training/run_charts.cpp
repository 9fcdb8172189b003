#include "ui/training/run_charts.h"

#include "ui/frame/pane.h"
#include "ui/frame/text_label.h"
#include "ui/plotting/chart.h"
#include "ui/plotting/chart_pane.h"
#include "ui/words.h"

#include <QSlider>

namespace attune::ui {

namespace {

QString decimals(double value)
{
    return std::isfinite(value) ? QString::number(value, 'f', 3) : QStringLiteral("–");
}

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

void add(QCPGraph* graph, double key, double value)
{
    graph->data()->add(QCPGraphData(key, value));
}

} // namespace

RunCharts::RunCharts(QWidget* parent)
    : QWidget(parent)
    , m_lossChart(new Chart(Chart::Scale::Plain))
    , m_accuracyChart(new Chart(Chart::Scale::Percent))
    , m_lossPane(new ChartPane(tr("Loss"), m_lossChart))
    , m_accuracyPane(new ChartPane(tr("Accuracy and macro-F1"), m_accuracyChart))
    , m_smoothing(new QSlider(Qt::Horizontal))
    , m_smoothingValue(new TextLabel({}, Type::Secondary))
{
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(m_lossPane, 5);
    rows->addWidget(new Separator);
    rows->addWidget(m_accuracyPane, 4);

    const auto lines = [](Chart* chart, const QString& validation) {
        return Lines{chart->addLine(Stroke::Raw), chart->addLine(Stroke::Smoothed, tr("train")),
            chart->addLine(Stroke::Validation, validation)};
    };
    m_loss = lines(m_lossChart, tr("validation"));
    m_accuracy = lines(m_accuracyChart, tr("accuracy"));
    m_macroF1 = m_accuracyChart->addLine(Stroke::MacroF1, tr("macro-F1"));
    m_lossChart->facts().epochCaptions = true;
    link(m_lossChart, m_accuracyChart);
    link(m_accuracyChart, m_lossChart);
    addSmoothingSlider();
    showValues();
}

void RunCharts::addSmoothingSlider()
{
    m_smoothing->setRange(0, kSliderEnd);
    m_smoothing->setFixedWidth(84);
    m_smoothing->setAccessibleName(tr("Smoothing"));
    m_smoothing->setToolTip(tr("How much the thick training lines are smoothed. The faint lines show every step as it was."));
    m_smoothingValue->setMinimumWidth(28);
    m_lossPane->addControl(new TextLabel(tr("Smoothing"), Type::Secondary, &Colours::text2));
    m_lossPane->addControl(m_smoothing);
    m_lossPane->addControl(m_smoothingValue);
    m_smoothing->setValue(sliderAt(m_history.smoothing()));
    m_smoothingValue->setText(QString::number(m_history.smoothing(), 'f', 2));
    connect(m_smoothing, &QSlider::valueChanged, this, [this](int value) { setSmoothing(smoothingAt(value)); });
}

void RunCharts::link(Chart* chart, Chart* other)
{
    connect(chart, &Chart::crosshairMoved, this, &RunCharts::moveCrosshair);
    connect(chart, &Chart::stepsViewed, other, &Chart::showSteps);
    connect(chart, &Chart::fitted, other, &Chart::fit);
}

void RunCharts::begin(const core::TrainingPlan& plan)
{
    m_plan = plan;
    m_history.clear();
    for (QCPGraph* graph :
        {m_loss.raw, m_loss.smoothed, m_loss.validation, m_accuracy.raw, m_accuracy.smoothed, m_accuracy.validation, m_macroF1})
        graph->data()->clear();
    std::vector<double> epochs;
    if (plan.stepsPerEpoch > 0)
        for (auto step = plan.stepsPerEpoch; step < plan.totalSteps; step += plan.stepsPerEpoch)
            epochs.push_back(double(step));
    for (Chart* chart : {m_lossChart, m_accuracyChart}) {
        chart->facts().epochs = epochs;
        chart->facts().best.reset();
        chart->facts().failure.reset();
        chart->setCrosshair(std::nullopt);
        chart->fit();
    }
    m_accuracyChart->facts().baseline = plan.totalSteps > 0 ? std::optional(plan.majorityAccuracy) : std::nullopt;
    m_accuracyChart->facts().baselineLabel =
        tr("always \"%1\" %2").arg(QString::fromStdString(plan.majorityLabel), percent(plan.majorityAccuracy));
    followData();
    showValues();
}

void RunCharts::append(const core::StepMetrics& step)
{
    m_history.append(step);
    const double key = double(step.step);
    add(m_loss.raw, key, step.loss);
    add(m_loss.smoothed, key, m_history.smoothedLoss().back());
    add(m_accuracy.raw, key, step.accuracy);
    add(m_accuracy.smoothed, key, m_history.smoothedAccuracy().back());
    followData();
    if (!m_lossChart->crosshair())
        showValues();
}

void RunCharts::append(const core::EvaluationMetrics& evaluation)
{
    m_history.append(evaluation);
    const double key = double(evaluation.step);
    add(m_loss.validation, key, evaluation.loss);
    add(m_accuracy.validation, key, evaluation.accuracy);
    add(m_macroF1, key, evaluation.macroF1);
    if (const auto* best = m_history.best()) {
        m_lossChart->facts().best = QPointF(double(best->step), best->loss);
        const bool byF1 = m_plan.bestMetric == "macro_f1";
        m_accuracyChart->facts().best = QPointF(double(best->step), byF1 ? best->macroF1 : best->accuracy);
    }
    followData();
    if (!m_lossChart->crosshair())
        showValues();
}

void RunCharts::markFailure(const QString& label)
{
    const double step = m_history.steps().empty() ? 1 : double(m_history.steps().back().step + 1);
    for (Chart* chart : {m_lossChart, m_accuracyChart}) {
        chart->facts().failure = step;
        chart->facts().failureLabel = label;
        chart->scheduleReplot();
    }
}

void RunCharts::setSmoothing(double smoothing)
{
    m_history.setSmoothing(smoothing);
    m_smoothingValue->setText(QString::number(smoothing, 'f', 2));
    const auto refill = [&](QCPGraph* graph, const std::vector<double>& values) {
        QVector<QCPGraphData> points;
        points.reserve(qsizetype(values.size()));
        for (std::size_t i = 0; i < values.size(); ++i)
            points.append(QCPGraphData(double(m_history.steps()[i].step), values[i]));
        graph->data()->set(points, true);
    };
    refill(m_loss.smoothed, m_history.smoothedLoss());
    refill(m_accuracy.smoothed, m_history.smoothedAccuracy());
    followData();
    showValues();
}

void RunCharts::followData()
{
    const double steps = double(std::max<std::int64_t>(m_plan.totalSteps, 1));
    const double highest = m_history.highestLoss() > 0 ? m_history.highestLoss() * 1.15 : 1;
    m_lossChart->setExtent(steps, QCPRange(0, highest));

    const double baseline = m_accuracyChart->facts().baseline.value_or(0.5);
    const double lowest = std::floor((std::min(m_history.lowestAccuracy(), baseline) - 0.05) * 10) / 10;
    m_accuracyChart->setExtent(steps, QCPRange(std::max(0.0, lowest), 1.0));
    m_lossChart->scheduleReplot();
    m_accuracyChart->scheduleReplot();
}

void RunCharts::moveCrosshair(std::optional<double> step)
{
    m_lossChart->setCrosshair(step);
    m_accuracyChart->setCrosshair(step);
    showValues();
}

void RunCharts::showValues()
{
    const auto crosshair = m_lossChart->crosshair();
    const double step = crosshair.value_or(std::numeric_limits<double>::max());
    const QString where = crosshair ? tr("at step %1").arg(number(qint64(*crosshair))) : QString();
    QList<ChartTitle::Sample> loss;
    QList<ChartTitle::Sample> accuracy;
    if (const auto index = m_history.stepAt(step)) {
        loss.append({Stroke::Smoothed, tr("train"), decimals(m_history.smoothedLoss()[*index])});
        accuracy.append({Stroke::Smoothed, tr("train"), decimals(m_history.smoothedAccuracy()[*index])});
    }
    if (const auto* evaluation = m_history.evaluationAt(step)) {
        loss.append({Stroke::Validation, tr("validation"), decimals(evaluation->loss)});
        accuracy.append({Stroke::Validation, tr("accuracy"), decimals(evaluation->accuracy)});
        accuracy.append({Stroke::MacroF1, tr("macro-F1"), decimals(evaluation->macroF1)});
    }
    m_lossPane->title()->setSamples(where, loss);
    m_accuracyPane->title()->setSamples(where, accuracy);
}

} // namespace attune::ui
