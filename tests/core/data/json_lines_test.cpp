#include "core/data/dataset.h"
#include "core/data/json_lines.h"
#include "core/data/read_table.h"
#include "core/error.h"
#include "core/random.h"
#include "tests/support/catch.h"

using namespace attune::core;
using Texts = std::vector<std::string>;

namespace {

Table parse(const std::string& bytes)
{
    return parseTable(ownBytes(bytes), "reviews.jsonl");
}

std::vector<Texts> fieldsOf(const Table& table)
{
    std::vector<Texts> all;
    for (const Row row : table.rows)
        all.emplace_back(row.fields.begin(), row.fields.end());
    return all;
}

} // namespace

TEST_CASE("Keys become columns as they are first seen, and absent ones are empty")
{
    const Table table = parse("{\"text\": \"good\", \"label\": \"pos\"}\n{\"label\":\"neg\",\"stars\":1,\"text\":\"bad\"}\n{\"stars\": null}\n");
    CHECK(table.dialect.form == TableForm::JsonLines);
    CHECK(table.columns == Texts{"text", "label", "stars"});
    CHECK(fieldsOf(table) == std::vector<Texts>{{"good", "pos", ""}, {"bad", "neg", "1"}, {"", "", ""}});
    CHECK(table.problems.empty());
}

TEST_CASE("Numbers are taken as they are written, nested values as JSON text, strings as what they say")
{
    const Table table = parse("{ \"a\" : 1.0 , \"b\":1e3, \"c\":[1, {\"x\":\"]}\"}], \"d\":{\"y\": \"\\\"\"}, \"e\":true, \"f\":\"\\u00e9\\n\\\"\\\\\" ,"
                              "\"g\":\"\", \"h\\n\":12345678901234567890123}\r\n");
    CHECK(table.columns == Texts{"a", "b", "c", "d", "e", "f", "g", "h\n"});
    CHECK(fieldsOf(table)
        == std::vector<Texts>{{"1.0", "1e3", "[1, {\"x\":\"]}\"}]", "{\"y\": \"\\\"\"}", "true", "é\n\"\\", "", "12345678901234567890123"}});
}

TEST_CASE("Lines that are no object are problems with their line, and reading goes on")
{
    const Table table = parse("{\"text\": \"a\"}\nnonsense\n\n[1]\n{\"text\": \"b\"\n{\"text\": \"c\", \"text\": \"d\"}\n{\"text\": \"\\u0000\"}\n"
                              "{\"text\": \"\xC3\xA9 \xE9\"}\n{\"text\": \"\\ud83d\"}\n{\"text\": \"e\"}");
    CHECK(fieldsOf(table) == std::vector<Texts>{{"a"}, {"e"}});
    std::vector<std::pair<std::size_t, std::string>> problems;
    for (const RowProblem& problem : table.problems) {
        problems.emplace_back(problem.line, problem.kind);
        CHECK(problem.action == "left out");
        CHECK_FALSE(problem.raw.empty());
    }
    CHECK(problems
        == std::vector<std::pair<std::size_t, std::string>>{
            {2, "bad_json"}, {4, "bad_json"}, {5, "bad_json"}, {6, "bad_json"}, {7, "nul_byte"}, {8, "invalid_encoding"}, {9, "bad_json"}});
    CHECK_THAT(table.problems[3].reason, ContainsSubstring("“text” stands in the line twice"));
}

