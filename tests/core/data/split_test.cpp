#include "core/data/csv.h"
#include "core/data/dataset.h"
#include "core/error.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <limits>
#include <set>

using namespace attune::core;

namespace {

/// `counts[c]` examples of each class c, in turn while there are any; lines count from 0.
Dataset dataset(std::vector<std::size_t> counts)
{
    Dataset made;
    made.file = "reviews.csv";
    for (std::size_t label = 0; label < counts.size(); ++label)
        made.labels.push_back(std::string(1, static_cast<char>('a' + label)));
    for (bool any = true; any;) {
        any = false;
        for (std::size_t label = 0; label < counts.size(); ++label) {
            if (counts[label] == 0)
                continue;
            --counts[label];
            any = true;
            const std::size_t line = made.examples.size();
            made.examples.push_back({"text " + std::to_string(line), static_cast<int>(label), line});
        }
    }
    return made;
}

std::vector<std::size_t> linesOf(const Dataset& part)
{
    std::vector<std::size_t> lines;
    for (const Example& example : part.examples)
        lines.push_back(example.line);
    return lines;
}

Table table(std::string_view bytes)
{
    return parseCsv(bytes, "reviews.csv", {',', true, '"'});
}

const ColumnRoles kRoles{0, 1, 2};

} // namespace

TEST_CASE("A split is the same on every machine")
{
    // Computed once by an independent implementation of SplitMix64 with rejection.
    const Dataset all = dataset({20, 10, 10});
    using Lines = std::vector<std::size_t>;
    CHECK(linesOf(splitStratified(all, 0.2, 42).validation) == Lines{1, 6, 17, 20, 22, 24, 33, 36});
    CHECK(linesOf(splitStratified(all, 0.2, 43).validation) == Lines{0, 5, 10, 19, 24, 26, 37, 39});
    CHECK(linesOf(splitStratified(all, 0.2, std::numeric_limits<std::uint64_t>::max()).validation)
        == Lines{6, 7, 11, 17, 19, 35, 36, 38});
}

TEST_CASE("A split loses and doubles nothing and keeps the file's order on both sides")
{
    const Dataset all = dataset({500, 30, 7});
    const DataSplit split = splitStratified(all, 0.1, 7);
    auto train = linesOf(split.train);
    const auto validation = linesOf(split.validation);
    CHECK(std::is_sorted(train.begin(), train.end()));
    CHECK(std::is_sorted(validation.begin(), validation.end()));
    train.insert(train.end(), validation.begin(), validation.end());
    std::sort(train.begin(), train.end());
    CHECK(train == linesOf(all));
    CHECK(split.train.labels == all.labels);
    CHECK(split.validation.labels == all.labels);
    CHECK(split.train.file == all.file);
    CHECK(split.notes.empty());
}

TEST_CASE("Each class gives its share, at least one row and never its last")
{
    using Counts = std::vector<std::size_t>;
    CHECK(splitStratified(dataset({500, 30, 7, 2}), 0.1, 1).validation.labelCounts() == Counts{50, 3, 1, 1});
    CHECK(splitStratified(dataset({500, 30, 7, 2}), 0.99, 1).train.labelCounts() == Counts{5, 1, 1, 1});
    CHECK(splitStratified(dataset({10, 5}), 1e-9, 1).validation.labelCounts() == Counts{1, 1});
}

TEST_CASE("Every row of a class is held back equally often")
{
    const Dataset all = dataset({10, 10});
    std::vector<int> held(20);
    for (std::uint64_t seed = 0; seed < 2000; ++seed)
        for (const std::size_t line : linesOf(splitStratified(all, 0.3, seed).validation))
            ++held[line];
    // 600 expected, standard deviation 20.5.
    for (const int times : held)
        CHECK((times > 500 && times < 700));
}

TEST_CASE("A class with a single row is learnt from and said in a note")
{
    const DataSplit one = splitStratified(dataset({10, 1}), 0.2, 1);
    CHECK(one.train.labelCounts() == std::vector<std::size_t>{8, 1});
    CHECK(one.validation.labelCounts() == std::vector<std::size_t>{2, 0});
    REQUIRE(one.notes.size() == 1);
    CHECK_THAT(one.notes[0], ContainsSubstring("“b” has a single text"));

    const DataSplit several = splitStratified(dataset({10, 1, 1}), 0.2, 1);
    REQUIRE(several.notes.size() == 1);
    CHECK_THAT(several.notes[0], ContainsSubstring("2 classes") && ContainsSubstring("“b”, “c”"));
}

