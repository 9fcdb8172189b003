#include "core/data/csv.h"
#include "core/data/dataset.h"
#include "core/error.h"
#include "tests/support/catch.h"

using namespace attune::core;
using Labels = std::vector<std::string>;

namespace {

Table table(std::string_view bytes)
{
    return parseCsv(bytes, "reviews.csv", {',', true, '"'});
}

} // namespace

TEST_CASE("Rows become examples with the class of their label and their line")
{
    const Dataset dataset = makeDataset(table("text,label\n\"a\nb\",pos\nc,neg\nd,pos\n"), {0, 1, {}});
    CHECK(dataset.labels == Labels{"neg", "pos"});
    REQUIRE(dataset.examples.size() == 3);
    CHECK(dataset.examples[0].text == "a\nb");
    CHECK(dataset.examples[0].label == 1);
    CHECK(dataset.examples[1].label == 0);
    CHECK(dataset.examples[2].line == 5);
    CHECK(dataset.labelCounts() == std::vector<std::size_t>{1, 2});
    CHECK(dataset.problems.empty());
}

TEST_CASE("Labels are sorted as numbers when all are numbers, else by bytes")
{
    CHECK(makeDataset(table("t,l\na,10\nb,9\nc,-1\nd,1.5\n"), {0, 1, {}}).labels == Labels{"-1", "1.5", "9", "10"});
    CHECK(makeDataset(table("t,l\na,10\nb,9\nc,none\n"), {0, 1, {}}).labels == Labels{"10", "9", "none"});
    CHECK(makeDataset(table("t,l\na,b\nb,B\nc,é\nd,a\n"), {0, 1, {}}).labels == Labels{"B", "a", "b", "é"});
}

TEST_CASE("Labels are compared exactly as written")
{
    CHECK(makeDataset(table("t,l\na,pos\nb, pos\nc,Pos\n"), {0, 1, {}}).labels == Labels{" pos", "Pos", "pos"});
    CHECK(makeDataset(table("t,l\na,1\nb,1.0\nc,01\n"), {0, 1, {}}).labels == Labels{"01", "1", "1.0"});
}

TEST_CASE("Empty texts and labels become problems with their line")
{
    const Dataset dataset = makeDataset(table("text,label\na,1\n,0\n \t ,1\nb,\nc,0\n"), {0, 1, {}});
    CHECK(dataset.examples.size() == 2);
    REQUIRE(dataset.problems.size() == 3);
    CHECK(dataset.problems[0].kind == "empty_text");
    CHECK(dataset.problems[0].line == 3);
    CHECK(dataset.problems[0].raw == ",0");
    CHECK(dataset.problems[0].reason == "no text in column “text”");
    CHECK(dataset.problems[1].kind == "empty_text");
    CHECK(dataset.problems[2].kind == "empty_label");
    CHECK(dataset.problems[2].line == 5);
}

TEST_CASE("A single class is refused with the column's name and a better column if there is one")
{
    CHECK_THROWS_WITH(makeDataset(table("text,label\na,pos\nb,pos\n"), {0, 1, {}}),
        ContainsSubstring("column “label” holds a single label, “pos”") && ContainsSubstring("add rows of another class"));
    CHECK_THROWS_WITH(makeDataset(table("text,lang,mood\na b,en,up\nc d,en,down\ne f,en,up\ng h,en,down\n"), {0, 1, {}}),
        ContainsSubstring("column “lang” holds a single label") && ContainsSubstring("column “mood” looks like labels"));
}

TEST_CASE("Hundreds of labels look like the wrong column, and a better one is named")
{
    std::string bytes = "text,id,mood\n";
    for (int i = 0; i < 300; ++i)
        bytes += "some text " + std::to_string(i) + "," + std::to_string(i) + (i % 2 ? ",up\n" : ",down\n");
    CHECK_THROWS_WITH(makeDataset(table(bytes), {0, 1, {}}),
        ContainsSubstring("300 different values") && ContainsSubstring("wrong column")
            && ContainsSubstring("column “mood” looks like labels"));

    std::string without = "text,id\n";
    for (int i = 0; i < 300; ++i)
        without += "some text " + std::to_string(i) + "," + std::to_string(i) + "\n";
    CHECK_THROWS_WITH(makeDataset(table(without), {0, 1, {}}), ContainsSubstring("Choose a label column with few values"));
}

