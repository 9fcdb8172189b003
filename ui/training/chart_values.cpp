#include "ui/training/chart_values.h"

#include "ui/training/learning_rate_box.h"
#include "ui/words.h"

#include <QCoreApplication>

namespace attune::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ChartValues", text);
}

const char* nameOf(Measure measure)
{
    switch (measure) {
    case Measure::Loss:
        return "loss";
    case Measure::Accuracy:
        return "accuracy";
    case Measure::LearningRate:
        return "learning_rate";
    case Measure::GradientNorm:
        return "gradient_norm";
    case Measure::Throughput:
        return "samples_per_second";
    case Measure::Memory:
        break;
    }
    return "memory_gb";
}

QString quoted(QString field)
{
    field.replace(QLatin1Char('"'), QLatin1String("\"\""));
    return QLatin1Char('"') + field + QLatin1Char('"');
}

template <typename Metrics> QString line(const QString& run, const QString& measure, const Metrics& at, double value)
{
    const QString figure = std::isfinite(value) ? QString::number(value, 'g', 12) : QString();
    return QStringLiteral("%1,%2,%3,%4,%5,%6\n")
        .arg(run, measure)
        .arg(at.step)
        .arg(QString::number(at.epoch, 'g', 12), QString::number(at.seconds, 'g', 12), figure);
}

} // namespace

QString inWords(double value, Measure measure)
{
    if (!std::isfinite(value))
        return QStringLiteral("–");
    switch (measure) {
    case Measure::LearningRate:
        return value > 0 ? LearningRateBox::written(QString::number(value, 'e', 2).toDouble()) : QStringLiteral("0");
    case Measure::Throughput:
        return decimal(value, value < 10 ? 1 : 0);
    case Measure::Memory:
        return QString::number(value, 'f', 2);
    default:
        return QString::number(value, 'f', 3);
    }
}

ChartValues valuesAt(const RunCurves& run, double key, ChartAxis axis)
{
    ChartValues values;
    const MetricHistory& history = run.history();
    const int series = run.series();
    if (const auto index = history.stepAt(key, axis)) {
        const Measure measure = history.third().measure();
        values.loss.append({Stroke::Smoothed, tr("train"), inWords(history.smoothedLoss()[*index], Measure::Loss), series});
        values.third.append({Stroke::Smoothed, QString(), inWords(history.third().smoothed()[*index], measure), series});
    }
    if (const auto* evaluation = history.evaluationAt(key, axis)) {
        values.loss.append({Stroke::Validation, tr("validation"), inWords(evaluation->loss, Measure::Loss), series});
        values.accuracy.append({Stroke::Validation, tr("acc"), inWords(evaluation->accuracy, Measure::Accuracy), series});
        values.accuracy.append({Stroke::MacroF1, tr("F1"), inWords(evaluation->macroF1, Measure::Accuracy), series});
    }
    // Last, where there may be no room for it: a batch says least.
    if (const auto index = history.stepAt(key, axis))
        values.accuracy.append({Stroke::Smoothed, tr("train"), inWords(history.smoothedAccuracy()[*index], Measure::Accuracy), series});
    return values;
}

void ChartValues::add(const RunCurves& earlier, double key, ChartAxis axis)
{
    const MetricHistory& history = earlier.history();
    if (const auto* evaluation = history.evaluationAt(key, axis)) {
        loss.append({Stroke::Validation, earlier.name(), inWords(evaluation->loss, Measure::Loss), earlier.series()});
        accuracy.append({Stroke::Validation, earlier.name(), inWords(evaluation->accuracy, Measure::Accuracy), earlier.series()});
    }
    if (const auto index = history.stepAt(key, axis))
        third.append({Stroke::Smoothed, earlier.name(), inWords(history.third().smoothed()[*index], history.third().measure()), earlier.series()});
}

QString csvHeader()
{
    return QStringLiteral("run,measure,step,epoch,seconds,value\n");
}

QString csvOf(const MetricHistory& history, const QString& run, Measure measure)
{
    QString text;
    const QString name = quoted(run);
    const QString plain = QLatin1String(nameOf(measure));
    const MeasureSeries& series = measure == Measure::Loss ? history.loss()
        : measure == Measure::Accuracy                     ? history.accuracy()
                                                           : history.third();
    for (const auto& step : history.steps())
        text += line(name, QStringLiteral("train_%1").arg(plain), step, valueOf(step, measure));
    for (std::size_t i = 0; i < history.steps().size(); ++i)
        text += line(name, QStringLiteral("train_%1_smoothed").arg(plain), history.steps()[i], series.smoothed()[i]);
    for (const auto& evaluation : history.evaluations()) {
        if (measure == Measure::Loss)
            text += line(name, QStringLiteral("validation_loss"), evaluation, evaluation.loss);
        if (measure == Measure::Accuracy) {
            text += line(name, QStringLiteral("validation_accuracy"), evaluation, evaluation.accuracy);
            text += line(name, QStringLiteral("validation_macro_f1"), evaluation, evaluation.macroF1);
        }
    }
    return text;
}

} // namespace attune::ui