TEST_CASE("A class that no example has is no obstacle to a split")
{
    const DataSplit split = splitStratified(dataset({10, 0, 10}), 0.2, 1);
    CHECK(split.validation.labelCounts() == std::vector<std::size_t>{2, 0, 2});
}

TEST_CASE("A share that leaves a side empty is refused by its name")
{
    for (const double share : {0.0, 1.0, -0.1, 1.5, std::numeric_limits<double>::quiet_NaN()})
        CHECK_THROWS_WITH(splitStratified(dataset({10, 10}), share, 1), ContainsSubstring("validation_split"));
    CHECK_THROWS_WITH(
        splitStratified(dataset({1, 1}), 0.5, 1), ContainsSubstring("validation_split") && ContainsSubstring("reviews.csv"));
    CHECK_THROWS_AS(splitStratified(dataset({0, 0}), 0.5, 1), Error);
}

TEST_CASE("A split column sends each row to its part")
{
    const DataSplit split = splitByColumn(
        table("text,label,split\na,1,train\nb,0,Training\nc,1,dev\nd,0,VAL\ne,1,valid\nf,0,validation\ng,1,test\nh,0, test\n"),
        kRoles);
    CHECK(linesOf(split.train) == std::vector<std::size_t>{2, 3});
    CHECK(linesOf(split.validation) == std::vector<std::size_t>{4, 5, 6, 7});
    CHECK(split.train.labels == std::vector<std::string>{"0", "1"});
    CHECK(split.validation.labels == split.train.labels);
    CHECK(linesOf(split.test) == std::vector<std::size_t>{8, 9});
    CHECK(split.test.labels == split.train.labels);
    CHECK(split.notes.empty());
}

TEST_CASE("A split column that names no part or leaves a side empty is an error with column and line")
{
    CHECK_THROWS_WITH(splitByColumn(table("text,label,part\na,1,train\nb,0,later\n"), kRoles),
        ContainsSubstring("column “part”") && ContainsSubstring("“later”") && ContainsSubstring("line 3"));
    CHECK_THROWS_WITH(splitByColumn(table("text,label,part\na,1,train\nb,0,train\n"), kRoles),
        ContainsSubstring("column “part” marks no row as validation"));
    CHECK_THROWS_WITH(splitByColumn(table("text,label,part\na,1,dev\nb,0,dev\n"), kRoles), ContainsSubstring("no row as train"));
    CHECK_THROWS_AS(splitByColumn(table("text,label\na,1\nb,0\n"), ColumnRoles{0, 1, {}}), Error);
    CHECK_THROWS_WITH(splitByColumn(table("text,label\na,1\nb,0\n"), kRoles), ContainsSubstring("only 2 columns"));
}

TEST_CASE("Rows for which a split column names no part are told with their lines and left out, never learned from")
{
    const DataSplit split = splitByColumn(
        table("text,label,split\na,1,train\nb,0,\nc,0,train\nd,1,dev\ne,0,dev\nf,0,later\n,0,train\ng,0,test\n"), kRoles);
    CHECK(linesOf(split.train) == std::vector<std::size_t>{2, 4});
    CHECK(linesOf(split.validation) == std::vector<std::size_t>{5, 6});
    CHECK(linesOf(split.test) == std::vector<std::size_t>{9});
    REQUIRE(split.train.problems.size() == 3);
    CHECK(split.train.problems[0].line == 3);
    CHECK(split.train.problems[0].kind == "no_part");
    CHECK(split.train.problems[0].reason == "column “split” says nothing");
    CHECK(split.train.problems[1].line == 7);
    CHECK_THAT(split.train.problems[1].reason, ContainsSubstring("“later”"));
    CHECK(split.train.problems[2].kind == "empty_text");
    CHECK(split.notes == std::vector<std::string>{"2 rows have no part and are left out; the first, at line 3: column “split” says nothing."});
}

TEST_CASE("A label that only the rows to check with have is left out and said in a note")
{
    const DataSplit split = splitByColumn(table("text,label,split\na,1,train\nb,0,train\nc,2,dev\nd,1,dev\n"), kRoles);
    CHECK(split.train.labels == std::vector<std::string>{"0", "1"});
    CHECK(linesOf(split.validation) == std::vector<std::size_t>{5});
    REQUIRE(split.validation.problems.size() == 1);
    CHECK(split.validation.problems[0].kind == "unknown_label");
    REQUIRE(split.notes.size() == 1);
    CHECK_THAT(split.notes[0], ContainsSubstring("1 row marked validation has a label that no row marked train has"));

    CHECK_THROWS_WITH(splitByColumn(table("text,label,split\na,1,train\nb,0,train\nc,2,dev\n"), kRoles),
        ContainsSubstring("marks as validation") && ContainsSubstring("“0”, “1”"));
    CHECK_THROWS_WITH(splitByColumn(table("text,label,split\na,1,train\nb,1,train\nc,0,dev\n"), kRoles),
        ContainsSubstring("single label among the rows marked train"));
}