TEST_CASE("A nesting of thousands is text like any other")
{
    const std::string deep = std::string(50'000, '[') + std::string(50'000, ']');
    const Table table = parse("{\"text\": " + deep + "}\n");
    REQUIRE(table.rows.size() == 1);
    CHECK(table.rows[0].fields[0] == deep);
}

TEST_CASE("Lines with ever new keys are no table")
{
    std::string bytes;
    for (std::size_t i = 0; i <= kMaxLabels * 6; ++i)
        bytes += "{\"key " + std::to_string(i) + "\": 1}\n";
    CHECK_THROWS_WITH(parse(bytes), ContainsSubstring("more than 1000 different keys"));
}

TEST_CASE("A JSON array is refused with a way out, and what begins with a brace and is no JSON is a CSV file")
{
    CHECK_THROWS_WITH(parse("[\n {\"text\": \"a\"}\n]\n"), ContainsSubstring("JSON array") && ContainsSubstring("JSON Lines"));
    CHECK(parse("{text},label\n{a},1\n").dialect.form == TableForm::Delimited);
    CHECK(parseTable(ownBytes("{\"a\",1\n{\"b\",2\n"), "t.csv", {',', {}, kNoQuote}).rows.size() == 2);
}

TEST_CASE("JSON Lines become examples like any table")
{
    const Table table = parse("{\"sentence1\":\"a b\",\"sentence2\":\"c d\",\"label\":1}\n{\"sentence1\":\"e f\",\"sentence2\":\"g h\",\"label\":0}\n"
                              "{\"sentence1\":\"i j\",\"label\":0}\n");
    const ColumnRoles roles = guessColumns(table);
    CHECK(table.columns[roles.text] == "sentence1");
    REQUIRE(roles.textPair);
    CHECK(table.columns[*roles.textPair] == "sentence2");
    const Dataset dataset = makeDataset(table, roles);
    REQUIRE(dataset.examples.size() == 2);
    CHECK(dataset.examples[0].textPair->view() == "c d");
    REQUIRE(dataset.problems.size() == 1);
    CHECK(dataset.problems[0].reason == "no text in column “sentence2”");
}

TEST_CASE("JSON Lines parsed in parts and on several threads give what parsing at once gives")
{
    constexpr std::string_view kLines[] = {"{\"text\": \"plain\", \"label\": 1}", "{\"label\": \"x\", \"text\": \"with \\n \\u00e9\"}", "", "\r", "{broken",
        "{\"late\": [1, {\"a\": 2}], \"text\": null}", "{\"text\": \"\xFF\"}", "{\"a\": 1, \"a\": 2}", "[]", "{}"};
    std::size_t compared = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        INFO("seed " << seed);
        Random random(seed);
        std::string bytes;
        for (int i = 0; i < 40; ++i)
            bytes += std::string(kLines[random.below(std::size(kLines))]) + (i % 7 == 0 ? "\r\n" : i % 5 == 0 ? "\r" : "\n");
        for (std::uint64_t key = 0; key < random.below(3); ++key)
            bytes += "{\"key " + std::to_string(random.below(3)) + "\": 1}";
        const DecodedText text = decodeText(ownBytes(bytes), "t.jsonl", {});
        const Table whole = parseJsonLines(text, "t.jsonl", {}, {}, {bytes.size() + 1, 1});
        for (const std::size_t chunk : {1u, 20u, 300u})
            for (const unsigned threads : {1u, 3u}) {
                const Table parts = parseJsonLines(text, "t.jsonl", {}, {}, {chunk, threads});
                REQUIRE(parts.columns == whole.columns);
                REQUIRE(fieldsOf(parts) == fieldsOf(whole));
                for (std::size_t i = 0; i < whole.rows.size(); ++i)
                    REQUIRE(parts.rows[i].line == whole.rows[i].line);
                REQUIRE(parts.problems.size() == whole.problems.size());
                for (std::size_t i = 0; i < whole.problems.size(); ++i) {
                    REQUIRE(parts.problems[i].line == whole.problems[i].line);
                    REQUIRE(parts.problems[i].reason == whole.problems[i].reason);
                }
                compared += whole.rows.size();
            }
    }
    CHECK(compared > 1000);
}

TEST_CASE("Lines of JSON end at CR, LF and CRLF alike")
{
    for (const std::string end : {"\r", "\n", "\r\n"}) {
        const Table table = parse("{\"text\": \"a\"}" + end + end + "{broken" + end + "{\"text\": \"b\"}" + end);
        REQUIRE(table.rows.size() == 2);
        CHECK(table.rows[0].line == 1);
        CHECK(table.rows[1].line == 4);
        CHECK(table.rows[1].fields[0] == "b");
        REQUIRE(table.problems.size() == 1);
        CHECK(table.problems[0].line == 3);
    }
}
