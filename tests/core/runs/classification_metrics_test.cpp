#include "core/runs/classification_metrics.h"

#include "core/error.h"
#include "tests/support/catch.h"

#include <cmath>
#include <limits>

using namespace attune;
using core::ClassificationCollector;
using core::ClassMetrics;
using core::EvaluationMetrics;

// The expected figures were computed with scikit-learn 1.9.1 and SciPy 1.17.1, but for the calibration error, which is worked out beside them.

namespace {

using Rows = std::vector<std::vector<double>>;

Approx near(double value) { return Approx(value).epsilon(0).margin(1e-12); }

ClassificationCollector collected(const std::vector<std::int64_t>& labels, const Rows& probabilities,
    std::optional<std::size_t> majorityLabel = std::nullopt)
{
    ClassificationCollector collector(probabilities.front().size(), majorityLabel);
    for (std::size_t i = 0; i < labels.size(); ++i)
        collector.add(labels[i], std::span<const double>(probabilities[i]),
                      -std::log(probabilities[i][static_cast<std::size_t>(labels[i])]));
    return collector;
}

const std::vector<std::int64_t> kBinaryLabels = {0, 0, 1, 1, 1, 0, 0, 1, 0, 1};

// Ties among the positives' scores, and one text (the ninth) about which the model is undecided.
ClassificationCollector binary(std::optional<std::size_t> majorityLabel = std::nullopt)
{
    Rows rows;
    for (const double positive : {0.1, 0.4, 0.35, 0.8, 0.65, 0.65, 0.2, 0.9, 0.5, 0.35})
        rows.push_back({1 - positive, positive});
    return collected(kBinaryLabels, rows, majorityLabel);
}

void checkClass(const ClassMetrics& one, double precision, double recall, double f1, std::int64_t support)
{
    CHECK(one.precision == near(precision));
    CHECK(one.recall == near(recall));
    CHECK(one.f1 == near(f1));
    CHECK(one.support == support);
}

} // namespace

TEST_CASE("Two classes are measured as scikit-learn measures them")
{
    const EvaluationMetrics metrics = binary().metrics();
    CHECK(metrics.samples == 10);
    CHECK(metrics.loss == near(0.5441230227858496));
    CHECK(metrics.accuracy == near(0.7));
    CHECK(metrics.accuracyLow == near(0.39677814746114526));
    CHECK(metrics.accuracyHigh == near(0.892208732593699));
    CHECK(metrics.macroF1 == near(0.696969696969697));
    CHECK(metrics.weightedF1 == near(0.696969696969697));
    CHECK(metrics.matthews == near(0.408248290463863));
    CHECK(metrics.rocAuc.value() == near(0.74));
    CHECK(metrics.averagePrecision.value() == near(0.8));
    CHECK(metrics.ece == near(0.31)); // 0.1*0.5 + 0.1*0.4 + 0.4*0.4 + 0.2*0.2 + 0.2*0.1
    CHECK(metrics.majorityAccuracy == 0.5);
    CHECK(metrics.confusion == std::vector<std::int64_t>{4, 1, 2, 3});
    REQUIRE(metrics.perClass.size() == 2);
    checkClass(metrics.perClass[0], 0.6666666666666666, 0.8, 0.7272727272727273, 5);
    checkClass(metrics.perClass[1], 0.75, 0.6, 0.6666666666666666, 5);
    CHECK(metrics.perClass[0].rocAuc.value() == near(0.74));
    CHECK(metrics.perClass[0].averagePrecision.value() == near(0.7783333333333333));
    CHECK(metrics.perClass[1].rocAuc == metrics.rocAuc);
    CHECK(metrics.perClass[1].averagePrecision == metrics.averagePrecision);
}

TEST_CASE("Three classes are measured as scikit-learn measures them")
{
    const EvaluationMetrics metrics = collected({0, 1, 2, 2, 1, 0, 2, 0, 1, 0, 2, 0},
        {{.7, .2, .1}, {.2, .5, .3}, {.1, .2, .7}, {.1, .6, .3}, {.3, .4, .3}, {.5, .3, .2}, {.2, .2, .6}, {.4, .4, .2}, {.6, .3, .1},
         {.8, .1, .1}, {.25, .25, .5}, {.1, .3, .6}}).metrics();
    CHECK(metrics.loss == near(0.8391560641693108));
    CHECK(metrics.accuracy == near(0.75));
    CHECK(metrics.accuracyLow == near(0.46769466506643426));
    CHECK(metrics.accuracyHigh == near(0.9110583316059453));
    CHECK(metrics.macroF1 == near(0.7388888888888889));
    CHECK(metrics.weightedF1 == near(0.75));
    CHECK(metrics.matthews == near(0.6170212765957447));
    CHECK(metrics.rocAuc.value() == near(0.8194499559082892));
    CHECK(metrics.averagePrecision.value() == near(0.6721825396825395));
    CHECK(metrics.ece == near(0.40833333333333333)); // (2*0.6 + 3*0.5 + 4*0.35 + 2*0.3 + 1*0.2) / 12
    CHECK(metrics.majorityAccuracy == near(5.0 / 12));
    CHECK(metrics.confusion == std::vector<std::int64_t>{4, 0, 1, 1, 2, 0, 0, 1, 3});
    checkClass(metrics.perClass[0], 0.8, 0.8, 0.8, 5);
    checkClass(metrics.perClass[1], 0.6666666666666666, 0.6666666666666666, 0.6666666666666666, 3);
    checkClass(metrics.perClass[2], 0.75, 0.75, 0.75, 4);
    const double aucs[] = {0.7714285714285715, 0.7962962962962963, 0.890625};
    const double precisions[] = {0.7933333333333332, 0.47619047619047616, 0.7470238095238095};
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(metrics.perClass[i].rocAuc.value() == near(aucs[i]));
        CHECK(metrics.perClass[i].averagePrecision.value() == near(precisions[i]));
    }
}

