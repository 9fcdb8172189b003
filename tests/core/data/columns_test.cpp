#include "core/data/csv.h"
#include "core/data/dataset.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"

using namespace attune::core;

namespace {

/// The roles guessed as names: text/label/split.
std::string guessed(std::string_view bytes)
{
    const Table table = parseCsv(bytes, "t.csv");
    const ColumnRoles roles = guessColumns(table);
    return table.columns[roles.text] + "/" + table.columns[roles.label] + "/" + (roles.split ? table.columns[*roles.split] : "-");
}

} // namespace

TEST_CASE("Text is the long and varied column, label the one with few values, in any order")
{
    CHECK(guessed("satz,note\nein sehr guter Film,gut\nein sehr schlechter Film,schlecht\nso ein schöner Abend,gut\n")
        == "satz/note/-");
    CHECK(guessed("note,satz\ngut,ein sehr guter Film\nschlecht,ein sehr schlechter Film\ngut,so ein schöner Abend\n")
        == "satz/note/-");
    CHECK(guessed("1\ta fine film\n0\ta bad film\n1\tnice to watch again\n") == "1/0/-");
}

TEST_CASE("Names decide where contents leave it open")
{
    CHECK(
        guessed(
            "id,lang,review,source,stars\n1,en,good film,web,5\n2,en,bad film,web,1\n3,de,good food,app,4\n4,de,bad food,app,2\n")
        == "review/stars/-");
    CHECK(guessed("userSentiment,channel,tweetText\nhappy,a,what a day\nsad,b,what a pity\nhappy,a,so good\n")
        == "tweetText/userSentiment/-");
}

TEST_CASE("Long identifiers, links and numbers are not taken for texts")
{
    CHECK(guessed("id,url,said,mood\n"
                  "8f14e45fceea167a5a36dedd4bea2543,https://example.org/reviews/1/very/long/path,nice one,up\n"
                  "c9f0f895fb98ab9159f51fd0297e236d,https://example.org/reviews/2/very/long/path,bad luck,down\n"
                  "45c48cce2e2d7fbdea1afc51c7c6ad26,https://example.org/reviews/3/very/long/path,well done,up\n")
        == "said/mood/-");
}

TEST_CASE("A mostly empty column is no label even if its name says so")
{
    CHECK(guessed("text,sentiment_gold,tone\na b c,,good\nd e f,positive,bad\ng h i,,good\nj k l,,bad\nm n o,negative,good\n")
        == "text/tone/-");
}

TEST_CASE("A column called split takes that part when most of its values name parts")
{
    CHECK(guessed(
              "text,label,Split\na b,1,train\nc d,0,Training\ne f,1,dev\ng h,0,val\ni j,0,valid\nk l,1,validation\nm n,1,test\n")
        == "text/label/Split");
    CHECK(guessed("text,label,split\na b,1,train\nc d,0,someday\ne f,1,dev\n") == "text/label/split");
    CHECK(guessed("text,label,split\na b,1,train\nc d,0,\ne f,1,dev\n") == "text/label/split");
    CHECK(guessed("text,label,split\na b,1,test\nc d,0,\ne f,1,\n") == "text/label/split");
    CHECK(guessed("text,label,split\na b,1,train\nc d,0,someday\ne f,1,never\n") == "text/label/-");
    CHECK(guessed("text,label,split\na b,1,\nc d,0,\ne f,1,\n") == "text/label/-");
}

TEST_CASE("A table in which no columns can be guessed is an error that says why")
{
    CHECK_THROWS_WITH(guessColumns(parseCsv("text\nfine\nbad\n", "t.csv")), ContainsSubstring("single column"));
    CHECK_THROWS_WITH(guessColumns(parseCsv("text,label\n", "t.csv")), ContainsSubstring("a header and no records"));
    CHECK_THROWS_WITH(guessColumns(parseCsv("", "t.csv")), ContainsSubstring("the file is empty"));
    CHECK_THROWS_WITH(guessColumns(parseCsv("text,label\nna\xEFve na\xC3\xAFve,1\n", "t.csv")),
        ContainsSubstring("not UTF-8") && ContainsSubstring("line 2"));
}

TEST_CASE("The sample's columns are guessed, and its split column divides it without a note")
{
    const Table table = readCsv(attune::test::resourcesDirectory() / "sample/reviews.csv");
    CHECK(table.problems.empty());
    const ColumnRoles roles = guessColumns(table);
    CHECK(table.columns[roles.text] == "text");
    CHECK(table.columns[roles.label] == "label");
    REQUIRE(roles.split);
    const DataSplit split = splitByColumn(table, roles);
    CHECK(split.train.examples.size() + split.validation.examples.size() == table.rows.size());
    CHECK(split.notes.empty());
}

TEST_CASE("A split column that is named is neither text nor label, and one that cannot be apart is refused")
{
    std::string text = "tweet,subset,code\n";
    for (int i = 0; i < 60; ++i)
        text += "a long and varied tweet of number " + std::to_string(i) + (i % 3 ? ",train," : ",test,") + char('a' + i % 6) + "\n";
    const Table table = parseCsv(text, "tweets.csv");
    CHECK(table.columns[guessColumns(table).label] == "subset");
    const ColumnRoles roles = rolesNamed(table, {.split = "subset"});
    CHECK(table.columns[roles.label] == "code");
    REQUIRE(roles.split);
    CHECK(table.columns[*roles.split] == "subset");
    CHECK_THROWS_WITH(rolesNamed(table, {.label = "subset", .split = "subset"}), ContainsSubstring("\"subset\" cannot divide the rows and be text or label, too"));
    CHECK_THROWS_WITH(rolesNamed(parseCsv("text,label\na b,x\nc d,y\n", "two.csv"), {.split = "label"}), ContainsSubstring("two columns"));
}

TEST_CASE("A text that is named has no second one, unless that is named, too")
{
    const Table pairs = parseCsv("sentence1,sentence2,label\nit rains today,the street is wet,yes\nit snows now,the sun is out,no\n", "pairs.csv");
    CHECK(guessColumns(pairs).textPair);
    CHECK(rolesNamed(pairs, {}).textPair);
    CHECK_FALSE(rolesNamed(pairs, {.text = "sentence1"}).textPair);
    CHECK(rolesNamed(pairs, {.text = "sentence1", .textPair = "sentence2"}).textPair == std::size_t{1});
}
