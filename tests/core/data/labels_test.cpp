#include "core/data/csv.h"
#include "core/data/dataset.h"
#include "tests/support/catch.h"

#include <algorithm>

using namespace attune::core;
using Labels = std::vector<std::string>;

namespace {

Labels ordered(Labels labels)
{
    std::reverse(labels.begin(), labels.end());
    orderLabels(labels);
    return labels;
}

const std::string kSpelled = "text,label\na,positive\nb,Positive\nc, positive\nd,positive\ne,negative\nf,Negative\ng,neutral\n";

Table table(std::string_view bytes)
{
    return parseCsv(bytes, "reviews.csv", {',', true, '"'});
}

constexpr ColumnRoles kRoles{0, 1};

} // namespace

TEST_CASE("Labels on one scale are ordered by meaning, in any case")
{
    for (const Labels& labels : {Labels{"negative", "neutral", "positive"}, Labels{"Negative", "Neutral", "Positive"}, Labels{"NEG", "NEU", "POS"},
             Labels{"very negative", "negative", "neutral", "positive", "very positive"}, Labels{"Extremely Negative", "Negative", "Positive"},
             Labels{"bad", "good"}, Labels{"poor", "average", "good", "excellent"}, Labels{"no", "yes"}, Labels{"low", "medium", "high"},
             Labels{"contradiction", "neutral", "entailment"}, Labels{"false", "true"}, Labels{"very_negative", "very-positive"}})
        CHECK(ordered(labels) == labels);
}

TEST_CASE("Numbers and stars are ordered by value, all else by bytes")
{
    CHECK(ordered({"1", "2.0", "10"}) == Labels{"1", "2.0", "10"});
    CHECK(ordered({"1.0", "2.0", "10.0"}) == Labels{"1.0", "2.0", "10.0"});
    CHECK(ordered({"1 star", "2 stars", "10 stars"}) == Labels{"1 star", "2 stars", "10 stars"});
    CHECK(ordered({"★", "★★", "★★★★★"}) == Labels{"★", "★★", "★★★★★"});
    CHECK(ordered({"★☆☆", "★★☆", "★★★"}) == Labels{"★☆☆", "★★☆", "★★★"});
    CHECK(ordered({"anger", "fear", "joy"}) == Labels{"anger", "fear", "joy"});
    CHECK(ordered({"good", "joy"}) == Labels{"good", "joy"});
}

TEST_CASE("Classes follow the proposed order")
{
    const Dataset dataset = makeDataset(table("t,l\na,positive\nb,neutral\nc,negative\nd,low\n"), kRoles, LabelMap{{{"low", std::nullopt}}, {}});
    CHECK(dataset.labels == Labels{"negative", "neutral", "positive"});
    CHECK(makeDataset(table("t,l\na,high\nb,low\n"), kRoles).labels == Labels{"low", "high"});
}

TEST_CASE("Classes are counted as a map makes them, those that it orders first")
{
    const LabelCounts labels{{"bad", 3}, {"good", 4}, {"great", 5}, {"odd", 1}};
    const LabelMap map{{{"great", "good"}, {"odd", std::nullopt}, {"bad", "poor"}}, {"good"}};
    CHECK(countClasses(labels, map) == LabelCounts{{"good", 9}, {"poor", 3}});
    CHECK(countClasses(labels, {}) == labels);
}

TEST_CASE("A map narrowed to the labels that there are means the same for them")
{
    const LabelCounts labels{{"bad", 3}, {"good", 4}};
    const LabelMap map{{{"great", "good"}, {"odd", std::nullopt}, {"bad", "poor"}}, {"fair", "poor", "good"}};
    CHECK(narrowed(map, labels) == LabelMap{{{"bad", "poor"}}, {"poor", "good"}});
    CHECK(countClasses(labels, narrowed(map, labels)) == countClasses(labels, map));
}

TEST_CASE("Spelled variants are pointed out, with the most frequent spelling as the proposed one")
{
    const auto variants = labelVariants(countLabels(table(kSpelled), kRoles));
    REQUIRE(variants.size() == 2);
    CHECK(variants[0].proposed == "Negative");
    CHECK(variants[1].proposed == "positive");
    CHECK(variants[1].spellings.size() == 3);
    const auto numbers = labelVariants(countLabels(table("t,l\na,1\nb,1.0\nc,2\nd,01\n"), kRoles));
    REQUIRE(numbers.size() == 1);
    CHECK(numbers[0].spellings.size() == 3);
    CHECK(labelVariants(countLabels(table("t,l\na,1\nb,2\nc,x\n"), kRoles)).empty());
}

TEST_CASE("A blank beyond ASCII around a label makes it a variant, too")
{
    for (const std::string blank : {"\u00A0", "\u3000", "\u2003", "\uFEFF"})
        for (const std::string& spelled : {"pos" + blank, blank + "pos"}) {
            const auto variants = labelVariants({{"neg", 3}, {"pos", 3}, {spelled, 1}});
            REQUIRE(variants.size() == 1);
            CHECK(variants[0].proposed == "pos");
            CHECK(variants[0].spellings.size() == 2);
        }
}

TEST_CASE("Variants are merged on request, and only then")
{
    CHECK(makeDataset(table(kSpelled), kRoles).labels.size() == 6);
    const Dataset merged = makeDataset(table(kSpelled), kRoles, mergedVariants(labelVariants(countLabels(table(kSpelled), kRoles))));
    CHECK(merged.labels == Labels{"Negative", "neutral", "positive"});
    CHECK(merged.labelCounts() == std::vector<std::size_t>{2, 1, 4});
}

TEST_CASE("Labels can be renamed, ordered, merged and left out")
{
    LabelMap map;
    map.names = {{"joy", "good"}, {"love", "good"}, {"anger", "bad"}, {"surprise", std::nullopt}};
    map.order = {"other", "good"};
    const Dataset dataset = makeDataset(table("t,l\na,joy\nb,love\nc,anger\nd,surprise\ne,fear\n"), kRoles, map);
    CHECK(dataset.labels == Labels{"good", "bad", "fear"});
    CHECK(dataset.labelCounts() == std::vector<std::size_t>{2, 1, 1});
    REQUIRE(dataset.problems.size() == 1);
    CHECK(dataset.problems[0].kind == "label_left_out");
    CHECK(dataset.problems[0].line == 5);

    const Dataset check = makeDataset(table("t,l\na,love\nb,fear\n"), kRoles, Labels{"good", "bad"}, map);
    CHECK(check.labelCounts() == std::vector<std::size_t>{1, 0});
    CHECK(check.problems[0].kind == "unknown_label");
}

TEST_CASE("Only rows with a text and a label are counted")
{
    const auto counts = countLabels(table("t,l\na,2\n,2\nb,\nc,1\nd,2\n"), kRoles);
    CHECK(counts == std::vector<std::pair<std::string, std::size_t>>{{"1", 1}, {"2", 2}});
}
