#include "core/data/csv.h"
#include "tests/support/catch.h"

#include <chrono>

using namespace attune::core;

TEST_CASE("Each of the delimiters is recognised, also where texts hold others")
{
    CHECK(sniffDialect("text,label\na; b,1\nc; d,0\n").delimiter == ',');
    CHECK(sniffDialect("text;label\na, b;1\nc, d;0\n").delimiter == ';');
    CHECK(sniffDialect("text\tlabel\na, b; c\t1\nd, e; f\t0\n").delimiter == '\t');
    CHECK(sniffDialect("text|label\na, b|1\nc, d|0\n").delimiter == '|');
    CHECK(sniffDialect("A fine film , really .@positive\nA dull one .@negative\nIt , was , so , so .@neutral\n").delimiter == '@');
}

TEST_CASE("A first line that names the delimiter for Excel is believed, and is no record")
{
    for (const std::string first : {"sep=;\r\n", "SEP=;\n", "sep=;\r"}) {
        const Table table = parseCsv(first + "text;label\nhello, a;pos\nworld, b;neg;x\n", "t.csv");
        CHECK(table.dialect.delimiter == ';');
        CHECK(table.columns == std::vector<std::string>{"text", "label"});
        REQUIRE(table.rows.size() == 1);
        CHECK(table.rows[0].line == 3);
        REQUIRE(table.problems.size() == 1);
        CHECK(table.problems[0].line == 4);
    }
    CHECK(parseCsv("sep=|\ntext,a|label\nb,c|1\n", "t.csv", {','}).columns == std::vector<std::string>{"text", "a|label"});
    CHECK(parseCsv("sep=x\na\n", "t.csv").columns == std::vector<std::string>{"sep=x"});
}

TEST_CASE("Delimiters within quotes do not mislead")
{
    CHECK(sniffDialect("text,label\n\"a;b;c\",1\n\"d;e\",0\n").delimiter == ',');
    CHECK(sniffDialect("text;label\n\"a,b\";1\n\"c,d\";0\n").delimiter == ';');
    CHECK(sniffDialect("text,label\n\"one\ttwo\nthree\",1\n\"x\",0\n").delimiter == ',');
}

TEST_CASE("An @ in names and addresses separates nothing")
{
    CHECK(sniffDialect("@one fine,1\n@two bad,0\n").delimiter == ',');
    CHECK(sniffDialect("name@example.org\nother@example.com\n").delimiter == ',');
    CHECK(sniffDialect("thanks @united\nnever again @united for me\n").delimiter == ',');
}

TEST_CASE("An @ separates any columns in which all records agree")
{
    const auto lines = [](const std::string& first, const std::string& begin, const std::string& end, const std::string& otherEnd) {
        std::string bytes = first;
        for (int i = 0; i < 12; ++i)
            bytes += begin + std::to_string(i) + (i % 2 ? end : otherEnd) + "\n";
        return bytes;
    };
    CHECK(sniffDialect(lines("id@text@label\n", "7@a film, number ", "@pos", "@neg")).delimiter == '@');
    CHECK(sniffDialect(lines("label@text\n", "pos@a film, number ", "", "")).delimiter == '@');
    CHECK(sniffDialect(lines("text@label\n", "a film, number ", "@very good", "@very bad")).delimiter == '@');
    CHECK(sniffDialect(lines("", "a film number ", "@very good", "@very bad")).delimiter == '@');
    const Dialect quoted = sniffDialect(lines("text@label\n", "\"a film, me@x.com ", "\"@pos", "\"@neg"));
    CHECK(quoted.delimiter == '@');
    CHECK(quoted.quote == '"');
    CHECK(sniffDialect(lines("text,label\n", "@united was late ", ",pos", ",neg")).delimiter == ',');
    CHECK(sniffDialect(lines("", "@united was late, and so on ", ",pos", "neg")).delimiter == ',');
    CHECK(sniffDialect(lines("text\tlabel\n", "write to me@x.com, at ", "\tpos", "\tneg")).delimiter == '\t');
    CHECK(sniffDialect(lines("", "name", "@example.org", "@example.com")).delimiter == ',');
    CHECK(sniffDialect(lines("", "thanks for nothing ", " @united for me", " @virgin for all")).delimiter == ',');
}

TEST_CASE("Single quotes are quotes only where fields are put in them")
{
    CHECK(sniffDialect("'it''s good, really','yes'\n'bad','no'\n").quote == '\'');
    CHECK(sniffDialect("id;text\n1;'a; b'\n2;'c'\n3;d\n").quote == '\'');
    CHECK(sniffDialect("text,label\n'tis good,1\nit's bad,0\n").quote == kNoQuote);
    CHECK(sniffDialect("text,label\n'good' she said,1\nbad,0\n").quote == kNoQuote);
    CHECK(sniffDialect("text,label\n'good',1\nbad,0\nso so,0\nfine,1\n").quote == kNoQuote);
    CHECK(sniffDialect("text,label\n\"'good'\",1\n'bad',0\n").quote == '"');
}

TEST_CASE("A text in single quotes that has a double quote at its beginning leaves the quotes of the file single")
{
    const auto rows = [](const std::string& last) {
        std::string bytes = "'text','label'\n";
        for (int i = 0; i < 40; ++i)
            bytes += "'It is film " + std::to_string(i) + ", quite good','pos'\n";
        return bytes + last;
    };
    for (const std::string last : {"'It said\n\"Great film\", and left','pos'\n", "'The ad says,\"must see\", but no','neg'\n", "'a, b',\"\n"}) {
        const Table table = parseCsv(rows(last), "t.csv");
        CHECK(table.dialect.quote == '\'');
        CHECK(table.rows.size() == 41);
        CHECK(table.problems.empty());
    }
    std::string doubled = "text,label\n";
    for (int i = 0; i < 40; ++i)
        doubled += i % 4 ? "'so it is',pos\n" : "\"'so it is, he said'\",neg\n";
    CHECK(sniffDialect(doubled).quote == '"');
}

