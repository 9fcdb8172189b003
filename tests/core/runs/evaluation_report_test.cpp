#include "core/runs/evaluation_report.h"

#include "core/random.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cmath>

using namespace attune;

namespace {

/// A model of three classes that is right about two times in three.
core::ClassificationCollector collected(int texts)
{
    core::Random random(3);
    core::ClassificationCollector collector(3);
    for (int i = 0; i < texts; ++i) {
        const auto label = random.below(3);
        double scores[3], sum = 0;
        for (std::size_t k = 0; k < 3; ++k)
            sum += scores[k] = std::exp(static_cast<double>(random.below(1000)) / 400 + (k == label ? 1.2 : 0));
        const float probabilities[] = {float(scores[0] / sum), float(scores[1] / sum), float(scores[2] / sum)};
        collector.add(static_cast<std::int64_t>(label), std::span<const float>(probabilities), -std::log(double(probabilities[label])));
    }
    return collector;
}

} // namespace

TEST_CASE("A report holds the metrics, their intervals around them, and curves from end to end")
{
    const auto collector = collected(3000);
    const core::EvaluationReport report = core::reportOn(collector);
    CHECK(report.metrics == collector.metrics());
    CHECK(report.macroF1.low < report.metrics.macroF1);
    CHECK(report.metrics.macroF1 < report.macroF1.high);
    CHECK(report.matthews.low < report.metrics.matthews);
    CHECK(report.metrics.matthews < report.matthews.high);
    REQUIRE(report.curves.size() == 3);
    for (const core::ClassCurves& curves : report.curves) {
        CHECK(curves.roc.front().falsePositiveRate == 0);
        CHECK(curves.roc.back().falsePositiveRate == 1);
        CHECK(curves.roc.back().truePositiveRate == 1);
        CHECK(curves.precisionRecall.front().recall == 0);
        CHECK(curves.precisionRecall.back().recall == 1);
    }
}

TEST_CASE("The reliability points are the bins that the calibration error sums over")
{
    const core::EvaluationReport report = core::reportOn(collected(3000));
    double ece = 0;
    std::int64_t texts = 0;
    for (const core::ReliabilityPoint& point : report.reliability) {
        REQUIRE(point.bin.count > 0);
        CHECK(point.accuracy.low <= point.bin.accuracy);
        CHECK(point.bin.accuracy <= point.accuracy.high);
        ece += double(point.bin.count) / 3000 * std::abs(point.bin.accuracy - point.bin.confidence);
        texts += point.bin.count;
    }
    CHECK(texts == 3000);
    CHECK(ece == Approx(report.metrics.ece));
}

TEST_CASE("A curve of many texts is thinned to what can be told apart, with the area under it kept")
{
    const auto collector = collected(60000);
    const core::EvaluationReport report = core::reportOn(collector, 200);
    for (std::size_t label = 0; label < 3; ++label) {
        const auto& roc = report.curves[label].roc;
        CHECK(roc.size() < 2 * 200 + 2);
        CHECK(collector.curve(label).roc().size() > 10 * roc.size());
        double area = 0;
        for (std::size_t i = 1; i < roc.size(); ++i)
            area += (roc[i].falsePositiveRate - roc[i - 1].falsePositiveRate) * (roc[i].truePositiveRate + roc[i - 1].truePositiveRate) / 2;
        CHECK(area == Approx(*report.metrics.perClass[label].rocAuc).epsilon(0).margin(0.001));
    }
}