TEST_CASE("Where a split column knows train and test only, a share of train is held back and said in a note")
{
    std::string bytes = "text,label,split\n";
    for (int i = 0; i < 40; ++i)
        bytes += "text " + std::to_string(i) + (i % 2 ? ",a" : ",b") + (i < 30 ? ",train\n" : ",test\n");
    ColumnSplitOptions options;
    options.validationShare = 0.2;
    const DataSplit split = splitByColumn(table(bytes), kRoles, options);
    CHECK(split.train.labelCounts() == std::vector<std::size_t>{12, 12});
    CHECK(split.validation.labelCounts() == std::vector<std::size_t>{3, 3});
    CHECK(split.test.labelCounts() == std::vector<std::size_t>{5, 5});
    REQUIRE(split.notes.size() == 1);
    CHECK_THAT(split.notes[0], ContainsSubstring("6 rows of those marked train are held back"));
}

TEST_CASE("Equal texts never stand on both sides, whatever their labels")
{
    Dataset all = dataset({60, 40});
    for (std::size_t i = 0; i < all.examples.size(); ++i)
        all.examples[i].text = "text " + std::to_string(i * i % 37);
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const DataSplit split = splitStratified(all, 0.2, seed);
        std::set<std::string> learned;
        for (const Example& example : split.train.examples)
            learned.insert(example.text.str());
        for (const Example& example : split.validation.examples)
            REQUIRE_FALSE(learned.contains(example.text.str()));
        CHECK(split.train.examples.size() + split.validation.examples.size() == 100);
        CHECK(split.validation.examples.size() >= 12);
        CHECK(split.validation.examples.size() <= 28);
    }
}

TEST_CASE("A text that stands in most rows of a class is not held back for a small share")
{
    Dataset all = dataset({100, 100});
    for (Example& example : all.examples)
        if (example.label == 0 && example.line > 20)
            example.text = "the same";
    for (std::uint64_t seed = 0; seed < 20; ++seed)
        CHECK(splitStratified(all, 0.1, seed).validation.labelCounts()[0] <= 11);
}

TEST_CASE("A class with one text in many rows counts as one with a single text")
{
    Dataset all = dataset({10, 10});
    for (Example& example : all.examples)
        if (example.label == 1)
            example.text = "the same";
    const DataSplit split = splitStratified(all, 0.2, 1);
    CHECK(split.validation.labelCounts() == std::vector<std::size_t>{2, 0});
    REQUIRE(split.notes.size() == 1);
    CHECK_THAT(split.notes[0], ContainsSubstring("“b” has a single text"));
}

TEST_CASE("Pairs are equal only when both texts are")
{
    Dataset all = dataset({40, 40});
    for (std::size_t i = 0; i < all.examples.size(); ++i) {
        all.examples[i].text = "premise";
        all.examples[i].textPair = "hypothesis " + std::to_string(i);
    }
    CHECK(splitStratified(all, 0.25, 1).validation.labelCounts() == std::vector<std::size_t>{10, 10});
}

TEST_CASE("By content the same texts are held back in whatever order the file has them")
{
    Dataset all = dataset({50, 30});
    all.examples.push_back(all.examples[4]);
    const auto textsOf = [](const Dataset& part) {
        std::multiset<std::string> texts;
        for (const Example& example : part.examples)
            texts.insert(example.text.str());
        return texts;
    };
    const auto held = textsOf(splitStratified(all, 0.2, 7, SplitOrder::Content).validation);
    CHECK(held.size() >= 16);
    Dataset turned = all;
    std::reverse(turned.examples.begin(), turned.examples.end());
    CHECK(textsOf(splitStratified(turned, 0.2, 7, SplitOrder::Content).validation) == held);
    CHECK(textsOf(splitStratified(turned, 0.2, 8, SplitOrder::Content).validation) != held);
    CHECK(textsOf(splitStratified(turned, 0.2, 7).validation) != textsOf(splitStratified(all, 0.2, 7).validation));
}