TEST_CASE("A class that neither occurs nor is predicted does not lower the means")
{
    // Class 1 is predicted once and never occurs, class 3 does neither.
    const EvaluationMetrics metrics = collected({0, 0, 2, 2, 0, 2},
        {{.6, .1, .2, .1}, {.2, .5, .2, .1}, {.1, .2, .6, .1}, {.5, .1, .3, .1}, {.7, .1, .1, .1}, {.1, .1, .7, .1}}).metrics();
    CHECK(metrics.macroF1 == near(0.48888888888888893));
    CHECK(metrics.weightedF1 == near(0.7333333333333334));
    CHECK(metrics.matthews == near(0.45226701686664544));
    CHECK(metrics.ece == near(0.4));
    checkClass(metrics.perClass[1], 0, 0, 0, 0);
    checkClass(metrics.perClass[3], 0, 0, 0, 0);
    CHECK_FALSE(metrics.perClass[1].rocAuc);
    CHECK_FALSE(metrics.perClass[1].averagePrecision);
    CHECK(metrics.rocAuc.value() == near((0.888888888888889 + 1) / 2));
    CHECK(metrics.averagePrecision.value() == near((0.9166666666666665 + 1) / 2));
}

TEST_CASE("Where one class occurs, nothing is ranked and nothing correlates")
{
    const EvaluationMetrics negative = collected({0, 0, 0}, {{.9, .1}, {.4, .6}, {.7, .3}}).metrics();
    CHECK_FALSE(negative.rocAuc);
    CHECK_FALSE(negative.averagePrecision);
    CHECK(negative.matthews == 0);
    CHECK(negative.macroF1 == near(0.4));
    CHECK(negative.weightedF1 == near(0.8));
    CHECK(negative.accuracyLow == near(0.20765960080204782));
    CHECK(negative.accuracyHigh == near(0.9385080552796038));

    const EvaluationMetrics positive = collected({1, 1, 1}, {{.1, .9}, {.4, .6}, {.7, .3}}).metrics();
    CHECK_FALSE(positive.rocAuc);
    CHECK(positive.averagePrecision.value() == 1);
    CHECK(positive.ece == near(0.4));
}

TEST_CASE("Where one class is predicted, the correlation is 0")
{
    const EvaluationMetrics metrics = collected({0, 1, 1}, {{.9, .1}, {.6, .4}, {.7, .3}}).metrics();
    CHECK(metrics.matthews == 0);
    CHECK(metrics.accuracy == near(1.0 / 3));
    CHECK(metrics.rocAuc.value() == 1);
}

TEST_CASE("The baseline answers what most of the training data are")
{
    CHECK(binary(1).metrics().majorityAccuracy == 0.5);
    const std::vector<std::int64_t> labels = {0, 1, 1, 1};
    const Rows rows(4, {0.3, 0.7});
    CHECK(collected(labels, rows).metrics().majorityAccuracy == 0.75);
    CHECK(collected(labels, rows, 0).metrics().majorityAccuracy == 0.25);
}

TEST_CASE("Nothing measured is zero, not a number divided by it")
{
    const EvaluationMetrics metrics = ClassificationCollector(3).metrics();
    CHECK(metrics.samples == 0);
    CHECK(metrics.loss == 0);
    CHECK(metrics.accuracy == 0);
    CHECK(metrics.accuracyLow == 0);
    CHECK(metrics.accuracyHigh == 1);
    CHECK(metrics.ece == 0);
    CHECK_FALSE(metrics.rocAuc);
    CHECK(metrics.confusion == std::vector<std::int64_t>(9));
}

