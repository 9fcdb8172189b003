#include "core/data/csv_parser.h"
#include "core/random.h"
#include "tests/support/catch.h"

#include <algorithm>

using namespace attune::core;

namespace {

Table parsed(const std::string& bytes, const ParseLimits& limits, const DialectChoice& choice = {',', true, '"'})
{
    return parseDelimited(decodeText(ownBytes(bytes), "t.csv", {}), "t.csv", choice, {}, {}, limits);
}

void checkSame(const Table& a, const Table& b)
{
    REQUIRE(a.rows.size() == b.rows.size());
    for (std::size_t i = 0; i < a.rows.size(); ++i) {
        REQUIRE(a.rows[i].line == b.rows[i].line);
        REQUIRE(a.rows[i].fields == b.rows[i].fields);
    }
    REQUIRE(a.problems.size() == b.problems.size());
    for (std::size_t i = 0; i < a.problems.size(); ++i) {
        REQUIRE(a.problems[i].line == b.problems[i].line);
        REQUIRE(a.problems[i].kind == b.problems[i].kind);
        REQUIRE(a.problems[i].reason == b.problems[i].reason);
        REQUIRE(a.problems[i].raw == b.problems[i].raw);
    }
}

/// A file of pieces that quotes, line ends and bad bytes are made of, drawn by `seed`.
std::string drawnFile(std::uint64_t seed, std::size_t pieces)
{
    constexpr std::string_view kPieces[] = {"word", ",", ",", "\n", "\r\n", "\r", "\"", "\"\"", "\"a, b\"", "\"x\ny\"", "caf\xC3\xA9", "\xE6\xBC\xA2",
        "text,1\n", "text,0\n", "\"long\n\r\nquoted \"\"text\"\"\",1\n", "\n\n\n", "\xE9", " ", std::string_view("\0", 1), "5\" disk,0\n"};
    Random random(seed);
    std::string bytes = "text,label\n";
    while (pieces-- > 0)
        bytes += kPieces[random.below(std::size(kPieces))];
    return bytes;
}

} // namespace

TEST_CASE("Parsing in parts and on several threads gives what parsing at once gives")
{
    std::size_t records = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        INFO("seed " << seed);
        const std::string bytes = drawnFile(seed, 200);
        for (const char quote : {'"', kNoQuote}) {
            const DialectChoice choice{',', true, quote};
            const Table whole = parsed(bytes, {bytes.size() + 1, 1}, choice);
            records += whole.rows.size() + whole.problems.size();
            for (const std::size_t chunk : {1u, 7u, 64u})
                for (const unsigned threads : {1u, 3u})
                    checkSame(parsed(bytes, {chunk, threads}, choice), whole);
        }
    }
    CHECK(records > 20'000);
}

TEST_CASE("Quotes that are ordinary characters mislead the guess at a part's beginning, and change nothing")
{
    std::string bytes = "text,label\n";
    for (int i = 0; i < 5000; ++i)
        bytes += i % 7 == 0 ? "5\" disk,1\n" : i % 11 == 0 ? "\"two\nlines, quoted\",0\n" : "plain words,0\n";
    checkSame(parsed(bytes, {1000, 4}), parsed(bytes, {bytes.size() + 1, 1}));
}

TEST_CASE("A record that is longer than many parts is read once")
{
    std::string bytes = "text,label\nfirst,1\n\"";
    for (int i = 0; i < 20'000; ++i)
        bytes += "a line of it\n";
    bytes += "\",0\nlast,1\n";
    const Table table = parsed(bytes, {1000, 4});
    REQUIRE(table.rows.size() == 3);
    CHECK(table.rows[1].fields[0].size() == 20'000 * 13);
    CHECK(table.rows[2].line == 20'004);
    CHECK(table.problems.empty());
}

TEST_CASE("A quote that is never closed says the file's last line, however many parts there are")
{
    std::string bytes = "text,label\nfirst,1\n\"open,0\n";
    for (int i = 0; i < 1000; ++i)
        bytes += "plain,1\n";
    const Table table = parsed(bytes, {100, 4});
    CHECK(table.rows.size() == 1);
    REQUIRE(table.problems.size() == 1);
    CHECK(table.problems[0].line == 3);
    CHECK_THAT(table.problems[0].reason, ContainsSubstring("to the last line, 1003,"));
    CHECK(table.problems[0].action == "left out, with everything behind it");
}

TEST_CASE("A copy of a table outlives the table and its file's bytes")
{
    Table copy;
    std::shared_ptr<const void> bytes;
    std::string_view text;
    {
        const Table table = parsed("text,label\n\"a \"\"b\"\"\",1\nplain,0\n", {});
        copy = table;
        text = table.rows[1].fields[0];
        bytes = table.rows.bytes();
    }
    CHECK(copy.rows[0].fields[0] == "a \"b\"");
    CHECK(copy.rows[1].fields[0] == "plain");
    copy = {};
    CHECK(text == "plain");
}

TEST_CASE("Rows can be made one by one")
{
    Rows rows;
    for (std::size_t i = 0; i < 1000; ++i)
        rows.append(i + 2, {"row " + std::to_string(i), i % 2 ? "odd" : "even"});
    REQUIRE(rows.size() == 1000);
    CHECK(rows[999].fields[0] == "row 999");
    CHECK(rows.front().fields[1] == "even");
    CHECK(rows.back().line == 1001);
    CHECK(std::count_if(rows.begin(), rows.end(), [](const Row& row) { return row.fields[1] == "odd"; }) == 500);
}
