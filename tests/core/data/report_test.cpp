#include "core/data/csv.h"
#include "core/data/report.h"
#include "tests/support/catch.h"

using namespace attune::core;

namespace {

Dataset dataset(std::string_view bytes)
{
    return makeDataset(parseCsv(bytes, "reviews.csv", {',', true, '"'}), {0, 1});
}

} // namespace

TEST_CASE("A report counts classes, repeated and contradictory texts, and what is missing")
{
    const DatasetReport report = reportOn(dataset("text,label\nsame,a\nother,b\nsame,a\nsame,b\n,a\ntwice,b\nno label,\ntwice,b\n  ,b\n"));
    CHECK(report.examples == 6);
    CHECK(report.classCounts == std::vector<std::size_t>{2, 4});
    CHECK(report.largestShare == Approx(4.0 / 6));
    CHECK(report.imbalance == Approx(2));
    CHECK(report.emptyTexts == 2);
    CHECK(report.missingLabels == 1);
    CHECK(report.repeatedRows == 3);
    CHECK(report.repeatedTexts == 2);
    CHECK(report.contradictoryTexts == 1);
    CHECK(report.contradictoryRows == 3);
    REQUIRE(report.repeated.size() == 2);
    CHECK(report.repeated[0].text == "same");
    CHECK(report.repeated[0].rows == 3);
    CHECK(report.repeated[0].lines == std::vector<std::size_t>{2, 4, 5});
    CHECK(report.repeated[0].labels == std::vector<int>{0, 1});
    CHECK(report.repeated[1].text == "twice");
    REQUIRE(report.contradictory.size() == 1);
    CHECK(report.contradictory[0].text == "same");
}

TEST_CASE("A report shows the most frequent repetitions and the first contradictions, and counts them all")
{
    std::string bytes = "text,label\n";
    for (int i = 0; i < 500; ++i)
        for (int times = 0; times <= i % 5; ++times)
            bytes += "text " + std::to_string(i) + (times % 2 ? ",a\n" : ",b\n");
    const DatasetReport report = reportOn(dataset(bytes), 3);
    CHECK(report.repeatedTexts == 400);
    CHECK(report.repeatedRows == 1000);
    REQUIRE(report.repeated.size() == 3);
    CHECK(report.repeated[0].text == "text 4");
    CHECK(report.repeated[2].text == "text 14");
    REQUIRE(report.contradictory.size() == 3);
    CHECK(report.contradictory[0].text == "text 1");
    CHECK(report.contradictory[2].text == "text 3");
}

TEST_CASE("A dataset without examples has a report")
{
    Dataset empty;
    empty.labels = {"a", "b"};
    CHECK(reportOn(empty).largestShare == 0);
    CHECK(overlapOf(empty, empty).rows == 0);
}

TEST_CASE("Texts to check with that are learned from are counted, and those with another label apart")
{
    const Dataset learned = dataset("text,label\none,a\ntwo,b\nthree,a\nthree,b\n");
    // The classes may stand in another order.
    const Dataset checked = makeDataset(
        parseCsv("text,label\ntwo,a\nthree,a\nnew,b\none,a\n", "check.csv", {',', true, '"'}), {0, 1}, std::vector<std::string>{"b", "a"});
    const Overlap overlap = overlapOf(learned, checked);
    CHECK(overlap.rows == 3);
    CHECK(overlap.otherLabel == 1);
    CHECK(overlap.lines == std::vector<std::size_t>{2, 3, 5});
}

TEST_CASE("A histogram of lengths has few bins of a round width and the usual percentiles")
{
    std::vector<std::size_t> lengths;
    for (std::size_t i = 1; i <= 100; ++i)
        lengths.push_back(i);
    const LengthHistogram histogram = lengthHistogram(lengths, 16);
    CHECK(histogram.binWidth == 8);
    REQUIRE(histogram.bins.size() == 13);
    CHECK(histogram.bins[0] == 7);
    CHECK(histogram.bins[1] == 8);
    CHECK(histogram.bins[12] == 5);
    CHECK(histogram.longest == 100);
    CHECK(histogram.mean == Approx(50.5));
    CHECK(histogram.median == 50);
    CHECK(histogram.percentile95 == 95);
    CHECK(histogram.percentile99 == 99);
    CHECK(shareCut(lengths, 90) == Approx(0.1));
    CHECK(shareCut(lengths, 100) == 0);
    CHECK(lengthHistogram({}).bins.empty());
}