TEST_CASE("Wilson's interval is SciPy's, to both ends")
{
    const std::tuple<std::int64_t, std::int64_t, double, double> expected[] = {{0, 10, 0, 0.27753279986288926},
        {10, 10, 0.7224672001371109, 1}, {8, 10, 0.4901624715366418, 0.9433178485456248},
        {812, 872, 0.9124312972480095, 0.9461715839315996}, {1, 1, 0.20654931437723745, 1}};
    for (const auto& [right, count, low, high] : expected) {
        const core::Interval interval = core::wilsonInterval(right, count);
        INFO(right << " of " << count);
        CHECK(interval.low == near(low));
        CHECK(interval.high == near(high));
    }
}

TEST_CASE("Curves have the points of scikit-learn's, one for each threshold")
{
    const core::ScoreCurve curve = binary().curve(1);
    const std::tuple<double, double, double> roc[] = {{0, 0, std::numeric_limits<double>::infinity()}, {0, .2, .9}, {0, .4, .8}, {.2, .6, .65},
        {.6, .6, .4}, {.6, 1, .35}, {1, 1, .1}};
    REQUIRE(curve.roc().size() == std::size(roc));
    for (std::size_t i = 0; i < std::size(roc); ++i) {
        CHECK(curve.roc()[i].falsePositiveRate == near(std::get<0>(roc[i])));
        CHECK(curve.roc()[i].truePositiveRate == near(std::get<1>(roc[i])));
        CHECK(curve.roc()[i].threshold == std::get<2>(roc[i]));
    }
    const std::tuple<double, double, double> precisionRecall[] = {{0, 1, std::numeric_limits<double>::infinity()}, {.2, 1, .9}, {.4, 1, .8},
        {.6, .75, .65}, {.6, .6, .5}, {.6, .5, .4}, {1, .625, .35}, {1, 0.5555555555555556, .2}, {1, .5, .1}};
    REQUIRE(curve.precisionRecall().size() == std::size(precisionRecall));
    for (std::size_t i = 0; i < std::size(precisionRecall); ++i) {
        CHECK(curve.precisionRecall()[i].recall == near(std::get<0>(precisionRecall[i])));
        CHECK(curve.precisionRecall()[i].precision == near(std::get<1>(precisionRecall[i])));
        CHECK(curve.precisionRecall()[i].threshold == std::get<2>(precisionRecall[i]));
    }
}

TEST_CASE("Curves of one class alone are empty where they mean nothing")
{
    const core::ScoreCurve negatives({{0.5, false}, {0.25, false}});
    CHECK(negatives.roc().empty());
    CHECK(negatives.precisionRecall().empty());
    const core::ScoreCurve positives({{0.5, true}, {0.25, true}});
    CHECK(positives.roc().empty());
    CHECK(positives.precisionRecall().size() == 3);
}

TEST_CASE("A confidence at the border of two bins belongs to the lower one")
{
    ClassificationCollector collector(2);
    for (const double confidence : {0.6, 0.6000001, 0.8, 1.0, 1.0000001})
        collector.add(0, std::span<const double>(std::vector<double>{confidence, 1 - confidence}), 0);
    const auto bins = collector.reliability(5);
    REQUIRE(bins.size() == 5);
    CHECK(bins[2].count == 1);
    CHECK(bins[3].count == 2);
    CHECK(bins[4].count == 2); // rounding above 1 included
    CHECK(bins[3].low == 0.6);
    CHECK(bins[3].high == 0.8);
    CHECK(bins[3].confidence == near(0.70000005));
    CHECK(bins[3].accuracy == 1);
    CHECK(bins[0].confidence == 0);
    CHECK(collector.reliability().size() == 15);
}

TEST_CASE("Answers in single precision count as the numbers that they are")
{
    ClassificationCollector narrow(2), wide(2);
    for (std::size_t i = 0; i < kBinaryLabels.size(); ++i) {
        const float p = 1.0f / static_cast<float>(i + 2);
        const std::vector<float> floats = {p, 1 - p};
        const std::vector<double> doubles(floats.begin(), floats.end());
        narrow.add(kBinaryLabels[i], std::span<const float>(floats), 0.5);
        wide.add(kBinaryLabels[i], std::span<const double>(doubles), 0.5);
    }
    CHECK(narrow.metrics() == wide.metrics());
}

TEST_CASE("A probability that is no number and a label that there is not are refused, and leave what was counted")
{
    ClassificationCollector collector = binary();
    const EvaluationMetrics before = collector.metrics();
    const std::vector<double> strange = {0.5, std::numeric_limits<double>::quiet_NaN()}, few = {1.0}, usual = {0.5, 0.5};
    CHECK_THROWS_WITH(collector.add(0, std::span<const double>(strange), 0), ContainsSubstring("Text 11") && ContainsSubstring("no number"));
    CHECK_THROWS_AS(collector.add(2, std::span<const double>(usual), 0), core::Error);
    CHECK_THROWS_AS(collector.add(-1, std::span<const double>(usual), 0), core::Error);
    CHECK_THROWS_AS(collector.add(0, std::span<const double>(few), 0), core::Error);
    CHECK(collector.metrics() == before);
}