TEST_CASE("As many labels as are allowed are accepted")
{
    std::string bytes = "text,label\n";
    for (std::size_t i = 0; i < kMaxLabels; ++i)
        bytes += "text," + std::to_string(i) + "\n";
    CHECK(makeDataset(table(bytes), {0, 1, {}}).labels.size() == kMaxLabels);
    CHECK_THROWS_AS(makeDataset(table(bytes + "text,one more\n"), {0, 1, {}}), Error);
}

TEST_CASE("A dataset without examples or with columns that are not there is an error")
{
    CHECK_THROWS_WITH(makeDataset(table("text,label\n,1\nb,\n"), {0, 1, {}}), ContainsSubstring("no row has both"));
    CHECK_THROWS_WITH(makeDataset(table("text,label\n"), {0, 1, {}}), ContainsSubstring("no row has both"));
    CHECK_THROWS_WITH(makeDataset(table("text,label\na,1\n"), {0, 2, {}}), ContainsSubstring("only 2 columns"));
    CHECK_THROWS_WITH(makeDataset(table("text,label\na,1\n"), {1, 1, {}}), ContainsSubstring("both as text and as label"));
    CHECK_THROWS_AS(makeDataset(table(""), {0, 1, {}}), Error);
}

TEST_CASE("With given classes, rows of other labels become problems that list the classes")
{
    const Dataset dataset = makeDataset(table("text,label\na,neg\nb,neutral\nc,pos\n"), {0, 1, {}}, Labels{"pos", "neg"});
    CHECK(dataset.labels == Labels{"pos", "neg"});
    REQUIRE(dataset.examples.size() == 2);
    CHECK(dataset.examples[0].label == 1);
    CHECK(dataset.examples[1].label == 0);
    REQUIRE(dataset.problems.size() == 1);
    CHECK(dataset.problems[0].kind == "unknown_label");
    CHECK(dataset.problems[0].line == 3);
    CHECK(dataset.problems[0].reason == "label “neutral” is none of “pos”, “neg”");
}

TEST_CASE("With given classes, a single class in the file is no error but no usable row is")
{
    CHECK(makeDataset(table("text,label\na,neg\n"), {0, 1, {}}, Labels{"neg", "pos"}).examples.size() == 1);
    CHECK_THROWS_WITH(makeDataset(table("text,label\na,1\nb,0\n"), {0, 1, {}}, Labels{"neg", "pos"}),
        ContainsSubstring("reviews.csv") && ContainsSubstring("“neg”, “pos”")
            && ContainsSubstring("Line 2: label “1” is none of"));
}

TEST_CASE("A text or label of blanks beyond ASCII alone is none, and such blanks within a text are kept")
{
    std::string bytes = "text,label\n\u00A0good\u3000,pos\nbad,neg\n";
    for (const std::string blank : {"\u00A0", "\u1680", "\u2000", "\u200B", "\u202F", "\u205F", "\u3000", "\uFEFF", "\u2009 \u00A0"})
        bytes += blank + ",pos\nsome text," + blank + "\n";
    const Dataset dataset = makeDataset(parseCsv(bytes, "t.csv"), {0, 1});
    REQUIRE(dataset.examples.size() == 2);
    CHECK(dataset.examples[0].text.view() == "\u00A0good\u3000");
    REQUIRE(dataset.problems.size() == 18);
    for (std::size_t i = 0; i < 18; ++i)
        CHECK(dataset.problems[i].kind == (i % 2 == 0 ? "empty_text" : "empty_label"));
    CHECK(makeDataset(parseCsv("text,label\n\u200C,pos\n\u00A9,neg\n", "t.csv"), {0, 1}).examples.size() == 2);
}