TEST_CASE("A few broken rows do not hide the delimiter")
{
    std::string bytes = "text;label\n";
    for (int i = 0; i < 50; ++i)
        bytes += i % 10 == 0 ? "broken, row\n" : "some, text;positive\n";
    CHECK(sniffDialect(bytes).delimiter == ';');
}

TEST_CASE("A file with a single column falls back to the comma")
{
    CHECK(sniffDialect("just\nsome\nlines\n").delimiter == ',');
    CHECK(sniffDialect("").delimiter == ',');
}

TEST_CASE("A header is told from data")
{
    CHECK(sniffDialect("text,label\ngood,1\nbad,0\n").header);
    CHECK_FALSE(sniffDialect("good,1\nbad,0\n").header);
    CHECK_FALSE(sniffDialect("a fine film\t1\na bad film\t0\n").header);
    CHECK_FALSE(sniffDialect("great,positive\nawful,negative\nnice,positive\n").header);
    CHECK_FALSE(sniffDialect("a rather long sentence about films,positive\nanother one about the food here,negative\n").header);
    CHECK(sniffDialect("Satz,Note\nein sehr guter Film,5\nein sehr schlechter Film,1\n").header);
    CHECK(sniffDialect("What did you like about our product?,Stars\nits colour,5\nnothing at all,1\n").header);
    CHECK(sniffDialect(",text,2019,label\n0,a,1,x\n1,b,2,y\n").header);
    CHECK(sniffDialect("text,label\n").header);
}

TEST_CASE("Words that are also common names do not make a data row a header")
{
    CHECK_FALSE(sniffDialect("the screen broke,product\nthey never called back,service\nit is dear,product\n").header);
}

TEST_CASE("A first text and label that return further down are data even if the rows repeat")
{
    CHECK_FALSE(sniffDialect("fine,good\nfine,good\npoor,bad\nso so,good\n").header);
}

TEST_CASE("Tab files are quoted only where quotes close at the end of their fields")
{
    CHECK(sniffDialect("text\tlabel\n\"a \"\"b\"\"\"\t1\n\"c\nd\"\t0\n").quote == '"');
    CHECK(sniffDialect("text\tlabel\n\"quoted\" here\t1\nit's 5\" long\t0\n").quote == kNoQuote);
    CHECK(sniffDialect("text\tlabel\n\"never closed\t1\nplain\t0\n").quote == kNoQuote);
    CHECK(sniffDialect("text\tlabel\nplain\t1\n").quote == kNoQuote);
    CHECK(sniffDialect("text,label\n\"never closed,1\n").quote == '"');
    CHECK(sniffDialect("text,label\nplain,1\n").quote == kNoQuote);
}

TEST_CASE("A few stray quotes at the beginning of fields swallow no rows of a file without quotes")
{
    const auto rows = [](auto isStray, const std::string& good = "film ") {
        std::string bytes = "label,text\n";
        for (int i = 0; i < 200; ++i)
            bytes += std::string(i % 2 ? "pos," : "neg,") + (isStray(i) ? "\"film " : good) + std::to_string(i) + " is so" + (good[0] == '"' && !isStray(i) ? "\"\n" : "\n");
        return bytes;
    };
    const Table one = parseCsv(rows([](int i) { return i == 20; }), "t.csv");
    CHECK(one.dialect.quote == kNoQuote);
    CHECK(one.rows.size() == 200);
    CHECK(one.problems.empty());
    const Table several = parseCsv(rows([](int i) { return i % 20 == 5; }), "t.csv");
    CHECK(several.rows.size() == 200);
    CHECK(several.rows[5].fields[1] == "\"film 5 is so");

    std::string far = "label,text\n";
    for (int i = 0; i < 40'000; ++i)
        far += i == 39'000 ? "pos,\"stray\n" : "neg,plain text\n";
    CHECK(parseCsv(far, "t.csv").rows.size() == 40'000);

    // What is put in quotes stays so, also where one of them does not close, or where texts have several lines.
    CHECK(sniffDialect(rows([](int i) { return i == 150; }, "\"film ")).quote == '"');
    CHECK(sniffDialect(rows([](int) { return false; }, "\"two,\nlines ")).quote == '"');
    std::string once = rows([](int) { return false; });
    CHECK(sniffDialect(once + "pos,\"one,\ntwo,\nthree\"\n" + once.substr(once.find('\n') + 1)).quote == '"');
}

TEST_CASE("A stray quote far down a tab file swallows no rows")
{
    std::string bytes = "text\tlabel\n";
    for (int i = 0; i < 40'000; ++i)
        bytes += i == 39'000 ? "\"stray\t1\n" : "plain text\t0\n";
    const Table table = parseCsv(bytes, "large.tsv");
    CHECK(table.rows.size() == 40'000);
    CHECK(table.problems.empty());
}

TEST_CASE("Sixty thousand columns are looked at once each, also where the header stands twice")
{
    std::string record = "a";
    for (int column = 1; column < 60'000; ++column)
        record += ",a";
    const auto start = std::chrono::steady_clock::now();
    CHECK(sniffDialect(record + "\n" + record + "\n").header);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5)); // comparing both records for each column took 18 s
}

TEST_CASE("What the caller fixes is not sniffed")
{
    const Dialect dialect = sniffDialect("text;label\na;1\n", {',', false, kNoQuote});
    CHECK(dialect.delimiter == ',');
    CHECK_FALSE(dialect.header);
    CHECK(dialect.quote == kNoQuote);
}
