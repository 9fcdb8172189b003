#include "core/runs/evaluation_report.h"

#include "core/atomic_file.h"
#include "core/data/csv_writer.h"

#include <cmath>
#include <cstdio>

namespace attune::core {

namespace {

double x(const RocPoint& point) { return point.falsePositiveRate; }
double y(const RocPoint& point) { return point.truePositiveRate; }
double x(const PrecisionRecallPoint& point) { return point.recall; }
double y(const PrecisionRecallPoint& point) { return point.precision; }

/// The points that one can tell apart: the first, the last, and each that lies far enough from the one kept before it.
template<typename Point>
std::vector<Point> thinned(std::vector<Point> points, std::size_t perSide)
{
    const double nearest = 1.0 / static_cast<double>(perSide);
    std::vector<Point> kept;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const bool apart = kept.empty() || std::abs(x(points[i]) - x(kept.back())) >= nearest || std::abs(y(points[i]) - y(kept.back())) >= nearest;
        if (apart || i + 1 == points.size())
            kept.push_back(points[i]);
    }
    return kept;
}

std::string digits(std::optional<double> value)
{
    if (!value)
        return {};
    char text[32];
    std::snprintf(text, sizeof text, "%.9g", *value);
    return text;
}

} // namespace

EvaluationReport reportOn(const ClassificationCollector& collected, std::size_t curvePoints)
{
    EvaluationReport report;
    report.metrics = collected.metrics();
    const BootstrapIntervals intervals = bootstrapIntervals(report.metrics.confusion);
    report.macroF1 = intervals.macroF1;
    report.matthews = intervals.matthews;
    for (std::size_t label = 0; label < report.metrics.perClass.size(); ++label) {
        const ScoreCurve curve = collected.curve(label);
        report.curves.push_back({thinned(curve.roc(), curvePoints), thinned(curve.precisionRecall(), curvePoints)});
    }
    for (const ReliabilityBin& bin : collected.reliability())
        if (bin.count > 0)
            report.reliability.push_back({bin, wilsonInterval(std::llround(bin.accuracy * static_cast<double>(bin.count)), bin.count)});
    return report;
}

void writeReport(const std::filesystem::path& file, const EvaluationReport& report, std::span<const std::string> labels)
{
    std::string text = csvRecord({"metric", "label", "predicted", "value", "low", "high"});
    const auto add = [&](const char* metric, const std::string& label, std::optional<double> value, std::optional<Interval> interval = std::nullopt) {
        if (value)
            text += csvRecord({metric, label, "", digits(value), interval ? digits(interval->low) : "", interval ? digits(interval->high) : ""});
    };
    const EvaluationMetrics& m = report.metrics;
    add("texts", "", static_cast<double>(m.samples));
    add("accuracy", "", m.accuracy, Interval{m.accuracyLow, m.accuracyHigh});
    add("majority_accuracy", "", m.majorityAccuracy);
    add("macro_f1", "", m.macroF1, report.macroF1);
    add("weighted_f1", "", m.weightedF1);
    add("matthews", "", m.matthews, report.matthews);
    add("loss", "", m.loss);
    add("ece", "", m.ece);
    add("roc_auc", "", m.rocAuc);
    add("average_precision", "", m.averagePrecision);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const ClassMetrics& one = m.perClass[i];
        add("precision", labels[i], one.precision);
        add("recall", labels[i], one.recall);
        add("f1", labels[i], one.f1);
        add("support", labels[i], static_cast<double>(one.support));
        add("roc_auc", labels[i], one.rocAuc);
        add("average_precision", labels[i], one.averagePrecision);
    }
    for (std::size_t i = 0; i < labels.size(); ++i)
        for (std::size_t j = 0; j < labels.size(); ++j)
            text += csvRecord({"confusion", labels[i], labels[j], std::to_string(m.confusion[i * labels.size() + j]), "", ""});
    writeFileAtomically(file, text);
}

} // namespace attune::core
